#include "lint/driver/reuse.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "lint/driver/wire.h"

namespace unblock::lint {
namespace {

constexpr std::uint64_t kLimitBytes = std::uint64_t{1} << 30;

std::string folder_of(const Options& options) {
  if (options.cache == "off") return "";
  if (options.cache.empty()) return default_store_folder();
  std::error_code error;
  return std::filesystem::absolute(options.cache, error).lexically_normal().string();
}

}  // namespace

Reuse::Reuse(const Options& options) : store_(folder_of(options)) {
  if (is_on()) keys_.emplace(options);
}

std::optional<FileResult> Reuse::find(const Source& source) {
  if (!is_on()) return {};
  const std::string key = keys_->of(source);
  if (const auto kept = store_.find(key, disk_)) {
    try {
      return from_wire(*kept);
    } catch (const std::runtime_error&) {
      // written by a program with the same name and another format: as if it were not there
    }
  }
  missed_[source.file] = key;
  return {};
}

void Reuse::keep(const Source& source, const ReadLog& log, FileResult& result) const {
  const auto key = missed_.find(source.file);
  if (!result.unread.empty() || key == missed_.end() || !log.is_steady()) return;
  result.not_kept = store_.keep(key->second, log.dependencies(), to_wire(result));
}

namespace {

/// A line with what is no finding, then the findings as those of a file.
std::string linked_as_text(const Linked& linked) {
  FileResult together;
  together.findings = linked.findings;
  return nlohmann::json({{"joined", linked.joined}, {"excuses", linked.excuses}}).dump() + "\n" + to_wire(together);
}

Linked linked_of_text(const std::string& text) {
  const std::size_t end = std::min(text.find('\n'), text.size() - 1);
  const auto first = nlohmann::json::parse(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end));
  return {from_wire(std::string_view(text).substr(end + 1)).findings, first.at("excuses").get<std::set<std::string>>(), first.at("joined").get<std::size_t>()};
}

}  // namespace

Linked Reuse::link(const WholeProgram& program, bool all_there) {
  const std::vector<std::string> parts = program.parts();
  if (!is_on() || parts.empty()) return program.judge(all_there);
  const std::string key = keys_->of_link(parts, all_there);
  if (const auto kept = store_.find(key, disk_)) {
    try {
      return linked_of_text(*kept);
    } catch (const std::exception&) {
      // as above
    }
  }
  Linked linked = program.judge(all_there);
  store_.keep(key, {}, linked_as_text(linked));  // one that is not kept is made again
  return linked;
}

void Reuse::finish() {
  if (!missed_.empty()) store_.shrink(kLimitBytes);
}

}  // namespace unblock::lint
