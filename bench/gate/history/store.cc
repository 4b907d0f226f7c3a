#include "bench/gate/history/store.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "bench/gate/history/date.h"
#include "reports/file.h"
#include "reports/json/parse.h"
#include "reports/model/cell.h"
#include "reports/model/comparison.h"
#include "reports/model/error.h"
#include "reports/text/clean.h"
#include "statistics/median.h"

namespace unblock::bench::gate {

using namespace statistics;

namespace {

namespace fs = std::filesystem;
using reports::InputError;
using Json = nlohmann::ordered_json;

/// FNV-1a, 64 bits: names a file, protects nothing.
std::uint64_t digest(const std::string& text) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

std::map<std::string, double> medians_of(const reports::Cell& cell) {
  std::map<std::string, std::vector<double>> values;
  for (const reports::Round& round : cell.rounds) {
    if (round.voided) continue;
    values[reports::kRealTime].push_back(round.real_time_ns);
    for (const auto& [name, value] : round.metrics) values[name].push_back(value);
  }
  std::map<std::string, double> medians;
  for (auto& [name, list] : values) medians[name] = median(std::move(list));
  if (medians.empty()) {
    for (const auto& [name, interval] : cell.metrics) medians[name == "time_ns_per_op" ? std::string(reports::kRealTime) : name] = interval.estimate;
  }
  std::erase_if(medians, [](const auto& entry) { return !std::isfinite(entry.second); });
  return medians;
}

std::string content_of(const reports::Run& run, const std::string& commit, const std::string& date) {
  Json root = {{"unblock_history", 1}, {"commit", commit}, {"date", date}, {"environment", run.environment}, {"benchmarks", Json::object()}};
  std::set<std::string> named;
  for (const reports::Cell& cell : run.cells) {
    if (cell.status != reports::CellStatus::measured) continue;
    const std::string name = reports::full_name(cell);
    if (named.insert(name).second) root["benchmarks"].get_ref<Json::object_t&>().emplace_back(name, medians_of(cell));
  }
  if (root["benchmarks"].empty()) throw InputError(fmt::format("'{}' has no benchmark with a result", run.source));
  return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// Only what every file system takes.
std::string safe(std::string text) {
  for (char& c : text) {
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '.') c = '_';
  }
  return text.substr(0, 40);
}

/// Writes beside the final name and moves it there: whole or not at all. The name holds the digest of the content, so that
/// a file which is there already is this very result. (A link would need a file system that has them.)
void create_whole(const std::string& path, const std::string& content) {
  const std::string temporary = fmt::format("{}.{}.tmp", path, ::getpid());
  reports::write_file(temporary, content);
  if (std::rename(temporary.c_str(), path.c_str()) == 0) return;
  const int failed = errno;
  ::unlink(temporary.c_str());
  throw InputError(fmt::format("cannot write '{}': {}", path, std::strerror(failed)));
}

}  // namespace

HistoryEntry read_entry(std::string_view text, const std::string& name) {
  const auto root = reports::json::parse(text, name);
  if (!root.is_object() || reports::json::number_at(root, "unblock_history") != 1) {
    throw InputError(fmt::format("'{}' was not written by 'unblock bench history add'", name));
  }
  HistoryEntry entry;
  entry.file = name;
  entry.commit = reports::json::text_at(root, "commit");
  entry.date = utc(reports::json::text_at(root, "date")).value_or("");
  for (const auto& [key, value] : reports::json::object_at(root, "environment").items()) {
    if (value.is_string()) entry.environment[key] = value.get<std::string>();
  }
  for (const auto& [benchmark, metrics] : reports::json::object_at(root, "benchmarks").items()) {
    if (!metrics.is_object()) continue;
    for (const auto& [metric, value] : metrics.items()) {
      if (value.is_number()) entry.medians[benchmark][metric] = value.get<double>();
    }
  }
  if (entry.date.empty() || entry.medians.empty()) throw InputError(fmt::format("'{}' lacks its date or its benchmarks", name));
  return entry;
}

std::string add_to_history(const std::string& folder, const reports::Run& run, const std::string& commit, const std::string& given_date) {
  const std::optional<std::string> readable = utc(given_date);
  if (!readable) {
    const std::string shown = reports::text::shortened(given_date, 40);
    throw InputError(fmt::format("'{}' is no date for '{}': one such as 2026-03-01T10:00:00Z is expected (--date)", shown, run.source));
  }
  const std::string& date = *readable;
  std::error_code error;
  std::error_code ignored;
  fs::create_directories(folder, error);
  if (!fs::is_directory(folder, ignored)) throw InputError(fmt::format("cannot create the history folder '{}': {}", folder, error.message()));
  const std::string content = content_of(run, commit, date);
  const std::string name = fmt::format("{}_{}_{:016x}.json", safe(date), commit.empty() ? "none" : safe(commit.substr(0, 12)), digest(content));
  create_whole(folder + "/" + name, content);
  return name;
}

History read_history(const std::string& folder, const std::string& since) {
  const std::optional<std::string> from = since.empty() ? since : utc_from(since);
  if (!from) throw InputError(fmt::format("--since '{}': a date such as 2026-03-01 is expected", since));
  if (!fs::is_directory(folder)) throw InputError(fmt::format("there is no history folder '{}'", folder));
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(folder)) {
    if (file.path().extension() == ".json") names.push_back(file.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  History history;
  for (const std::string& name : names) {
    try {
      HistoryEntry entry = read_entry(reports::read_file(folder + "/" + name), name);
      if (entry.date >= *from) history.entries.push_back(std::move(entry));
    } catch (const InputError& error) {
      history.broken.emplace_back(error.what());
    }
  }
  std::stable_sort(history.entries.begin(), history.entries.end(), [](const HistoryEntry& a, const HistoryEntry& b) { return a.date < b.date; });
  return history;
}

}  // namespace unblock::bench::gate
