// A file system that remembers what it was asked: the dependencies of whatever reads through it.
#pragma once

#include <llvm/Support/VirtualFileSystem.h>

#include <map>
#include <string>
#include <vector>

#include "lint/driver/cache/manifest.h"

namespace unblock::lint {

class ReadLog : public llvm::vfs::ProxyFileSystem {
 public:
  explicit ReadLog(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files);

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine& path) override;
  bool exists(const llvm::Twine& path) override;
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override;
  llvm::vfs::directory_iterator dir_begin(const llvm::Twine& path, std::error_code& error) override;

  /// Everything until now.
  std::vector<Dependency> dependencies() const;
  /// Whether each path gave the same answer each time, and what is there could be read. What was made of other answers is not worth keeping.
  bool is_steady() const { return steady_; }

 private:
  PathState& entry(const llvm::Twine& path, bool is_there);

  std::map<std::string, PathState> log_;
  bool steady_ = true;
  std::int64_t recent_ns_;  ///< what changed after this moment is not trusted by its time
};

}  // namespace unblock::lint
