#include "reports/manual/help.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>

#include <memory>
#include <sstream>

namespace unblock::reports::manual {
namespace {

constexpr std::size_t kColumn = 34, kLine = 110;

/// Breaks between words; the formatter indents the lines.
std::string wrapped(const std::string& text) {
  std::string out;
  std::size_t length = 0;
  for (const std::string& word : CLI::detail::split(text, ' ')) {
    const bool fits = length + word.size() + 1 <= kLine - kColumn;
    if (!out.empty()) out += fits ? ' ' : '\n';
    length = (fits ? length + 1 : 0) + word.size();
    out += word;
  }
  return out;
}

class Help : public CLI::Formatter {
 public:
  Help() { column_width(kColumn); }

  std::string make_option_opts(const CLI::Option* option) const override {
    const std::string value = is_positional(*option) ? "" : value_text(*option);
    return value.empty() ? value : " " + value;
  }

  std::string make_option_desc(const CLI::Option* option) const override {
    const std::string& given = option->get_default_str();
    return wrapped(option->get_description() + (given.empty() ? "" : fmt::format(" (default {})", given)));
  }

  std::string make_subcommand(const CLI::App* command) const override {
    std::stringstream out;
    CLI::detail::format_help(out, command->get_display_name(true), wrapped(command->get_description()), kColumn);
    return out.str();
  }
};

}  // namespace

std::vector<std::string> choices_of(const std::string& type) {
  const std::size_t open = type.find('{'), close = type.find('}', open);
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

bool is_positional(const CLI::Option& option) { return option.get_lnames().empty() && option.get_snames().empty(); }

std::string value_text(const CLI::Option& option) {
  if (!option.get_option_text().empty()) return option.get_option_text();
  if (option.get_items_expected_max() == 0) return {};  // a flag
  const std::string type = option.get_type_name();
  if (const std::vector<std::string> choices = choices_of(type); !choices.empty()) return fmt::format("{}", fmt::join(choices, "|"));
  const std::string plain = type.substr(0, type.find(':'));
  return plain.empty() || plain == "TEXT" ? "VALUE" : plain;
}

void use_our_help(CLI::App& app) {
  app.formatter(std::make_shared<Help>());
  for (CLI::App* command : app.get_subcommands({})) use_our_help(*command);
}

}  // namespace unblock::reports::manual
