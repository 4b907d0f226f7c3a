#include "lint/driver/collector.h"

#include <clang/Options/Options.h>
#include <fmt/format.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <optional>

#include "lint/checks/session.h"
#include "lint/driver/analysis.h"
#include "lint/driver/cache/read_log.h"
#include "lint/driver/commands.h"
#include "lint/driver/facts_file.h"
#include "lint/driver/stop_signals.h"
#include "lint/driver/text_output.h"
#include "lint/driver/workers.h"
#include "lint/extract/own_code.h"
#include "lint/libraries/load_models.h"
#include "reports/file.h"
#include "reports/model/error.h"
#include "reports/version/version.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;
namespace opt = clang::options;

constexpr std::string_view kChecks = "--unblock-checks=", kModel = "--unblock-model=", kHeaders = "--unblock-header-filter=";

/// What the command line says, as far as it is not for the compiler alone.
struct Job {
  Options options;
  std::vector<std::string> arguments;  ///< of the compiler, its name in front
  std::string source;                  ///< absolute
  std::string output;
  std::string dependency_file;         ///< empty: not asked for
  std::string dependency_target;
  bool system_headers = false;         ///< they are dependencies too
  bool preprocess = false;
};

std::string folder_here() {
  std::error_code error;
  return fs::current_path(error).string();
}

/// Options of our own are taken out.
std::vector<std::string> take_ours(int argc, const char* const* argv, Options& options) {
  std::vector<std::string> rest;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with(kChecks)) {
      options.checks = argument.substr(kChecks.size());
    } else if (argument.starts_with(kModel)) {
      options.models.emplace_back(argument.substr(kModel.size()));
    } else if (argument.starts_with(kHeaders)) {
      options.header_filter = argument.substr(kHeaders.size());
    } else {
      rest.emplace_back(argument);
    }
  }
  return rest;
}

Job parse(int argc, const char* const* argv) {
  Job job;
  job.options.quiet = true;
  const bool c = fs::path(argv[0]).filename() == "unblock-clang";
  const auto rest = take_ours(argc, argv, job.options);
  job.arguments = {c ? "clang" : "clang++"};
  job.arguments.insert(job.arguments.end(), rest.begin(), rest.end());
  clang::tooling::CompileCommand expanded;
  expanded.Directory = folder_here();
  expanded.CommandLine = job.arguments;
  job.arguments = completed(std::move(expanded), folder_here()).CommandLine;
  std::vector<const char*> words;
  for (std::size_t i = 1; i < job.arguments.size(); ++i) words.push_back(job.arguments[i].c_str());
  unsigned missing = 0, missing_count = 0;
  const llvm::opt::InputArgList parsed = clang::getDriverOptTable().ParseArgs(words, missing, missing_count, llvm::opt::Visibility(opt::ClangOption));
  std::vector<std::string> inputs = parsed.getAllArgValues(opt::OPT_INPUT);
  std::erase_if(inputs, [&](const std::string& input) { return !is_c_family(input, job.arguments); });
  job.preprocess = parsed.hasArg(opt::OPT_E);
  if (inputs.size() != 1) {
    throw reports::InputError(fmt::format("expected one C or C++ file to make facts of, and got {}: unblock-clang++ FLAGS -c x.cc -o x.facts", inputs.size()));
  }
  if (!job.preprocess && !parsed.hasArg(opt::OPT_c)) throw reports::InputError("it makes facts and links nothing: give -c; facts are linked by `unblock lint link`");
  job.source = path_from(folder_here(), inputs.front());
  job.output = parsed.getLastArgValue(opt::OPT_o).str();
  if (job.output.empty()) job.output = fs::path(job.source).filename().replace_extension(".facts").string();
  if (parsed.hasArg(opt::OPT_MD, opt::OPT_MMD)) {
    job.system_headers = parsed.hasArg(opt::OPT_MD);
    job.dependency_file = parsed.getLastArgValue(opt::OPT_MF).str();
    if (job.dependency_file.empty()) job.dependency_file = fs::path(job.output).replace_extension(".d").string();
    job.dependency_target = parsed.getLastArgValue(opt::OPT_MT, parsed.getLastArgValue(opt::OPT_MQ)).str();
    if (job.dependency_target.empty()) job.dependency_target = job.output;
  }
  return job;
}

std::string escaped(const std::string& path) {
  std::string out;
  for (const char c : path) {
    if (c == ' ' || c == '#') out += '\\';
    out += c;
    if (c == '$') out += '$';
  }
  return out;
}

/// Make and Ninja shorten `a/../b` as text, which is another place where `a` is a link.
std::string without_dots(const fs::path& path) {
  std::error_code error;
  const fs::path folder = fs::canonical(path.parent_path(), error);
  return error ? path.string() : (folder / path.filename()).string();
}

/// The files that were read, the source first, as Make and Ninja want them. What else decides the result, `.clang-tidy` and models, is
/// read too and stands there as well.
void write_dependencies(const Job& job, const ReadLog& log) {
  std::string text = escaped(job.dependency_target) + ": " + escaped(job.source);
  const auto add = [&](const std::string& path) { text += " \\\n  " + escaped(path); };
  for (const Dependency& each : log.dependencies()) {
    const bool left_out = !job.system_headers && each.path.starts_with("/usr/");
    if (each.state.kind == PathKind::file && each.path != job.source && !left_out) add(without_dots(each.path));
  }
  for (const std::string& model : project_model_files(fs::path(job.source).parent_path().string())) add(model);
  reports::write_file(job.dependency_file, text + "\n");
}

/// By the real compiler, with comments, which may silence checks.
int preprocess(const Job& job) {
  std::vector<std::string> words = job.arguments;
  words.front() += "-" + std::to_string(UNBLOCK_LLVM_MAJOR);
  words.insert(words.begin() + 1, "-C");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execvp(arguments.front(), arguments.data());
  throw reports::InputError(fmt::format("cannot start '{}': install it", words.front()));
}

FileResult analyse(const Job& job, const Source& source, Session& session) {
  const auto log = llvm::makeIntrusiveRefCnt<ReadLog>(llvm::vfs::getRealFileSystem());
  FileResult result = analyse_source(source, job.options, session, log);
  if (!job.dependency_file.empty()) write_dependencies(job, *log);
  return result;
}

}  // namespace

int collect(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--version") {
      std::cout << version_line("unblock-clang++", "clang " UNBLOCK_LLVM_VERSION) << "\n";
      return 0;
    }
  }
  const Job job = parse(argc, argv);
  if (job.preprocess) return preprocess(job);
  clang::tooling::CompileCommand command;
  command.Directory = folder_here();
  command.Filename = job.source;
  command.CommandLine = job.arguments;
  const std::vector<Source> sources = {{job.source, {}, {command}}};
  Session session(job.options.models);
  session.report_everywhere();
  session.prepare(fs::path(job.source).parent_path().string());
  const StopSignals signals;
  std::optional<FileResult> result;
  Work work;
  work.sources = &sources;
  work.order = {0};
  work.file_timeout = std::chrono::seconds(job.options.file_timeout);
  work.analyse = [&](const Source& source) { return analyse(job, source, session); };
  work.on_result = [&](std::size_t, FileResult done) { result = std::move(done); };
  if (const int signal = run_workers(work, signals)) return 128 + signal;
  std::cerr << trouble_as_text(*result, {false, folder_here()});
  if (!result->unread.empty()) return 1;
  const std::string root = project_root(job.source);
  write_if_changed(job.output, facts_file_text(facts_header(job.options.models), std::move(*result), root));
  return 0;
}

}  // namespace unblock::lint
