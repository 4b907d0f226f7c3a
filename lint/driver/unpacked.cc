#include "lint/driver/unpacked.h"

#include <fmt/format.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "lint/driver/commands.h"
#include "lint/driver/facts_file.h"
#include "reports/model/error.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;
using llvm::sys::fs::file_type;
using llvm::vfs::InMemoryFileSystem;

bool is_below(const std::string& path, const std::string& folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool is_below_one(const std::string& path, const std::vector<std::string>& folders) {
  return std::any_of(folders.begin(), folders.end(), [&](const std::string& folder) { return is_below(path, folder); });
}

/// The project, and where its compiler runs, without one that lies in the other.
std::vector<std::string> trees_of(const Parcel& parcel) {
  const std::string project = parcel.root == "/" ? fs::path(parcel.source).parent_path().string() : parcel.root;
  if (parcel.directory == "/" || is_below(parcel.directory, project)) return {project};
  if (is_below(project, parcel.directory)) return {parcel.directory};
  return {project, parcel.directory};
}

/// With the name that it has on this disk, whatever it was asked for by.
llvm::ErrorOr<llvm::vfs::Status> exposed(llvm::ErrorOr<llvm::vfs::Status> status) {
  if (status) status->ExposesExternalVFSPath = true;
  return status;
}

class ExposedFile : public llvm::vfs::File {
 public:
  explicit ExposedFile(std::unique_ptr<llvm::vfs::File> file) : file_(std::move(file)) {}

  llvm::ErrorOr<llvm::vfs::Status> status() override { return exposed(file_->status()); }
  llvm::ErrorOr<std::string> getName() override { return file_->getName(); }
  std::error_code close() override { return file_->close(); }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine& name, int64_t size, bool terminated, bool is_volatile) override {
    return file_->getBuffer(name, size, terminated, is_volatile);
  }

 private:
  std::unique_ptr<llvm::vfs::File> file_;
};

/// Files of there, asked for by the paths of there. What lies in a tree answers with the path that it has on this disk.
class FilesOfThere : public llvm::vfs::ProxyFileSystem {
 public:
  FilesOfThere(std::string folder, std::vector<std::string> trees, llvm::IntrusiveRefCntPtr<InMemoryFileSystem> memory)
      : ProxyFileSystem(std::move(memory)), folder_(std::move(folder)), trees_(std::move(trees)), disk_(llvm::vfs::getRealFileSystem()) {}

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine& path) override {
    const std::string here = on_disk(path);
    return here.empty() ? ProxyFileSystem::status(path) : exposed(disk_->status(here));
  }

  bool exists(const llvm::Twine& path) override { return static_cast<bool>(status(path)); }

  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override {
    const std::string here = on_disk(path);
    if (here.empty()) return ProxyFileSystem::openFileForRead(path);
    auto file = disk_->openFileForRead(here);
    if (!file) return file;
    return std::make_unique<ExposedFile>(std::move(*file));
  }

  llvm::vfs::directory_iterator dir_begin(const llvm::Twine& path, std::error_code& error) override {
    const std::string here = on_disk(path);
    return here.empty() ? ProxyFileSystem::dir_begin(path, error) : disk_->dir_begin(here, error);
  }

 private:
  /// Empty for what lies in memory. Folders on the way to a `..` need not be there.
  std::string on_disk(const llvm::Twine& path) const {
    llvm::SmallString<256> full;
    path.toVector(full);
    (void)makeAbsolute(full);
    std::string plain = path_from("/", full.str().str());
    if (is_below(plain, folder_)) return plain;
    return is_below_one(plain, trees_) ? folder_ + plain : "";
  }

  std::string folder_;
  std::vector<std::string> trees_;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> disk_;
};

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  if (!stream.flush()) throw reports::InputError(fmt::format("cannot write '{}': is the disk full?", file.string()));
}

}  // namespace

Unpacked::Folder::Folder() {
  llvm::SmallString<128> made;
  if (const auto error = llvm::sys::fs::createUniqueDirectory("unblock-parcel", made)) {
    throw reports::InputError(fmt::format("cannot make a temporary folder: {}; set TMPDIR to a folder that can be written", error.message()));
  }
  path = fs::canonical(made.c_str()).string();
}

Unpacked::Folder::~Folder() {
  std::error_code error;
  fs::remove_all(path, error);
}

Unpacked::Unpacked(const Parcel& parcel) : trees_(trees_of(parcel)), here_(parcel) {
  here_.files.clear();
  here_.source = folder_.path + parcel.source;
  for (std::string& model : here_.models) model = folder_.path + model;
  put(parcel);
}

void Unpacked::put(const Parcel& parcel) {
  const auto memory = llvm::makeIntrusiveRefCnt<InMemoryFileSystem>();
  const auto remember = [&](const std::string& path, file_type type, const std::string& text) {
    memory->addFile(path, 0, llvm::MemoryBuffer::getMemBufferCopy(text, path), std::nullopt, std::nullopt, type);
  };
  for (const std::string& path : parcel.folders) {
    if (is_below_one(path, trees_)) {
      fs::create_directories(folder_.path + path);
    } else {
      remember(path, file_type::directory_file, "");
    }
  }
  const auto put_file = [&](const std::string& path, const std::string& text) {
    const std::string name = fs::path(path).filename().string();
    const bool is_model = std::find(parcel.models.begin(), parcel.models.end(), path) != parcel.models.end();
    if (is_below_one(path, trees_) || is_model || name == ".clang-tidy" || name == ".unblock.yaml") {
      write(folder_.path + path, text);
    } else {
      remember(path, file_type::regular_file, text);
    }
  };
  for (const auto& [path, text] : parcel.files) put_file(path, text);
  for (const std::string& path : parcel.seen) put_file(path, "");
  for (const std::string& tree : trees_) fs::create_directories(folder_.path + tree);
  if (parcel.root != "/") fs::create_directories(folder_.path + parcel.root + "/.git");
  files_ = llvm::makeIntrusiveRefCnt<FilesOfThere>(folder_.path, trees_, memory);
}

FileResult Unpacked::there(FileResult result) const { return with_paths_of_elsewhere(std::move(result), folder_.path); }

}  // namespace unblock::lint
