#include "lint/driver/file_choice.h"

#include <fmt/format.h>
#include <fnmatch.h>
#include <glob.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>

#include "lint/extract/own_code.h"
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
  Chooser(const Database& database, FileChoice& choice) : database_(database), choice_(choice) {}

  void everything(bool third_party) {
    for (const Source& source : database_.sources) {
      if (!third_party && in_third_party_folder(fs::path(source.file).lexically_relative(project_root(source.file)).string())) {
        ++choice_.third_party;
      } else {
        add(source);
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
    if (fs::exists(path, error)) return add(with_fixed_flags(database_, path));
    glob_t found{};
    const bool any = glob(path.c_str(), 0, nullptr, &found) == 0;
    for (std::size_t i = 0; any && i < found.gl_pathc; ++i) add(with_fixed_flags(database_, absolute(found.gl_pathv[i])));
    globfree(&found);
    if (!any) throw reports::InputError(fmt::format("cannot read '{}': no such file, and no file matches it", name));
  }

  template <class Matches>
  void matching(const std::string& name, const Matches& matches) {
    bool any = false;
    for (const Source& source : database_.sources) {
      if (!matches(source.file)) continue;
      any = true;
      add(source);
    }
    if (!any) {
      throw reports::InputError(fmt::format("the compile database names no file that matches '{}'", name));
    }
  }

  void file(const std::string& path) {
    if (const Source* known = database_.find(path)) {
      add(*known);
    } else if (is_header(path)) {
      add(with_inferred_flags(database_, path));
    } else {
      choice_.not_in_database.push_back(path);
    }
  }

  void add(Source source) {
    if (seen_.insert(source.file).second) choice_.sources.push_back(std::move(source));
  }

  const Database& database_;
  FileChoice& choice_;
  std::set<std::string> seen_;
};

void take_shard(const std::string& shard, FileChoice& choice) {
  const std::size_t slash = shard.find('/');
  std::size_t part = 0, parts = 0;
  const char* const end = shard.data() + shard.size();
  const bool read = slash != std::string::npos && std::from_chars(shard.data(), shard.data() + slash, part).ptr == shard.data() + slash &&
                    std::from_chars(shard.data() + slash + 1, end, parts).ptr == end;
  if (!read || part < 1 || part > parts) throw reports::InputError(fmt::format("--shard is no part of a whole: '{}'; write it as 3/8", shard));
  std::size_t index = 0;
  std::erase_if(choice.sources, [&](const Source&) { return index++ % parts != part - 1; });
  if (part > 1) choice.not_in_database.clear();  // one of them names those
}

}  // namespace

FileChoice choose_files(const Options& options, const Database& database) {
  FileChoice choice;
  if (!database.path.empty()) choice.build_folder = fs::path(database.path).parent_path().string();
  Chooser chooser(database, choice);
  if (options.files.empty()) {
    if (database.path.empty()) throw reports::InputError("no file given: name the files in front of `--`");
    chooser.everything(options.third_party);
  }
  for (const std::string& name : options.files) chooser.named(name);
  if (!options.shard.empty()) take_shard(options.shard, choice);
  return choice;
}

}  // namespace unblock::lint
