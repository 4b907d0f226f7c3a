// The owner holds a lock on a file in its folder: the lock goes with the process, however that ends.
#include "bench/process/scratch_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>

namespace unblock::bench {
namespace {

namespace fs = std::filesystem;
constexpr const char* kLock = "/.owner";

/// With all that is in it.
void remove_whole(const std::string& path) {
  std::error_code ignored;
  constexpr auto kFailed = static_cast<std::uintmax_t>(-1);
  if (fs::remove_all(path, ignored) == kFailed) fs::remove_all(path, ignored);  // an interrupted call, say
}

/// Where temporary files go. TMPDIR counts even where it does not exist: the sentence then names it.
std::string parent() {
  const char* named = std::getenv("TMPDIR");
  return named && *named ? named : "/tmp";
}

/// Ours, a minute old, and nobody holds its lock.
bool is_stale(const std::string& folder) {
  constexpr std::time_t kYoungS = 60;
  struct stat status{};
  if (::lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != ::geteuid()) return false;
  if (std::time(nullptr) - status.st_mtime < kYoungS) return false;
  const Descriptor lock(::open((folder + kLock).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  return lock && ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0;
}

void sweep(const std::string& among, const std::string& prefix) {
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator(among, gone)) {
    if (entry.path().filename().string().starts_with(prefix) && is_stale(entry.path())) remove_whole(entry.path());
  }
}

}  // namespace

ScratchFolder::ScratchFolder(const std::string& purpose) {
  const std::string prefix = fmt::format("unblock-{}-", purpose);
  const std::string folder = parent();
  sweep(folder, prefix);
  path_ = fmt::format("{}/{}XXXXXX", folder, prefix);
  if (!::mkdtemp(path_.data())) {
    throw NoScratch(fmt::format("cannot make a folder for temporary files in '{}': {}; set TMPDIR to one that can be written", folder, std::strerror(errno)));
  }
  lock_ = Descriptor(::open((path_ + kLock).c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (lock_) ::flock(lock_.get(), LOCK_EX | LOCK_NB);
  if (const int error = room_in(path_); error != 0) {
    remove_whole(path_);
    throw NoScratch(fmt::format("no room for temporary files in '{}': {}; set TMPDIR to a folder with room", folder, std::strerror(error)));
  }
}

ScratchFolder::~ScratchFolder() { remove_whole(path_); }

ChildFolder::ChildFolder(const ScratchFolder& scratch, const std::string& name) : path_(scratch.path() + "/" + name) {
  remove_whole(path_);
  if (::mkdir(path_.c_str(), 0700) != 0) {
    throw NoScratch(fmt::format("cannot make a folder for the worker's files in '{}': {}", scratch.path(), std::strerror(errno)));
  }
}

ChildFolder::~ChildFolder() { remove_whole(path_); }

int room_in(const std::string& folder) {
  constexpr std::size_t kBytes = 256 * 1024;
  const std::string path = folder + "/room";
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return errno;
  const std::string bytes(kBytes, ' ');
  std::size_t written = 0;
  int error = 0;
  while (written < kBytes && error == 0) {
    const ssize_t count = ::write(file.get(), bytes.data() + written, kBytes - written);
    if (count < 0 && errno != EINTR) error = errno;
    if (count > 0) written += static_cast<std::size_t>(count);
  }
  ::unlink(path.c_str());
  return error;
}

}  // namespace unblock::bench
