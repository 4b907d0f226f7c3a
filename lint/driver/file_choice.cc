#include "lint/driver/file_choice.h"

#include <fmt/format.h>
#include <fnmatch.h>
#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "reports/model/error.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;

std::string absolute(const std::string& path) {
  std::error_code error;
  return fs::absolute(path, error).lexically_normal().string();
}

bool is_header(const std::string& path) {
  const std::string extension = fs::path(path).extension().string();
  return extension == ".h" || extension == ".hh" || extension == ".hpp" || extension == ".hxx" || extension == ".ipp";
}

bool below(const std::string& file, const std::string& folder) {
  return file.size() > folder.size() && file.starts_with(folder) && (folder.ends_with('/') || file[folder.size()] == '/');
}

class Chooser {
 public:
  Chooser(const Database& database, FileChoice& choice) : database_(database), choice_(choice) {
    for (const std::string& file : database.commands->getAllFiles()) all_.push_back(absolute(file));
    std::sort(all_.begin(), all_.end());
  }

  void everything(bool third_party) {
    for (const std::string& file : all_) {
      if (!third_party && in_third_party_folder(fs::path(file).lexically_relative(project_root(file)).string())) {
        ++choice_.third_party;
      } else {
        add(file);
      }
    }
  }

  void named(const std::string& name) {
    std::error_code error;
    const std::string path = absolute(name);
    if (database_.path.empty()) return without_database(name, path);
    if (fs::is_directory(path, error)) return matching(name, [&](const std::string& file) { return below(file, path); });
    if (fs::exists(path, error)) return file(path);
    if (name.find_first_of("*?[") != std::string::npos) {
      return matching(name, [&](const std::string& file) { return fnmatch(path.c_str(), file.c_str(), 0) == 0; });
    }
    throw reports::InputError(fmt::format("cannot read '{}': no such file or folder", name));
  }

 private:
  /// With flags after `--`: nobody lists the files of a folder, and globs are those of the file system.
  void without_database(const std::string& name, const std::string& path) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      throw reports::InputError(fmt::format("'{}' is a folder: name its files in front of `--`, or use a compile database", name));
    }
    if (fs::exists(path, error)) return add(path);
    glob_t found{};
    const bool any = glob(path.c_str(), 0, nullptr, &found) == 0;
    for (std::size_t i = 0; any && i < found.gl_pathc; ++i) add(absolute(found.gl_pathv[i]));
    globfree(&found);
    if (!any) throw reports::InputError(fmt::format("cannot read '{}': no such file, and no file matches it", name));
  }

  template <class Matches>
  void matching(const std::string& name, const Matches& matches) {
    const std::size_t before = choice_.files.size();
    for (const std::string& file : all_) {
      if (matches(file)) add(file);
    }
    if (choice_.files.size() == before) {
      throw reports::InputError(fmt::format("the compile database names no file that matches '{}'", name));
    }
  }

  void file(const std::string& path) {
    const bool known = std::binary_search(all_.begin(), all_.end(), path) ||
                       !database_.commands->getCompileCommands(path).empty();
    if (known || is_header(path)) {
      add(path);
    } else {
      choice_.not_in_database.push_back(path);
    }
  }

  void add(const std::string& file) {
    if (seen_.insert(file).second) choice_.files.push_back(file);
  }

  const Database& database_;
  FileChoice& choice_;
  std::vector<std::string> all_;
  std::set<std::string> seen_;
};

}  // namespace

bool in_third_party_folder(const std::string& path) {
  static const std::set<std::string> kFolders = {"third_party", "third-party", "thirdparty", "3rdparty",   "external", "extern",
                                                 "vendor",      "vendored",    "_deps",      "node_modules", "submodules",
                                                 "doctest",     "catch2",      "googletest", "gtest"};
  const fs::path folders = fs::path(path).parent_path();
  return std::any_of(folders.begin(), folders.end(), [](const fs::path& part) { return kFolders.count(part.string()) != 0; });
}

std::string project_root(const std::string& file) {
  std::error_code error;
  for (fs::path here = fs::path(file).parent_path();; here = here.parent_path()) {
    if (fs::exists(here / ".git", error)) return here.string();
    if (here == here.parent_path()) return "/";
  }
}

FileChoice choose_files(const Options& options, const Database& database) {
  FileChoice choice;
  Chooser chooser(database, choice);
  if (options.files.empty()) {
    if (database.path.empty()) throw reports::InputError("no file given: name the files in front of `--`");
    chooser.everything(options.third_party);
  }
  for (const std::string& name : options.files) chooser.named(name);
  return choice;
}

}  // namespace unblock::lint
