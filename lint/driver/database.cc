#include "lint/driver/database.h"

#include <clang/Tooling/JSONCompilationDatabase.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "lint/driver/commands.h"
#include "reports/file.h"
#include "reports/json/guard.h"
#include "reports/json/parse.h"
#include "reports/model/error.h"
#include "reports/text/clean.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;
constexpr const char* kFileName = "compile_commands.json";

/// The newest compile_commands.json in `folder`, its folders whose name says "build" or "out", and one level below these.
fs::path newest_below(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  const auto add = [&](const fs::path& candidate) {
    if (fs::is_regular_file(candidate, error)) found.push_back(candidate);
  };
  add(folder / kFileName);
  for (const auto& entry : fs::directory_iterator(folder, fs::directory_options::skip_permission_denied, error)) {
    const std::string name = entry.path().filename().string();
    const bool build = name.find("build") != std::string::npos || name == "out";
    if (!build || !entry.is_directory(error)) continue;
    add(entry.path() / kFileName);
    for (const auto& inner : fs::directory_iterator(entry.path(), fs::directory_options::skip_permission_denied, error)) {
      if (inner.is_directory(error)) add(inner.path() / kFileName);
    }
  }
  const auto newest = std::max_element(found.begin(), found.end(), [&](const fs::path& a, const fs::path& b) {
    return fs::last_write_time(a, error) < fs::last_write_time(b, error);
  });
  return newest == found.end() ? fs::path() : *newest;
}

fs::path look_for(const std::string& start) {
  std::error_code error;
  fs::path here = fs::absolute(start.empty() ? "." : start, error).lexically_normal();
  if (!fs::is_directory(here, error)) here = here.parent_path();
  for (;; here = here.parent_path()) {
    fs::path found = newest_below(here);
    if (!found.empty()) return found;
    if (here == here.parent_path()) return {};
  }
}

fs::path named(const std::string& build_path) {
  std::error_code error;
  fs::path path = build_path;
  if (fs::is_directory(path, error)) {
    if (fs::is_regular_file(path / kFileName, error)) return path / kFileName;
    throw reports::InputError(
        fmt::format("no {} in '{}': configure it with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON", kFileName, build_path));
  }
  if (fs::is_regular_file(path, error)) return path;
  throw reports::InputError(fmt::format("cannot read the compile database '{}': give a build folder with -p", build_path));
}

/// Clang's reader calls itself for every level, and prints what it does not understand.
void require_json(const std::string& text, const std::string& path) try {
  if (reports::json::guarded(text, path).empty() && nlohmann::json::accept(text)) return;
  (void)reports::json::parse(reports::text::clean(text), path);  // bytes that are not UTF-8 are no mistake: a path may hold them
} catch (const reports::InputError& error) {
  throw reports::InputError(fmt::format("the compile database is broken: {}", error.what()));
}

std::unique_ptr<clang::tooling::JSONCompilationDatabase> read_commands(const std::string& path) {
  const std::string text = reports::read_file(path);
  require_json(text, path);
  std::string why;
  auto commands = clang::tooling::JSONCompilationDatabase::loadFromBuffer(text, why, clang::tooling::JSONCommandLineSyntax::AutoDetect);
  if (commands) return commands;
  while (!why.empty() && (why.back() == '\n' || why.back() == '.')) why.pop_back();
  throw reports::InputError(fmt::format("the compile database '{}' is broken: {}", path, why));
}

/// Paths of an entry are relative to its directory, and a relative directory is so to the database's folder: never to where the
/// user stands. Meson writes `../src/x.cc` and its build folder.
void add_sources(Database& database, std::vector<clang::tooling::CompileCommand> commands) {
  const std::string base = fs::path(database.path).parent_path().string();
  std::map<std::string, std::vector<clang::tooling::CompileCommand>> by_file;
  std::set<std::string> others;
  for (clang::tooling::CompileCommand& command : commands) {
    command = completed(std::move(command), base);
    const std::string file = path_from(command.Directory, command.Filename);
    if (is_c_family(file, command.CommandLine)) {
      by_file[file].push_back(std::move(command));
    } else {
      others.insert(file);
    }
  }
  database.other_languages = static_cast<unsigned>(others.size());
  for (auto& [file, all] : by_file) {
    const std::size_t before = all.size();
    std::set<std::string> objects = outputs_of(all);
    database.sources.push_back({file, std::move(objects), without_repetitions(std::move(all))});
    database.repeated += static_cast<unsigned>(before - database.sources.back().commands.size());
  }
}

}  // namespace

const Source* Database::find(const std::string& file) const {
  const auto at = std::lower_bound(sources.begin(), sources.end(), file, [](const Source& a, const std::string& b) { return a.file < b; });
  return at != sources.end() && at->file == file ? &*at : nullptr;
}

Database open_database(const std::string& build_path, const std::string& start) {
  const fs::path path = build_path.empty() ? look_for(start) : named(build_path);
  if (path.empty()) {
    throw reports::InputError(
        fmt::format("no {} found here or above: give its folder with -p, or compiler flags after `--`", kFileName));
  }
  Database database;
  database.path = fs::absolute(path).lexically_normal().string();
  auto commands = read_commands(database.path)->getAllCompileCommands();
  if (commands.empty()) {
    throw reports::InputError(fmt::format("the compile database '{}' names no files: build the project's files first", path.string()));
  }
  add_sources(database, std::move(commands));
  return database;
}

Database fixed_database(const std::vector<std::string>& flags) {
  Database database;
  database.flags = flags;
  return database;
}

Source with_fixed_flags(const Database& database, const std::string& file) {
  return {file, {}, clang::tooling::FixedCompilationDatabase(fs::current_path().string(), database.flags).getCompileCommands(file)};
}

}  // namespace unblock::lint
