// A temporary file is renamed over the old one. Where the old one has other names too (hard links), which a rename would
// leave behind, or is mounted, it is written in place, with its old content beside it until the new one is on the disk.
#include "reports/rewrite.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "reports/descriptor.h"
#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::reports {
namespace {

[[noreturn]] void fail(const std::string& path, int error) { throw InputError(fmt::format("cannot write '{}': {}", path, std::strerror(error))); }

struct stat status_of(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) fail(path, errno);
  return status;
}

bool untouched(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

[[noreturn]] void fail_changed(const std::string& path) { throw InputError(fmt::format("cannot write '{}': it changed meanwhile", path)); }

/// A file beside the old one, gone with its owner unless it was kept.
class Beside {
 public:
  Beside(const std::string& path, std::string_view text) : name_(path + ".XXXXXX"), out_(::mkstemp(name_.data())) {
    if (out_.get() < 0) fail(path, errno);
    if (const int error = write_and_sync(out_.get(), text)) {
      ::unlink(name_.c_str());
      fail(path, error);
    }
  }
  ~Beside() {
    if (!kept_) ::unlink(name_.c_str());
  }
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;

  void keep() { kept_ = true; }
  int fd() const { return out_.get(); }
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  Descriptor out_;
  bool kept_ = false;
};

/// False where the name is a mount of its own, as that of a single file of a container is: nothing takes its place.
bool replace(const std::string& path, const struct stat& old, std::string_view after) {
  Beside fresh(path, after);
  // Only root may give files away; what stays ours is no reason to refuse, a lost permission is.
  [[maybe_unused]] const int given = ::fchown(fresh.fd(), old.st_uid, old.st_gid);
  if (::fchmod(fresh.fd(), old.st_mode & 07777) != 0) fail(path, errno);
  if (!untouched(old, status_of(path))) fail_changed(path);
  if (::rename(fresh.name().c_str(), path.c_str()) != 0) {
    if (errno == EBUSY) return false;
    fail(path, errno);
  }
  fresh.keep();
  return true;
}

void write_in_place(const std::string& path, const struct stat& old, std::string_view before, std::string_view after) {
  Beside backup(path, before);
  const Descriptor out(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (out.get() < 0) fail(path, errno);
  if (!untouched(old, status_of(path))) fail_changed(path);
  const int error = overwrite(out.get(), after);
  if (error == 0) return;
  if (overwrite(out.get(), before) == 0) fail(path, error);
  backup.keep();
  throw InputError(fmt::format("cannot write '{}': {}; what it held is in '{}'", path, std::strerror(error), backup.name()));
}

}  // namespace

void rewrite_file(const std::string& path, std::string_view before, std::string_view after) {
  const std::string target = resolve(path);
  const struct stat old = status_of(target);
  if (::faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) != 0) fail(path, errno);  // a rename would not ask
  if (read_file(target) != before) fail_changed(path);
  if (old.st_nlink > 1 || !replace(target, old, after)) write_in_place(target, old, before, after);
}

}  // namespace unblock::reports
