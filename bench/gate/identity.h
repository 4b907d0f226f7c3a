// Whether a program is still the one that was looked at first: somebody may build while the gate runs.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <string>

namespace unblock::bench::gate {

class Identity {
 public:
  /// Reads the whole file once.
  explicit Identity(std::string path);

  /// Compares device, inode, size and time of change, and reads the file again only where one of them differs. A program
  /// that was touched or written anew with the same bytes has not changed.
  bool changed() const;

 private:
  std::string path_;
  struct stat status_{};
  std::uint64_t digest_ = 0;
};

}  // namespace unblock::bench::gate
