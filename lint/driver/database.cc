#include "lint/driver/database.h"

#include <clang/Tooling/JSONCompilationDatabase.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "reports/model/error.h"

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
    const fs::path found = newest_below(here);
    if (!found.empty()) return found;
    if (here == here.parent_path()) return {};
  }
}

fs::path named(const std::string& build_path) {
  std::error_code error;
  const fs::path path = build_path;
  if (fs::is_directory(path, error)) {
    if (fs::is_regular_file(path / kFileName, error)) return path / kFileName;
    throw reports::InputError(
        fmt::format("no {} in '{}': configure it with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON", kFileName, build_path));
  }
  if (fs::is_regular_file(path, error)) return path;
  throw reports::InputError(fmt::format("cannot read the compile database '{}': give a build folder with -p", build_path));
}

}  // namespace

Database open_database(const std::string& build_path, const std::string& start) {
  const fs::path path = build_path.empty() ? look_for(start) : named(build_path);
  if (path.empty()) {
    throw reports::InputError(
        fmt::format("no {} found here or above: give its folder with -p, or compiler flags after `--`", kFileName));
  }
  std::string why;
  Database database;
  database.path = fs::absolute(path).lexically_normal().string();
  database.commands =
      clang::tooling::JSONCompilationDatabase::loadFromFile(database.path, why, clang::tooling::JSONCommandLineSyntax::AutoDetect);
  if (!database.commands) {
    while (!why.empty() && (why.back() == '\n' || why.back() == '.')) why.pop_back();
    throw reports::InputError(fmt::format("the compile database '{}' is broken: {}", path.string(), why));
  }
  if (database.commands->getAllFiles().empty()) {
    throw reports::InputError(fmt::format("the compile database '{}' names no files: build the project's files first", path.string()));
  }
  return database;
}

Database fixed_database(const std::vector<std::string>& flags) {
  Database database;
  database.commands = std::make_unique<clang::tooling::FixedCompilationDatabase>(".", flags);
  return database;
}

}  // namespace unblock::lint
