// unblock-bench: the one table of its commands and options.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "bench/cli/commands.h"
#include "bench/gate/commands.h"
#include "bench/process/process.h"
#include "bench/run/catalogue.h"
#include "reports/manual/manual.h"
#include "reports/model/error.h"
#include "reports/program.h"
#include "reports/version/version.h"

namespace {

/// A mistyped command, named with its nearest neighbour: the parser would only say that one is required.
void require_command(const CLI::App& app, const std::string& word) {
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands({})) known.push_back(command->get_name());
  unblock::bench::require_known("command", {word}, known);
}

int run(int argc, char** argv) {
  using namespace unblock::bench;
  CLI::App app("Times the same I/O-bound work on every way of waiting.", "unblock bench");
  app.require_subcommand(1);
  app.set_version_flag("--version", unblock::version_line("unblock-bench"));
  app.get_formatter()->column_width(34);
  int exit_code = 0;
  add_list_command(app, exit_code);
  add_run_command(app, exit_code);
  add_compare_command(app, exit_code);
  add_explain_command(app, exit_code);
  add_gate_command(app, exit_code);
  add_noise_command(app, exit_code);
  add_history_command(app, exit_code);
  unblock::reports::manual::add_manual_option(app, "unblock-bench");
  catch_interrupts();
  try {
    if (argc > 1 && argv[1][0] != '-') require_command(app, argv[1]);
    app.parse(argc, argv);
    return exit_code;
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    throw unblock::reports::InputError(fmt::format("{} (unblock bench --help lists the options)", error.what()));
  }
}

}  // namespace

int main(int argc, char** argv) {
  return unblock::reports::run_program("unblock bench", [&] { return run(argc, argv); });
}
