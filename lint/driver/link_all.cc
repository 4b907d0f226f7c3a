#include "lint/driver/link_all.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "lint/driver/analysis.h"
#include "lint/driver/database.h"
#include "lint/driver/facts_file.h"
#include "lint/driver/printer.h"
#include "lint/driver/progress.h"
#include "lint/driver/whole_program.h"
#include "lint/extract/own_code.h"
#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;

void add_folder(const std::string& folder, std::set<std::string>& files) {
  const std::size_t before = files.size();
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".facts") files.insert(entry.path().string());
  }
  if (files.size() == before) throw reports::InputError(fmt::format("no .facts files in '{}'", folder));
}

/// Ninja quotes the names in its lists for a shell: 'it'\''s'.
std::string unquoted(const std::string& line) {
  if (line.size() < 2 || line.front() != '\'' || line.back() != '\'') return line;
  std::string name = line.substr(1, line.size() - 2);
  const std::string quote = "'\\''";
  for (std::size_t at = name.find(quote); at != std::string::npos; at = name.find(quote, at + 1)) name.replace(at, quote.size(), "'");
  return name;
}

void add_list(const std::string& file, std::set<std::string>& files) {
  std::istringstream lines(reports::read_file(file));
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) files.insert(unquoted(line));
  }
}

std::set<std::string> facts_files(const Options& options) {
  std::set<std::string> files;
  for (const std::string& name : options.files) {
    std::error_code error;
    if (name.starts_with('@')) {
      add_list(name.substr(1), files);
    } else if (fs::is_directory(name, error)) {
      add_folder(name, files);
    } else {
      files.insert(name);
    }
  }
  if (files.empty()) throw reports::InputError("no facts to link: name the files, or a folder of them");
  return files;
}

struct Read {
  FileResult result;
  std::string from;  ///< the first facts file of it
};

/// By source file. Several facts files of one source are those of its commands, or copies.
std::map<std::string, Read> read_all(const Options& options, const std::string& root) {
  const facts::Header header = facts_header(options.models);
  std::map<std::string, Read> all;
  for (const std::string& file : facts_files(options)) {
    FileResult result = parse_facts_file(reports::read_file(file), file, header, root);
    const auto [entry, is_new] = all.try_emplace(result.file);
    if (is_new) {
      entry->second = {std::move(result), file};
    } else {
      add_result(entry->second.result, std::move(result));
    }
  }
  return all;
}

void tell_programs_apart(WholeProgram& program, const std::map<std::string, Read>& all, const Options& options) {
  if (options.build_path.empty()) {
    std::size_t index = 0;
    for (const auto& [file, read] : all) program.set_programs(index++, read.result.programs);
    return;
  }
  const Database database = open_database(options.build_path, ".");
  std::vector<Source> sources;
  for (const auto& [file, read] : all) {
    const Source* known = database.find(file);
    sources.push_back(known ? *known : Source{file, {}, {}});
  }
  program.tell_programs_apart(sources, fs::path(database.path).parent_path().string());
}

}  // namespace

Outcome link_all(const Options& options, const TextStyle& style) {
  const std::string root = options.root.empty() ? project_root(fs::current_path() / "x") : fs::absolute(options.root).lexically_normal().string();
  auto all = read_all(options, root);
  Progress progress(all.size(), ProgressKind::none, std::cerr);
  Printer printer(options, style, progress);
  Gatherer gatherer(all.size(), true, [&](const FileResult& result) { printer.print(result); });
  WholeProgram program(std::vector<std::string>(all.size(), root));
  tell_programs_apart(program, all, options);
  std::size_t index = 0;
  for (auto& [file, read] : all) {
    program.add(index, std::move(read.result.facts), read.from);
    gatherer.add(index++, std::move(read.result));
  }
  Linked linked = program.judge(true);
  gatherer.add_linked(std::move(linked.findings), linked.excuses);
  printer.say_joined(linked.joined);
  return gatherer.finish(0);
}

}  // namespace unblock::lint
