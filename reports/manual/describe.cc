#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>

#include "reports/manual/manual.h"

namespace unblock::reports::manual {
namespace {

/// "{text,sarif}" in the type's name is how the parser lists the values of a choice.
std::vector<std::string> choices_of(const std::string& type) {
  const std::size_t open = type.find('{'), close = type.find('}', open);
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

std::string value_of(const CLI::Option& option) {
  if (!option.get_option_text().empty()) return option.get_option_text();
  if (option.get_type_size() == 0) return {};
  const std::string type = option.get_type_name();
  const std::string plain = type.substr(0, type.find(':'));
  return plain.empty() || plain == "TEXT" ? "VALUE" : plain;
}

Option describe(const CLI::Option& option) {
  Option row;
  row.help = option.get_description();
  row.positional = option.get_lnames().empty() && option.get_snames().empty();
  for (const std::string& name : option.get_snames()) row.flags.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) row.flags.push_back("--" + name);
  row.names = row.positional ? option.get_name(true) : fmt::format("{}", fmt::join(row.flags, ", "));
  row.value = value_of(option);
  row.choices = choices_of(option.get_type_name());
  return row;
}

Command describe(const CLI::App& app) {
  Command command;
  command.name = app.get_name();
  command.about = app.get_description();
  command.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options()) {
    const bool hidden = option->get_group().empty();
    if (!hidden) command.options.push_back(describe(*option));
  }
  return command;
}

}  // namespace

Program describe(const CLI::App& app, const std::string& file) {
  Program program;
  program.file = file;
  program.self = describe(app);
  program.self.name.clear();
  for (const CLI::App* command : app.get_subcommands({})) {
    if (!command->get_group().empty()) program.commands.push_back(describe(*command));
  }
  return program;
}

void add_manual_option(CLI::App& app, const std::string& file) {
  app.add_option_function<std::string>("--print-manual", [&app, file](const std::string& format) {
       const Program program = describe(app, file);
       const std::string text = format == "man"    ? man_page(program)
                                : format == "bash" ? bash_completion(program)
                                : format == "zsh"  ? zsh_completion(program)
                                                   : fish_completion(program);
       fmt::print("{}", text);
       throw CLI::Success();
     })
      ->check(CLI::IsMember({"man", "bash", "zsh", "fish"}))
      ->trigger_on_parse()
      ->group("");
}

}  // namespace unblock::reports::manual
