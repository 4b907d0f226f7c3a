// The subcommands. Each registers its options and a callback that sets the exit code; user's mistakes are InputError.
#pragma once

#include <CLI/App.hpp>

namespace unblock::bench {

void add_list_command(CLI::App& app, int& exit_code);
void add_run_command(CLI::App& app, int& exit_code);
void add_compare_command(CLI::App& app, int& exit_code);
void add_explain_command(CLI::App& app, int& exit_code);

}  // namespace unblock::bench
