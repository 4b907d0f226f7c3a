#include "lint/driver/cache/read_log.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/MemoryBuffer.h>

#include <chrono>
#include <filesystem>
#include <utility>

#include "lint/driver/cache/disk.h"
#include "lint/driver/cache/hash.h"

namespace unblock::lint {
namespace {

constexpr std::chrono::seconds kClockStep{2};  // the coarsest of file systems in use

std::int64_t moment_ns(std::chrono::system_clock::time_point at) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(at.time_since_epoch()).count();
}

/// Takes the hash of what it gives, not of what the disk holds a moment later.
class LoggedFile : public llvm::vfs::File {
 public:
  LoggedFile(std::unique_ptr<llvm::vfs::File> file, PathState& state, bool& steady, std::int64_t recent_ns)
      : file_(std::move(file)), state_(state), steady_(steady), recent_ns_(recent_ns) {}

  llvm::ErrorOr<llvm::vfs::Status> status() override {
    auto status = file_->status();
    steady_ = steady_ && status;
    return status;
  }
  llvm::ErrorOr<std::string> getName() override { return file_->getName(); }
  std::error_code close() override { return file_->close(); }

  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine& name, int64_t size, bool terminated, bool is_volatile) override {
    auto buffer = file_->getBuffer(name, size, terminated, is_volatile);
    steady_ = steady_ && buffer;
    if (!buffer) return buffer;
    const auto status = file_->status();
    const llvm::StringRef text = (*buffer)->getBuffer();
    const std::uint64_t content = hash_of({text.data(), text.size()});
    // Read twice, and other the second time: what was made of it belongs to no text.
    const bool changed = state_.kind == PathKind::file && state_.content != content;
    state_.kind = PathKind::file;
    state_.size = text.size();
    state_.content = changed ? content ^ state_.content : content;
    state_.changed_ns = status ? moment_ns(std::chrono::time_point_cast<std::chrono::system_clock::duration>(status->getLastModificationTime())) : kNeverTrust;
    if (state_.changed_ns >= recent_ns_) state_.changed_ns = kNeverTrust;
    return buffer;
  }

 private:
  std::unique_ptr<llvm::vfs::File> file_;
  PathState& state_;
  bool& steady_;
  std::int64_t recent_ns_;
};

}  // namespace

ReadLog::ReadLog(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files)
    : ProxyFileSystem(std::move(files)), recent_ns_(moment_ns(std::chrono::system_clock::now() - kClockStep)) {}

/// By the path as it was asked for, made absolute. `..` stays: behind a link to a folder it means something else.
PathState& ReadLog::entry(const llvm::Twine& path, bool is_there) {
  llvm::SmallString<256> full;
  path.toVector(full);
  (void)makeAbsolute(full);
  const auto [found, is_new] = log_.try_emplace(full.str().str());
  PathState& state = found->second;
  if (is_new && is_there) state.kind = PathKind::present;
  steady_ = steady_ && (state.kind != PathKind::absent) == is_there;
  return state;
}

llvm::ErrorOr<llvm::vfs::Status> ReadLog::status(const llvm::Twine& path) {
  auto status = ProxyFileSystem::status(path);
  entry(path, static_cast<bool>(status));
  return status;
}

bool ReadLog::exists(const llvm::Twine& path) { return static_cast<bool>(status(path)); }

llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> ReadLog::openFileForRead(const llvm::Twine& path) {
  auto file = ProxyFileSystem::openFileForRead(path);
  PathState& state = entry(path, static_cast<bool>(file));
  if (!file) return file;
  return std::make_unique<LoggedFile>(std::move(*file), state, steady_, recent_ns_);
}

llvm::vfs::directory_iterator ReadLog::dir_begin(const llvm::Twine& path, std::error_code& error) {
  auto names = ProxyFileSystem::dir_begin(path, error);
  PathState& state = entry(path, !error || ProxyFileSystem::status(path));
  steady_ = steady_ && (!error || error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory);
  if (!error) {
    const PathState now = state_of(path.str().c_str());
    state.kind = PathKind::folder;
    state.changed_ns = now.changed_ns;
  }
  return names;
}

std::vector<Dependency> ReadLog::dependencies() const {
  std::vector<Dependency> all;
  for (const auto& [path, state] : log_) all.push_back({path, state});
  return all;
}

}  // namespace unblock::lint
