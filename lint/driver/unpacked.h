// A parcel spread out: a unit is read as it would be where it was packed, on a machine that has none of its files.
#pragma once

#include <llvm/Support/VirtualFileSystem.h>

#include <string>
#include <vector>

#include "lint/driver/parcel.h"
#include "lint/driver/result.h"

namespace unblock::lint {

/// What lies in the project, and what the linter reads besides the compiler, is in a temporary folder under the path that it had. Everything
/// else is in memory. Nothing else of this machine is seen, so that a worker with other headers says the same.
class Unpacked {
 public:
  explicit Unpacked(const Parcel& parcel);

  /// What the parcel says, with the paths that source and models have here; its files are not in it. The command is that of there, for
  /// files() knows the paths of there.
  const Parcel& here() const { return here_; }
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files() const { return files_; }

  /// A result of here with the paths of there.
  FileResult there(FileResult result) const;

 private:
  void put(const Parcel& parcel);

  /// Goes away with its owner.
  struct Folder {
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string path;
  };

  const Folder folder_;
  std::vector<std::string> trees_;  ///< folders of there whose files lie below folder_
  Parcel here_;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files_;
};

}  // namespace unblock::lint
