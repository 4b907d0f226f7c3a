#include "lint/driver/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "lint/driver/formats.h"
#include "reports/manual/manual.h"
#include "reports/manual/named.h"
#include "reports/output.h"
#include "reports/program.h"
#include "reports/version/version.h"

namespace unblock::lint {
namespace {

constexpr const char* kAbout =
    "Finds the places where asynchronous C++ and C code blocks its event loop, loses a coroutine, or lets memory die too early.";
constexpr const char* kFooter =
    "Exit codes: 0 clean, 1 findings, 2 something could not be done, such as a file of which nothing could be read, also when there\n"
    "are findings; 128 + n stopped by signal n. A file that does not compile is linted as far as it parsed, named, and changes the\n"
    "exit code only with --strict.\n"
    "Without FILE every file of the compile database is linted. After `--` come compiler flags, and no database is used.\n"
    "`unblock lint link FACTS…` judges facts that --facts-out or unblock-clang++ wrote: files, folders, or @LIST.";

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const Format& format : formats()) names.emplace_back(format.name);
  return names;
}

using reports::manual::named;

void add_options(CLI::App& app, Options& options) {
  app.add_option("files", options.files, "Files, folders or globs")->option_text("FILE");
  app.add_option("-p", options.build_path, "Build folder with compile_commands.json, or that file")->check(named())->option_text("DIR");
  app.add_option("--checks", options.checks, "Checks to run: comma-separated globs, '-' excludes")->option_text("GLOBS");
  app.add_option("--model", options.models, "Read this model file too, beside the built-in ones; repeatable")
      ->check(named())
      ->option_text("FILE")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--format", options.format, "text, json, sarif, github (annotations) or gitlab (code quality)")
      ->check(CLI::IsMember(format_names()))
      ->option_text("FORMAT");
  app.add_option("-o,--output", options.output, "Write the findings to FILE ('-' prints them)")->check(named())->option_text("FILE");
  app.add_option("-j,--jobs", options.jobs, "Lint N files at a time; 0 means one per core")->option_text("N");
  auto* baseline = app.add_option("--baseline", options.baseline, "Show only findings that are not in FILE; a run over all files also names entries that no longer match")->check(named())->option_text("FILE");
  auto* write = app.add_flag("--write-baseline", options.write_baseline, "Write all findings to the baseline")->needs(baseline);
  app.add_flag("--prune-baseline", options.prune_baseline, "Remove entries from the baseline that no longer match")->needs(baseline)->excludes(write);
  app.add_option("--since", options.since, "Show only findings on lines that changed since this git revision, or whose call chain passes such a line")->option_text("REV");
  app.add_option("--cache", options.cache, "Folder for cached results, or 'off'")
      ->envname("UNBLOCK_LINT_CACHE")
      ->option_text("DIR|off");
  auto* facts = app.add_option("--facts-out", options.facts_out, "Write the facts of each file into DIR for `unblock lint link` and report nothing")->check(named())->option_text("DIR");
  app.add_option("--shard", options.shard, "Read only the K-th of N parts of the files; needs --facts-out")->needs(facts)->option_text("K/N");
  auto* ninja = app.add_option("--ninja", options.ninja, "Write a Ninja file into DIR that makes the facts of each file and links them")->check(named())->option_text("DIR");
  app.add_option("--launcher", options.launcher, "Put this in front of the commands in that file, such as 'ccache distcc'")->needs(ninja)->option_text("COMMAND");
  app.add_option("--root", options.root, "For `link`: the folder of the project the facts belong to (default: the current one)")->check(named())->option_text("DIR");
  app.add_option("--file-timeout", options.file_timeout, "Give up on a file after this time; 0 means never")->option_text("SECONDS")->capture_default_str();
  app.add_option("--file-memory", options.file_memory, "Give up on a file that needs more memory; 0 means no limit")
      ->option_text("MIB")
      ->capture_default_str()
      ->check([](const std::string& text) { return text == "0" || std::atol(text.c_str()) >= 128 ? "" : "--file-memory must be at least 128 (MiB)"; });
  app.add_flag("--shared-prefix", options.shared_prefix, "Parse the headers that several files start with only once");
  app.add_flag("--strict", options.strict, "Exit with code 2 if a file does not compile, even if part of it was linted");
  app.add_flag("--fix", options.fix, "Apply the fixes that are safe");
  app.add_option("--header-filter", options.header_filter, "Report findings in headers whose path matches REGEX")->option_text("REGEX");
  app.add_flag("--third-party", options.third_party, "Report findings in third-party folders and outside the project too");
  app.add_flag("--verify-models", options.verify_models, "Warn about functions in --model and .unblock.yaml that no linted file declares");
  app.add_flag("-q,--quiet", options.quiet, "Show neither progress nor a summary");
  app.add_flag("--list-checks", options.list_checks, "List the checks and exit");
  app.add_option("--explain", options.explain, "Print the page of a check and exit")->option_text("CHECK");
  app.add_flag("--stay", options.stay, "For unblock-lsp: lint the file again for each line of standard input, and write the length of the SARIF before it")->group("");
  app.set_version_flag("--version", version_line("unblock-lint", "LLVM " UNBLOCK_LLVM_VERSION));
  reports::manual::add_manual_option(app, "unblock-lint");
}

}  // namespace

ParsedOptions parse_options(int argc, const char* const* argv) {
  ParsedOptions parsed;
  if (argc > 1 && std::string_view(argv[1]) == "link") {
    parsed = parse_options(argc - 1, argv + 1);
    parsed.options.link = true;
    return parsed;
  }
  const char* const* end = argv + argc;
  const char* const* dashes = std::find_if(argv, end, [](const char* argument) { return std::string("--") == argument; });
  if (dashes != end) {
    parsed.options.has_compile_flags = true;
    parsed.options.compile_flags.assign(dashes + 1, end);
  }
  // CLI11 would take the next argument, a file, for the value.
  const auto no_value = std::find_if(argv, dashes, [](std::string_view argument) {
    return argument.starts_with("--") && argument.ends_with('=');
  });
  if (no_value != dashes) {
    parsed.exit_code = reports::complain("unblock-lint", fmt::format("'{}' has no value; see unblock-lint --help", *no_value));
    return parsed;
  }
  CLI::App app(kAbout, "unblock-lint");
  app.footer(kFooter);
  add_options(app, parsed.options);
  try {
    app.parse(static_cast<int>(dashes - argv), const_cast<char**>(argv));
    if (reports::is_standard_output(parsed.options.output)) parsed.options.output.clear();
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      parsed.exit_code = app.exit(error);
    } else {
      parsed.exit_code = reports::complain("unblock-lint", fmt::format("{}; see unblock-lint --help", error.what()));
    }
  }
  return parsed;
}

}  // namespace unblock::lint
