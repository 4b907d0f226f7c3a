#include <fmt/format.h>

#include "reports/manual/manual.h"

namespace unblock::reports::manual {
namespace {

/// Text as roff takes it: no backslash of ours is a command, no line begins with a dot or a quote, hyphens can be copied.
std::string roff(const std::string& text) {
  std::string out;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    line_start = c == '\n';
  }
  return out;
}

std::string option_text(const Option& option) {
  std::string tag;
  for (const std::string& flag : option.flags) tag += fmt::format("{}\\fB{}\\fR", tag.empty() ? "" : ", ", roff(flag));
  if (option.positional) tag = fmt::format("\\fI{}\\fR", roff(option.names));
  if (!option.value.empty() && !option.positional) tag += fmt::format(" \\fI{}\\fR", roff(option.value));
  std::string text = fmt::format(".TP\n{}\n{}\n", tag, roff(option.help));
  for (std::size_t i = 0; i < option.choices.size(); ++i) {
    text += fmt::format("{}{}", i == 0 ? "One of " : ", ", roff(option.choices[i]));
  }
  return option.choices.empty() ? text : text + ".\n";
}

std::string options_text(const Command& command) {
  std::string text;
  for (const Option& option : command.options) text += option_text(option);
  return text;
}

std::string footer_text(const std::string& footer) { return footer.empty() ? "" : fmt::format(".PP\n.nf\n{}\n.fi\n", roff(footer)); }

std::string synopsis(const Program& program) {
  if (!program.commands.empty()) return fmt::format("\\fB{}\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR…]", program.file);
  std::string text = fmt::format("\\fB{}\\fR [\\fIOPTION\\fR…]", program.file);
  for (const Option& option : program.self.options) {
    if (option.positional) text += fmt::format(" [\\fI{}\\fR…]", roff(option.value.empty() ? option.names : option.value));
  }
  return text;
}

}  // namespace

std::string man_page(const Program& program) {
  std::string about = program.self.about;
  if (about.ends_with('.')) about.pop_back();
  std::string text = fmt::format(".TH {} 1 \"\" \"Unblock {}\" \"User Commands\"\n", program.file, UNBLOCK_VERSION);
  text += fmt::format(".SH NAME\n{} \\- {}\n.SH SYNOPSIS\n{}\n.SH OPTIONS\n{}", roff(program.file), roff(about), synopsis(program),
                      options_text(program.self));
  if (!program.commands.empty()) text += ".SH COMMANDS\n";
  for (const Command& command : program.commands) {
    text += fmt::format(".SS {}\n{}\n{}{}", command.name, roff(command.about), options_text(command), footer_text(command.footer));
  }
  return text + footer_text(program.self.footer) + ".SH SEE ALSO\n.BR unblock (1)\n";
}

}  // namespace unblock::reports::manual
