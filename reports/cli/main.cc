// unblock-report: results and findings in, one report out. Exit codes: 0 written, 2 could not do it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "reports/cli/formats.h"
#include "reports/cli/inputs.h"
#include "reports/file.h"
#include "reports/manual/manual.h"
#include "reports/manual/named.h"
#include "reports/model/error.h"
#include "reports/output.h"
#include "reports/program.h"
#include "reports/version/version.h"

namespace unblock::reports::cli {
namespace {

struct Options {
  std::vector<std::string> inputs, baselines;
  std::string output;
  std::string format;
  std::string sources;
};

std::string format_help() {
  std::string help = "\nFormats, guessed from the output's name unless given:\n";
  for (const Format& format : formats()) help += fmt::format("  {:<9} {:<15} {}\n", format.name, format.endings, format.what);
  return help +
         "\nInputs: results of unblock bench run or of any Google Benchmark program (JSON), what unblock watch saw (JSON), SARIF of any\n"
         "linter, and the files of a history folder (bench history add), which the page draws as a chart.\n"
         "Of several result files with the same benchmarks, the first is the baseline of the others, and so it is with several SARIF\n"
         "files of one tool that share a finding. Results that were measured with different settings are not compared.\n";
}

void declare(CLI::App& app, Options& options) {
  app.add_option("INPUT", options.inputs, "Benchmark results (JSON), findings (SARIF), watched runs (JSON)")->required()->option_text("FILE");
  app.add_option("-o,--output", options.output, "Write the report to FILE; '-' is standard output and needs --format")->required()->check(manual::named())->option_text("FILE");
  app.add_option("--baseline", options.baselines, "Compare the inputs with this older result or SARIF file; repeatable")->allow_extra_args(false)->option_text("FILE");
  app.add_option("--format", options.format, "html, markdown, junit, csv, sarif or json")->option_text("FORMAT");
  app.add_option("--sources", options.sources, "Show code around findings from the files in DIR (default: the files that git tracks here)")->check(CLI::ExistingDirectory)->option_text("DIR");
  app.set_version_flag("--version", version_line("unblock-report"));
  app.footer(format_help());
  manual::add_manual_option(app, "unblock-report");
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app("Turns benchmark results and findings into a report.", "unblock-report");
  declare(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    throw InputError(fmt::format("{} (--help shows how)", error.what()));
  }
  std::vector<std::string> read = options.inputs;
  read.insert(read.end(), options.baselines.begin(), options.baselines.end());
  require_output(options.output, read);  // before reading: the mistake is known at once
  const Format& format = find_format(options.format, options.output);
  write_file(options.output, format.write(read_inputs(options.inputs, options.baselines, options.sources)));
  return 0;
}

}  // namespace
}  // namespace unblock::reports::cli

int main(int argc, char** argv) {
  return unblock::reports::run_program("unblock-report", [&] { return unblock::reports::cli::run(argc, argv); });
}
