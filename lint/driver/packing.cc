#include "lint/driver/packing.h"

#include <clang/Basic/Diagnostic.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendActions.h>
#include <clang/Tooling/Tooling.h>
#include <fmt/format.h>
#include <llvm/Support/MemoryBuffer.h>

#include <cstdlib>
#include <filesystem>

#include "lint/driver/arguments.h"
#include "lint/driver/cache/hash.h"
#include "lint/driver/cache/read_log.h"
#include "lint/driver/commands.h"
#include "lint/driver/one_command.h"
#include "lint/libraries/load_models.h"
#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;

/// Reads what a compiler reads, and looks at nothing.
class Reading : public clang::PreprocessOnlyAction {
 protected:
  bool BeginSourceFileAction(clang::CompilerInstance& compiler) override {
    compiler.getDiagnostics().setFatalsAsError(true);  // a header that is not there must not end the reading
    return PreprocessOnlyAction::BeginSourceFileAction(compiler);
  }
};

void read_through(const Parcel& about, const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files) {
  const OneCommand commands({about.directory, about.source, about.arguments, ""});
  clang::tooling::ClangTool tool(commands, {about.source}, std::make_shared<clang::PCHContainerOperations>(), files);
  clang::IgnoringDiagConsumer nobody;
  tool.setDiagnosticConsumer(&nobody);
  tool.setPrintErrorMessage(false);
  tool.appendArgumentsAdjuster(tolerate_foreign_flags());
  tool.run(clang::tooling::newFrontendActionFactory<Reading>().get());
}

void add_read(const Dependency& read, const std::string& path, Parcel& parcel) {
  const auto buffer = llvm::MemoryBuffer::getFile(read.path);
  const std::string_view text = buffer ? std::string_view((*buffer)->getBufferStart(), (*buffer)->getBufferSize()) : std::string_view();
  if (!buffer || hash_of(text) != read.state.content) throw reports::InputError(fmt::format("'{}' changed while it was read: run again", path));
  parcel.files[path] = text;
  std::error_code error;
  const fs::path folder = fs::canonical(fs::path(read.path).parent_path(), error);
  const std::string real = (folder / fs::path(path).filename()).string();
  if (!error && real != path) parcel.really[path] = real;
}

void add_dependencies(const ReadLog& log, Parcel& parcel) {
  for (const Dependency& each : log.dependencies()) {
    const std::string path = path_from("/", each.path);
    std::error_code error;
    if (each.state.kind == PathKind::absent) continue;
    if (each.state.kind == PathKind::file) {
      add_read(each, path, parcel);
    } else if (fs::is_directory(each.path, error)) {
      parcel.folders.insert(path);
    } else {
      parcel.seen.insert(path);
    }
  }
  for (const auto& [path, text] : parcel.files) parcel.seen.erase(path);
}

/// What the linter reads besides the compiler.
std::vector<std::string> configuration(const Parcel& about) {
  std::vector<std::string> files = project_model_files(fs::path(about.source).parent_path().string());
  files.insert(files.end(), about.models.begin(), about.models.end());
  std::error_code error;
  for (fs::path here = fs::path(about.source).parent_path();; here = here.parent_path()) {
    if (fs::is_regular_file(here / ".clang-tidy", error)) files.push_back((here / ".clang-tidy").string());
    if (here == here.parent_path()) return files;
  }
}

}  // namespace

Parcel packed(Parcel about) {
  const auto log = llvm::makeIntrusiveRefCnt<ReadLog>(llvm::vfs::getRealFileSystem());
  read_through(about, log);
  for (const char* name : kCompilersEnvironment) {
    if (const char* value = std::getenv(name)) about.environment[name] = value;
  }
  add_dependencies(*log, about);
  if (about.files.count(about.source) == 0) throw reports::InputError(fmt::format("cannot read '{}'", about.source));
  for (const std::string& file : configuration(about)) about.files[file] = reports::read_file(file);
  return about;
}

}  // namespace unblock::lint
