#include "lint/driver/commands.h"

#include <clang/Driver/Types.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/VirtualFileSystem.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <string_view>
#include <system_error>

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;
using clang::tooling::CompileCommand;

bool starts_with_one_of(std::string_view text, std::initializer_list<std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(), [&](std::string_view start) { return text.starts_with(start); });
}

bool has_value_of_its_own(std::string_view argument) {
  return argument == "-o" || argument == "-MF" || argument == "-MT" || argument == "-MQ" || argument == "-dumpbase" || argument == "-dumpdir";
}

bool changes_nothing_that_is_read(std::string_view argument) {
  static const std::set<std::string_view> kFlags = {"-c", "-fPIC", "-fpic", "-fPIE", "-fpie", "-fno-pic", "-fno-pie", "-pipe"};
  if (starts_with_one_of(argument, {"-Wp,", "-gcc"})) return false;
  return kFlags.count(argument) != 0 || starts_with_one_of(argument, {"-g", "-O", "-M", "-W", "-flto", "-fvisibility", "-fdiagnostics-color"}) ||
         (argument.starts_with("-D") && argument.ends_with("_EXPORTS"));
}

std::vector<std::string> meaning(const CompileCommand& command) {
  std::vector<std::string> kept = {command.Directory};
  const auto& arguments = command.CommandLine;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (has_value_of_its_own(arguments[i])) {
      ++i;
    } else if (!changes_nothing_that_is_read(arguments[i])) {
      kept.push_back(arguments[i]);
    }
  }
  return kept;
}

/// The language that the last `-x` names.
std::string named_language(const std::vector<std::string>& arguments) {
  std::string language;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "-x" && i + 1 < arguments.size()) {
      language = arguments[i + 1];
    } else if (arguments[i].starts_with("-x") && arguments[i].size() > 2) {
      language = arguments[i].substr(2);
    }
  }
  return language;
}

bool has_response_file(const std::vector<std::string>& arguments) {
  return std::any_of(arguments.begin(), arguments.end(), [](const std::string& argument) { return argument.starts_with('@'); });
}

/// GCC's and CMake's lists of modules name outputs, and no file that has to be read.
bool is_module_map(const std::string& argument) { return argument.starts_with('@') && argument.ends_with(".modmap"); }

/// Files of flags are files: a device has no end, and a pipe nobody writes to is waited for.
class RegularFiles : public llvm::vfs::ProxyFileSystem {
 public:
  RegularFiles() : ProxyFileSystem(llvm::vfs::getRealFileSystem()) {}

  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override {
    const auto status = this->status(path);
    if (!status) return status.getError();
    if (!status->isRegularFile()) return std::make_error_code(std::errc::invalid_argument);
    return ProxyFileSystem::openFileForRead(path);
  }
};

void expand_response_files(CompileCommand& command) {
  std::erase_if(command.CommandLine, is_module_map);
  llvm::BumpPtrAllocator memory;
  llvm::SmallVector<const char*, 64> arguments;
  for (const std::string& argument : command.CommandLine) arguments.push_back(argument.c_str());
  const auto files = llvm::makeIntrusiveRefCnt<RegularFiles>();
  llvm::cl::ExpansionContext expansion(memory, llvm::cl::TokenizeGNUCommandLine);
  llvm::consumeError(expansion.setVFS(files.get()).setCurrentDir(command.Directory).expandResponseFiles(arguments));
  command.CommandLine = std::vector<std::string>(arguments.begin(), arguments.end());
}

}  // namespace

std::string path_from(const std::string& folder, const std::string& path) {
  const fs::path given(path);
  return (given.is_absolute() ? given : fs::path(folder) / given).lexically_normal().string();
}

bool is_c_family(const std::string& file, const std::vector<std::string>& arguments) {
  static const std::set<std::string_view> kLanguages = {"c", "c++", "objective-c", "objective-c++", "c-header", "c++-header", "c++-module"};
  const std::string language = named_language(arguments);
  if (!language.empty() && language != "none") return kLanguages.count(language) != 0;
  const std::string extension = fs::path(file).extension().string();
  if (extension.empty()) return false;
  const auto type = clang::driver::types::lookupTypeForExtension(extension.substr(1));
  return type != clang::driver::types::TY_INVALID && kLanguages.count(clang::driver::types::getTypeName(type)) != 0;
}

CompileCommand completed(CompileCommand command, const std::string& base) {
  command.Directory = path_from(base, command.Directory);
  if (has_response_file(command.CommandLine)) expand_response_files(command);
  return command;
}

std::set<std::string> outputs_of(const std::vector<CompileCommand>& commands) {
  std::set<std::string> outputs;
  for (const CompileCommand& command : commands) {
    std::string output = command.Output;
    const auto& arguments = command.CommandLine;
    const auto named = std::find(arguments.begin(), arguments.end(), "-o");
    if (output.empty() && named != arguments.end() && named + 1 != arguments.end()) output = *(named + 1);
    if (!output.empty()) outputs.insert(path_from(command.Directory, output));
  }
  return outputs;
}

std::vector<CompileCommand> without_repetitions(std::vector<CompileCommand> commands) {
  if (commands.size() < 2) return commands;
  std::set<std::vector<std::string>> seen;
  std::erase_if(commands, [&](const CompileCommand& command) { return !seen.insert(meaning(command)).second; });
  return commands;
}

}  // namespace unblock::lint
