// Man pages and shell completions, made from the table of options that --help prints. One flag adds them to a program.
#pragma once

#include <CLI/App.hpp>

#include <string>
#include <vector>

namespace unblock::reports::manual {

struct Option {
  std::string names;    ///< "-o, --output"; of a positional, its name
  std::string value;    ///< "FILE"; empty for a flag
  std::string help;
  bool positional = false;
  std::vector<std::string> flags;    ///< "-o", "--output"
  std::vector<std::string> choices;  ///< where only these values are taken
};

struct Command {
  std::string name;  ///< "run"; empty for the program itself
  std::string about;
  std::string footer;
  std::vector<Option> options;
};

/// A program with its subcommands, as one table.
struct Program {
  std::string file;  ///< what is installed: "unblock-bench"
  Command self;
  std::vector<Command> commands;
};

Program describe(const CLI::App& app, const std::string& file);

/// Section 1, for man(1).
std::string man_page(const Program& program);

/// Complete both `unblock-bench run --…` and `unblock bench run --…`.
std::string bash_completion(const Program& program);
std::string zsh_completion(const Program& program);
std::string fish_completion(const Program& program);

/// Gives --help its look (help.h) and adds the hidden option `--print-manual man|bash|zsh|fish`. Call it last, when every option is known.
void add_manual_option(CLI::App& app, const std::string& file);

}  // namespace unblock::reports::manual
