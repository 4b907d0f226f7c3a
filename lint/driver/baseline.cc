#include "lint/driver/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "reports/file.h"
#include "reports/json/parse.h"
#include "reports/model/error.h"
#include "reports/sarif/fingerprint.h"

namespace unblock::lint {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> fingerprints(const std::vector<reports::Finding>& findings) {
  std::vector<std::string> all;
  std::map<std::string, unsigned> seen;
  for (const reports::Finding& finding : findings) all.push_back(reports::sarif::fingerprint(finding, seen));
  return all;
}

std::set<std::string> as_set(const std::vector<std::string>& all) { return {all.begin(), all.end()}; }

}  // namespace

Baseline Baseline::read(const std::string& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) throw reports::InputError(fmt::format("there is no baseline '{}' yet: --write-baseline makes it", file));
  const nlohmann::json all = reports::json::parse(reports::read_file(file), file);
  const nlohmann::json& entries = reports::json::array_at(all, "known");
  if (!all.is_object() || !all.contains("known")) {
    throw reports::InputError(fmt::format("'{}' is no baseline: write one with --write-baseline", file));
  }
  Baseline baseline;
  for (const nlohmann::json& each : entries) {
    const std::string fingerprint = each.is_object() ? reports::json::text_at(each, "fingerprint") : "";
    if (fingerprint.empty()) throw reports::InputError(fmt::format("the baseline '{}' has an entry without a fingerprint: write it anew", file));
    baseline.entries_[fingerprint] = {reports::json::text_at(each, "file"), reports::json::text_at(each, "check"), reports::json::text_at(each, "message")};
  }
  return baseline;
}

Baseline Baseline::of(const std::vector<reports::Finding>& findings) {
  Baseline baseline;
  const auto names = fingerprints(findings);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    baseline.entries_[names[i]] = {findings[i].location.file, findings[i].check, findings[i].message};
  }
  return baseline;
}

std::string Baseline::text() const {
  std::vector<std::tuple<std::string, std::string, std::string, std::string>> sorted;
  for (const auto& [fingerprint, entry] : entries_) sorted.emplace_back(entry.file, entry.check, entry.message, fingerprint);
  std::sort(sorted.begin(), sorted.end());
  std::string lines;
  for (const auto& [file, check, message, fingerprint] : sorted) {
    lines += (lines.empty() ? "\n    " : ",\n    ") +
             reports::json::line(Json{{"file", file}, {"check", check}, {"message", message}, {"fingerprint", fingerprint}});
  }
  return fmt::format("{{\n  \"tool\": \"unblock-lint\",\n  \"known\": [{}]\n}}\n", lines.empty() ? lines : lines + "\n  ");
}

std::vector<bool> Baseline::known(const std::vector<reports::Finding>& findings) const {
  std::vector<bool> all;
  for (const std::string& fingerprint : fingerprints(findings)) all.push_back(entries_.count(fingerprint) != 0);
  return all;
}

std::vector<std::string> Baseline::unused(const std::vector<reports::Finding>& findings) const {
  const auto present = as_set(fingerprints(findings));
  std::vector<std::string> names;
  for (const auto& [fingerprint, entry] : entries_) {
    if (present.count(fingerprint) == 0) names.push_back(fmt::format("{}: {}: {}", entry.file, entry.check, entry.message));
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::size_t Baseline::prune(const std::vector<reports::Finding>& findings) {
  const auto present = as_set(fingerprints(findings));
  return std::erase_if(entries_, [&](const auto& entry) { return present.count(entry.first) == 0; });
}

}  // namespace unblock::lint
