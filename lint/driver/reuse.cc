#include "lint/driver/reuse.h"

#include <fmt/format.h>

#include <filesystem>
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
  if (!result.unread.empty() || key == missed_.end()) return;
  result.not_kept = store_.keep(key->second, log.dependencies(), to_wire(result));
}

void Reuse::finish() {
  if (!missed_.empty()) store_.shrink(kLimitBytes);
}

}  // namespace unblock::lint
