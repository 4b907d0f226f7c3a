// How --help looks, the same for all programs: the names of values and of choices, the default, lines that fit a terminal. What excludes
// what is not listed; who combines the two is told.
#pragma once

#include <CLI/App.hpp>

#include <string>
#include <vector>

namespace unblock::reports::manual {

/// What stands behind an option's name: "FILE", "auto|on|off"; empty for a flag.
std::string value_text(const CLI::Option& option);

/// "{text,sarif}" in the type's name is how the parser lists the values of a choice.
std::vector<std::string> choices_of(const std::string& type);

/// Named by its place on the command line alone.
bool is_positional(const CLI::Option& option);

/// Of the program and all of its commands.
void use_our_help(CLI::App& app);

}  // namespace unblock::reports::manual
