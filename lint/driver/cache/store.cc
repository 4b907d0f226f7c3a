#include "lint/driver/cache/store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "lint/driver/cache/hash.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;

constexpr const char* kUnfinished = ".new";

std::optional<std::string> read_all(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {};
  struct stat status{};
  std::string text;
  if (::fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) text.resize(static_cast<std::size_t>(status.st_size));
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t got = ::read(fd, text.data() + done, text.size() - done);
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
  }
  ::close(fd);
  if (done != text.size()) return {};
  return text;
}

/// Says that the entry is in use, at most once a day.
void mark_used(const std::string& path) {
  std::error_code error;
  const auto now = fs::file_time_type::clock::now();
  if (now - fs::last_write_time(path, error) > hours(24)) fs::last_write_time(path, now, error);
}

std::string reason() { return std::strerror(errno); }

std::string write_and_rename(const std::string& path, std::string_view bytes) {
  const std::string unfinished = fmt::format("{}.{}{}", path, ::getpid(), kUnfinished);
  const int fd = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return reason();
  std::string why;
  while (!bytes.empty() && why.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) why = reason();
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::close(fd) != 0 && why.empty()) why = reason();
  if (why.empty() && ::rename(unfinished.c_str(), path.c_str()) != 0) why = reason();
  if (!why.empty()) ::unlink(unfinished.c_str());
  return why;
}

struct Entry {
  fs::path path;
  fs::file_time_type used;
  std::uint64_t bytes = 0;
};

std::vector<Entry> entries_of(const std::string& folder) {
  std::vector<Entry> found;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error), end; !error && at != end; at.increment(error)) {
    std::error_code gone;  // another process may shrink it too
    if (!at->is_regular_file(gone)) continue;
    Entry entry{at->path(), at->last_write_time(gone), at->file_size(gone)};
    if (!gone) found.push_back(std::move(entry));
  }
  return found;
}

}  // namespace

std::string Store::path_of(const std::string& key) const { return fmt::format("{}/{}/{}", folder_, key.substr(0, 2), key.substr(2)); }

std::optional<std::string> Store::find(const std::string& key, Disk& disk) const {
  if (!is_on()) return {};
  const std::string path = path_of(key);
  const auto packed = read_all(path);
  if (!packed) return {};
  const auto payload =
      unpack(*packed, [&](std::string_view name, std::uint64_t hash, const PathState& state) { return disk.is_still(name, hash, state); });
  if (!payload) return {};
  mark_used(path);
  return std::string(*payload);
}

std::string Store::keep(const std::string& key, std::vector<Dependency> dependencies, std::string_view payload) const {
  if (!is_on()) return "";
  const std::string path = path_of(key);
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  if (error) return error.message();
  return write_and_rename(path, pack(std::move(dependencies), payload));
}

void Store::shrink(std::uint64_t limit_bytes) const {
  std::vector<Entry> entries = entries_of(folder_);
  std::uint64_t bytes = 0;
  std::error_code error;
  const auto hour_ago = fs::file_time_type::clock::now() - hours(1);
  for (const Entry& entry : entries) {
    bytes += entry.bytes;
    if (entry.path.extension() == kUnfinished && entry.used < hour_ago) fs::remove(entry.path, error);
  }
  if (bytes <= limit_bytes) return;
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.used < b.used; });
  for (const Entry& entry : entries) {
    if (bytes <= limit_bytes / 5 * 4) break;
    if (fs::remove(entry.path, error)) bytes -= entry.bytes;
  }
}

std::string default_store_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return std::string(cache) + "/unblock/lint";
  const char* home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? std::string(home) + "/.cache/unblock/lint" : "";
}

}  // namespace unblock::lint
