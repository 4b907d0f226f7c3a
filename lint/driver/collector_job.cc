#include "lint/driver/collector_job.h"

#include <clang/Options/Options.h>
#include <clang/Tooling/CompilationDatabase.h>
#include <fmt/format.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>

#include <filesystem>
#include <string_view>

#include "lint/driver/commands.h"
#include "lint/libraries/load_models.h"
#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;
namespace opt = clang::options;

constexpr std::string_view kChecks = "--unblock-checks=", kModel = "--unblock-model=", kHeaders = "--unblock-header-filter=";

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

}  // namespace

bool is_preprocessed(const std::string& file) {
  const std::string extension = fs::path(file).extension().string();
  return extension == ".i" || extension == ".ii";
}

CollectorJob parse_collector_job(int argc, const char* const* argv) {
  CollectorJob job;
  std::error_code error;
  const std::string folder = fs::current_path(error).string();
  job.options.quiet = true;
  const bool c = fs::path(argv[0]).filename() == "unblock-clang";
  const auto rest = take_ours(argc, argv, job.options);
  job.arguments = {c ? "clang" : "clang++"};
  job.arguments.insert(job.arguments.end(), rest.begin(), rest.end());
  clang::tooling::CompileCommand expanded;
  expanded.Directory = folder;
  expanded.CommandLine = job.arguments;
  job.arguments = completed(std::move(expanded), folder).CommandLine;
  std::vector<const char*> words;
  for (std::size_t i = 1; i < job.arguments.size(); ++i) words.push_back(job.arguments[i].c_str());
  unsigned missing = 0, missing_count = 0;
  const llvm::opt::InputArgList parsed = clang::getDriverOptTable().ParseArgs(words, missing, missing_count, llvm::opt::Visibility(opt::ClangOption));
  std::vector<std::string> inputs = parsed.getAllArgValues(opt::OPT_INPUT);
  std::erase_if(inputs, [&](const std::string& input) { return !is_preprocessed(input) && !is_c_family(input, job.arguments); });
  job.preprocess = parsed.hasArg(opt::OPT_E);
  if (inputs.size() != 1) {
    throw reports::InputError(fmt::format("expected one C or C++ file to make facts of, and got {}: unblock-clang++ FLAGS -c x.cc -o x.facts", inputs.size()));
  }
  if (!job.preprocess && !parsed.hasArg(opt::OPT_c)) throw reports::InputError("it makes facts and links nothing: give -c; facts are linked by `unblock lint link`");
  job.source = path_from(folder, inputs.front());
  job.output = parsed.getLastArgValue(opt::OPT_o).str();
  if (job.output.empty() && !job.preprocess) job.output = fs::path(job.source).filename().replace_extension(".facts").string();
  if (parsed.hasArg(opt::OPT_MD, opt::OPT_MMD)) {
    job.system_headers = parsed.hasArg(opt::OPT_MD);
    job.dependency_file = parsed.getLastArgValue(opt::OPT_MF).str();
    const fs::path named_after = job.output.empty() ? fs::path(job.source).filename() : fs::path(job.output);
    if (job.dependency_file.empty()) job.dependency_file = fs::path(named_after).replace_extension(".d").string();
    job.dependency_target = parsed.getLastArgValue(opt::OPT_MT, parsed.getLastArgValue(opt::OPT_MQ)).str();
    if (job.dependency_target.empty()) job.dependency_target = job.output.empty() ? fs::path(named_after).replace_extension(".facts").string() : job.output;
  }
  return job;
}

void write_dependencies(const CollectorJob& job, const std::vector<std::string>& read) {
  std::string text = escaped(job.dependency_target) + ": " + escaped(job.source);
  const auto add = [&](const std::string& path) { text += " \\\n  " + escaped(path); };
  for (const std::string& path : read) {
    const bool left_out = !job.system_headers && path.starts_with("/usr/");
    if (path != job.source && !left_out) add(without_dots(path));
  }
  for (const std::string& model : project_model_files(fs::path(job.source).parent_path().string())) add(model);
  reports::write_file(job.dependency_file, text + "\n");
}

}  // namespace unblock::lint
