#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>

#include "reports/manual/help.h"
#include "reports/manual/manual.h"

namespace unblock::reports::manual {
namespace {

Option describe(const CLI::Option& option) {
  Option row;
  row.help = option.get_description();
  row.positional = is_positional(option);
  for (const std::string& name : option.get_snames()) row.flags.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) row.flags.push_back("--" + name);
  row.names = row.positional ? option.get_name(true) : fmt::format("{}", fmt::join(row.flags, ", "));
  row.choices = choices_of(option.get_type_name());
  row.value = row.choices.empty() || !option.get_option_text().empty() ? value_text(option) : "VALUE";
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
  use_our_help(app);
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
