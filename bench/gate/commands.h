// The gate's subcommands of `unblock bench`. Each registers its options and a callback that sets the exit code; user's
// mistakes are reports::InputError.
#pragma once

#include <CLI/App.hpp>

namespace unblock::bench {

void add_gate_command(CLI::App& app, int& exit_code);
void add_noise_command(CLI::App& app, int& exit_code);
void add_history_command(CLI::App& app, int& exit_code);

}  // namespace unblock::bench
