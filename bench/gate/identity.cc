#include "bench/gate/identity.h"

#include <xxhash.h>

#include <utility>

#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::bench::gate {
namespace {

std::uint64_t digest_of(const std::string& path) {
  const std::string bytes = reports::read_file(path, std::size_t{4} << 30);
  return XXH3_64bits(bytes.data(), bytes.size());
}

bool same(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

Identity::Identity(std::string path) : path_(std::move(path)), digest_(digest_of(path_)) { ::stat(path_.c_str(), &status_); }

bool Identity::changed() const try {
  struct stat now{};
  if (::stat(path_.c_str(), &now) != 0) return true;
  return !same(status_, now) && digest_of(path_) != digest_;
} catch (const reports::InputError&) {
  return true;
}

}  // namespace unblock::bench::gate
