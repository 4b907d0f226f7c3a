// unblock bench list
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "bench/cli/commands.h"
#include "bench/cli/console.h"

namespace unblock::bench {

void add_list_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("list", "Runtimes × workloads, what is in which suite, what is n/a and why");
  command->callback([&exit_code] {
    const Catalogue catalogue = read_catalogue(program_folder(), "");
    fmt::print("{}", list_table(catalogue, terminal_columns()));
    for (const std::string& problem : catalogue.problems) fmt::print(stderr, "unblock bench: {}\n", problem);
    exit_code = catalogue.problems.empty() ? 0 : 2;
  });
}

}  // namespace unblock::bench
