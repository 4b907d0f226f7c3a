// A folder for temporary files that goes away with its owner. What an owner that was killed left behind, the next one removes.
#pragma once

#include <stdexcept>
#include <string>

#include "bench/process/spawn.h"

namespace unblock::bench {

/// There can be no folder: one sentence.
struct NoScratch : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class ScratchFolder {
 public:
  /// In TMPDIR, or /tmp: `unblock-<purpose>-XXXXXX`. Throws NoScratch where it cannot be made or there is no room in it.
  explicit ScratchFolder(const std::string& purpose);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  Descriptor lock_;
};

/// A folder of its own inside, for one child; emptied and removed at the end, whatever the child put there.
class ChildFolder {
 public:
  ChildFolder(const ScratchFolder& scratch, const std::string& name);
  ~ChildFolder();
  ChildFolder(const ChildFolder&) = delete;
  ChildFolder& operator=(const ChildFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Whether a file of a quarter of a megabyte, about what a worker writes, finds room in `folder`. 0, or the errno.
int room_in(const std::string& folder);

}  // namespace unblock::bench
