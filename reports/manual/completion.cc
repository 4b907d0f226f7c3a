#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "reports/manual/manual.h"

namespace unblock::reports::manual {
namespace {

std::string flags_of(const Command& command) {
  std::vector<std::string> flags;
  for (const Option& option : command.options) flags.insert(flags.end(), option.flags.begin(), option.flags.end());
  return fmt::format("{}", fmt::join(flags, " "));
}

/// "bench" of "unblock-bench": the word after `unblock`.
std::string word_of(const Program& program) { return program.file.substr(program.file.find('-') + 1); }

/// A name that a shell function may have.
std::string identifier(std::string text) {
  std::replace(text.begin(), text.end(), '-', '_');
  return text;
}

std::vector<Command> all_of(const Program& program) {
  std::vector<Command> all = program.commands;
  all.push_back(program.self);
  return all;
}

/// The one sentence that fits beside a flag, without what a shell would read.
std::string brief(std::string text) {
  text = text.substr(0, text.find('\n'));
  std::erase_if(text, [](char c) { return c == '\'' || c == '`' || c == '"' || c == '[' || c == ']' || c == ':' || c == '\\' || c == '$'; });
  return text;
}

/// `--format) words="text sarif"` for each option with choices, by each of its flags.
std::string choice_cases(const Program& program) {
  std::string text;
  for (const Command& command : all_of(program)) {
    for (const Option& option : command.options) {
      if (option.choices.empty() || option.flags.empty()) continue;
      text += fmt::format("    {}:{}) words=\"{}\" ;;\n", command.name.empty() ? "*" : command.name, fmt::join(option.flags, fmt::format("|{}:", command.name.empty() ? "*" : command.name)),
                          fmt::join(option.choices, " "));
    }
  }
  return text;
}

std::string command_words(const Program& program) {
  std::vector<std::string> names;
  for (const Command& command : program.commands) names.push_back(command.name);
  return fmt::format("{}", fmt::join(names, " "));
}

}  // namespace

std::string bash_completion(const Program& program) {
  const std::string name = identifier(program.file);
  std::string cases;
  for (const Command& command : program.commands) cases += fmt::format("      {}) words=\"{}\" ;;\n", command.name, flags_of(command));
  const std::string first = program.commands.empty() ? flags_of(program.self) : command_words(program) + " " + flags_of(program.self);
  return fmt::format(R"(# bash completion of {file}; also called for `unblock {word}`.
_{name}() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} at=${{1:-1}} command='' words=''
  ((COMP_CWORD > at)) && command=${{COMP_WORDS[at]}}
  case $command:$previous in
{choices}    *) ;;
  esac
  if [[ -z $words ]]; then
    case $command in
{cases}      *) words="{first}" ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  ((${{#COMPREPLY[@]}})) || COMPREPLY=($(compgen -f -- "$current"))
}}
complete -o filenames -F _{name} {file}
)",
                     fmt::arg("file", program.file), fmt::arg("word", word_of(program)), fmt::arg("name", name),
                     fmt::arg("choices", choice_cases(program)), fmt::arg("cases", cases), fmt::arg("first", first));
}

std::string zsh_completion(const Program& program) {
  std::string body;
  const auto arguments = [](const Command& command) {
    std::string text = "_arguments";
    for (const Option& option : command.options) {
      for (const std::string& flag : option.flags) {
        const std::string value = option.value.empty()     ? ""
                                  : option.choices.empty() ? fmt::format(":{}:_files", brief(option.value))
                                                           : fmt::format(":{}:({})", brief(option.value), fmt::join(option.choices, " "));
        text += fmt::format(" '{}[{}]{}'", flag, brief(option.help), value);
      }
    }
    return text + " '*:file:_files'";
  };
  if (program.commands.empty()) return fmt::format("#compdef {}\n{}\n", program.file, arguments(program.self));
  for (const Command& command : program.commands) body += fmt::format("    {}) {} ;;\n", command.name, arguments(command));
  std::string list;
  for (const Command& command : program.commands) list += fmt::format(" '{}:{}'", command.name, brief(command.about));
  return fmt::format(
      "#compdef {}\nif ((CURRENT == 2)); then\n  local -a commands=({})\n  _describe command commands\nelse\n"
      "  local command=$words[2]\n  shift words\n  ((CURRENT--))\n  case $command in\n{}  esac\nfi\n",
      program.file, list, body);
}

std::string fish_completion(const Program& program) {
  std::string text;
  const auto add = [&](const Command& command, const std::string& condition) {
    for (const Option& option : command.options) {
      for (const std::string& flag : option.flags) {
        const bool is_long = flag.starts_with("--");
        text += fmt::format("complete -c {}{} {} {}{}{} -d '{}'\n", program.file, condition, is_long ? "-l" : "-s", flag.substr(is_long ? 2 : 1),
                            option.value.empty() ? "" : " -r",
                            option.choices.empty() ? "" : fmt::format(" -f -a '{}'", fmt::join(option.choices, " ")), brief(option.help));
      }
    }
  };
  for (const Command& command : program.commands) {
    text += fmt::format("complete -c {} -n __fish_use_subcommand -f -a {} -d '{}'\n", program.file, command.name, brief(command.about));
  }
  for (const Command& command : program.commands) add(command, fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name));
  add(program.self, program.commands.empty() ? "" : " -n __fish_use_subcommand");
  return text;
}

}  // namespace unblock::reports::manual
