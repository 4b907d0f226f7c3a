#include "lint/driver/ninja_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "lint/driver/facts_file.h"
#include "lint/driver/text_of.h"
#include "lint/extract/own_code.h"
#include "reports/model/error.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOurs = "# Written by unblock lint --ninja.";

/// For the shell that Ninja starts.
std::string quoted(const std::string& word) {
  const auto plain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("-_./=+:,@%").find(c) != std::string_view::npos; };
  if (!word.empty() && std::all_of(word.begin(), word.end(), plain)) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// For Ninja itself: in the value of a variable.
std::string value(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '$' ? std::string("$$") : std::string(1, c);
  return out;
}

/// For Ninja itself: in a list of paths.
std::string path(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '$' || c == ' ' || c == ':') out += '$';
    out += c;
  }
  return out;
}

bool names_output(const std::string& word) { return word == "-o" || word == "-MF" || word == "-MT" || word == "-MQ"; }

/// The flags of a command, without its compiler, its output and its dependency file.
std::string flags(const clang::tooling::CompileCommand& command) {
  std::string out;
  const auto& words = command.CommandLine;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (names_output(words[i])) {
      ++i;
    } else if (words[i] != "-MD" && words[i] != "-MMD" && words[i] != "-MP" && words[i] != "-c") {
      out += " " + quoted(words[i]);
    }
  }
  return out;
}

std::string our_folder() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path().string();
}

std::string beside_us(const char* program) { return our_folder() + "/" + program; }

/// Its name says whether it takes C or C++ for granted, as that of a compiler does. Behind a launcher it is a plain name: distcc starts
/// nothing else on a worker.
std::string collector_for(const clang::tooling::CompileCommand& command, bool launched) {
  const bool cxx = !command.CommandLine.empty() && fs::path(command.CommandLine.front()).filename().string().find("++") != std::string::npos;
  const char* name = cxx ? "unblock-clang++" : "unblock-clang";
  return launched ? name : quoted(beside_us(name));
}

std::string rules(const Options& options, const std::string& folder) {
  std::string ours;
  if (!options.checks.empty()) ours += " " + quoted("--unblock-checks=" + options.checks);
  if (!options.header_filter.empty()) ours += " " + quoted("--unblock-header-filter=" + options.header_filter);
  std::string models;
  for (const std::string& model : options.models) {
    const std::string absolute = fs::absolute(model).lexically_normal().string();
    ours += " " + quoted("--unblock-model=" + absolute);
    models += " " + quoted("--model=" + absolute);
  }
  const std::string launcher = options.launcher.empty() ? "" : fmt::format("PATH={}:\"$PATH\" {} ", quoted(our_folder()), options.launcher);
  const std::string database = options.build_path.empty() ? "" : " -p " + quoted(fs::absolute(options.build_path).lexically_normal().string());
  return fmt::format(
      "{} Run it with: ninja -C {}\n"
      "ninja_required_version = 1.5\n\n"
      "rule facts\n  command = cd $dir && {}$program{} $flags -MD -MF $out.d -c -o $out\n  description = facts of $name\n"
      "  depfile = $out.d\n  deps = gcc\n  restat = 1\n\n"
      "rule link\n  command = cd {} && {} link --quiet{}{} --format {} @$out.rsp -o $out || [ $$? -eq 1 ]\n  description = linking facts\n"
      "  rspfile = $out.rsp\n  rspfile_content = $in_newline\n\n",
      kOurs, folder, value(launcher), value(ours), value(quoted(fs::current_path().string())),
      value(quoted(beside_us("unblock-lint"))), value(models),
      value(database), options.format);
}

/// The folder of a build has a file of that name already, which is not made again as easily as ours.
void keep_others(const std::string& file) {
  std::error_code error;
  if (!fs::exists(file, error) || text_of(file).value_or("").starts_with(kOurs)) return;
  throw reports::InputError(fmt::format("cannot write '{}': it was written by another program; give --ninja a folder of its own", file));
}

}  // namespace

void write_ninja(const Options& options, const FileChoice& choice) {
  const std::string folder = fs::absolute(options.ninja).lexically_normal().string();
  keep_others(folder + "/build.ninja");
  std::error_code error;
  fs::create_directories(fs::path(folder) / "facts", error);
  if (error) throw reports::InputError(fmt::format("cannot make the folder '{}': {}", folder, error.message()));
  std::string text = rules(options, folder), all;
  for (const Source& source : choice.sources) {
    std::string name = facts_file_name(source.file, project_root(source.file));
    for (std::size_t i = 0; i < source.commands.size(); ++i) {
      const std::string out = fmt::format("{}/facts/{}{}", folder, i == 0 ? "" : fmt::format("{}-", i + 1), name);
      text += fmt::format("build {}: facts {}\n  program = {}\n  dir = {}\n  flags ={}\n  name = {}\n", path(out), path(source.file),
                          value(collector_for(source.commands[i], !options.launcher.empty())), value(quoted(source.commands[i].Directory)), value(flags(source.commands[i])), value(source.file));
      all += " $\n    " + path(out);
    }
  }
  text += fmt::format("\nbuild {}: link{}\n", path(folder + "/findings." + (options.format == "text" ? "txt" : options.format)), all);
  write_if_changed(folder + "/build.ninja", text);
  if (!options.quiet) std::cout << fmt::format("ninja -C {}\n", quoted(folder));
}

}  // namespace unblock::lint
