#include "lint/driver/run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "lint/checks/list.h"
#include "lint/checks/session.h"
#include "lint/driver/commands.h"
#include "lint/driver/database.h"
#include "lint/driver/file_choice.h"
#include "lint/driver/fixes.h"
#include "lint/driver/formats.h"
#include "lint/driver/link_all.h"
#include "lint/driver/lint_all.h"
#include "lint/driver/model_names.h"
#include "lint/driver/selection.h"
#include "lint/driver/ninja_output.h"
#include "lint/driver/printer.h"
#include "lint/driver/say.h"
#include "lint/driver/stay.h"
#include "lint/driver/stop_signals.h"
#include "lint/driver/text_output.h"
#include "lint/driver/tidy_options.h"
#include "reports/file.h"
#include "reports/model/error.h"
#include "reports/output.h"

namespace unblock::lint {
namespace {

int list_checks() {
  std::size_t width = 0;
  for (const CheckEntry& entry : all_checks()) width = std::max(width, std::string(entry.id).size());
  for (const CheckEntry& entry : all_checks()) std::cout << fmt::format("{:{}}  {}\n", entry.id, width, entry.summary);
  return 0;
}

int explain(const std::string& id) {
  const std::string page = check_page(id);
  if (page.empty()) throw reports::InputError(fmt::format("no check is called '{}': see unblock-lint --list-checks", id));
  std::cout << page;
  return 0;
}

std::string files(std::size_t count) { return fmt::format("{} file{}", count, count == 1 ? "" : "s"); }

/// https://no-color.org
TextStyle text_style(const Options& options) {
  TextStyle style;
  const char* no_color = std::getenv("NO_COLOR");
  style.color = options.output.empty() && (no_color == nullptr || *no_color == '\0') && isatty(STDOUT_FILENO) != 0;
  std::error_code error;
  style.folder = std::filesystem::current_path(error).string();
  return style;
}

void put_out(const Options& options, const Outcome& outcome, TextStyle style) {
  const bool to_file = !options.output.empty();
  if (to_file) style.color = false;
  const Format& format = find_format(options.format);
  if (to_file) {
    reports::write_file(options.output, format.write(outcome, style));
  } else if (!prints_as_it_comes(options)) {
    std::cout << format.write(outcome, style) << std::flush;
  }
  std::ostream& summary = format.for_people || to_file ? std::cout : std::cerr;
  if (!options.quiet) summary << summary_as_text(outcome) << std::flush;
  if (!std::cout) throw reports::InputError("cannot write the findings to standard output: is the disk full or the reader gone?");
}

void warn_of_unknown_functions(const Options& options, const std::string& folder, const Outcome& outcome) {
  for (const auto& [model, name] : named_functions(options, folder)) {
    if (outcome.declared.count(name) == 0) say(fmt::format("{}: no linted file declares '{}'", model, name));
  }
}

/// False when a file could not be rewritten.
bool fix(Outcome& outcome) {
  const FixSummary summary = apply_fixes(outcome.findings, outcome.fixes);
  std::size_t index = 0;
  std::erase_if(outcome.findings, [&](const LintFinding&) { return summary.fixed[index++]; });
  for (LintFinding& found : outcome.findings) found.finding.fix.clear();  // its places are those of before
  for (const std::string& refused : summary.refused) say("unblock-lint: " + refused);
  say(fixes_as_text(summary));
  return summary.refused.empty();
}

/// Nothing that is read or linted is written over, and no other source either: `-o *.cc` names one by mistake.
void keep_inputs(const Options& options, std::vector<std::string> inputs) {
  inputs.insert(inputs.end(), options.models.begin(), options.models.end());
  std::vector<std::string> outputs = {options.output};
  if (options.write_baseline) outputs.push_back(options.baseline);
  else inputs.push_back(options.baseline);
  std::error_code error;
  std::erase(outputs, "");
  reports::require_outputs(outputs, inputs);
  for (const std::string& output : outputs) {
    const bool source = std::filesystem::is_regular_file(output, error) && is_c_family(output, {});
    if (source) throw reports::InputError(fmt::format("cannot write '{}': it is a source file", output));
  }
}

/// What the database holds and is not linted is said: silence would look like an all-clear.
void say_what_is_left_out(const Options& options, const Database& database, const FileChoice& choice) {
  if (options.quiet) return;
  if (choice.third_party != 0) {
    say(fmt::format("left out {} in third-party folders: name them, or use --third-party", files(choice.third_party)));
  }
  if (database.other_languages != 0 && options.files.empty()) {
    say(fmt::format("left out {} of other languages than C and C++", files(database.other_languages)));
  }
}

int exit_code(const Options& options, const Outcome& outcome) {
  if (outcome.signal != 0) return 128 + outcome.signal;
  if (!outcome.unread.empty() || (options.strict && !outcome.incomplete.empty())) return 2;
  return outcome.findings.empty() ? 0 : 1;
}

/// What is shown of what was found, and the exit code that says so.
int show(const Options& options, const TextStyle& style, Selection& selection, Outcome& outcome) {
  selection.apply(outcome);
  const bool fixed = !options.fix || outcome.signal != 0 || fix(outcome);
  put_out(options, outcome, style);
  if (outcome.signal != 0) {
    say(fmt::format("unblock-lint: stopped by {} after {} of {}: what they gave is kept", outcome.signal == SIGINT ? "Ctrl-C" : strsignal(outcome.signal),
                    outcome.done, files(outcome.files)));
  }
  return fixed ? exit_code(options, outcome) : std::max(2, exit_code(options, outcome));
}

int link_facts(const Options& options) {
  if (!options.facts_out.empty() || !options.ninja.empty() || options.has_compile_flags) {
    throw reports::InputError("`link` reads facts and makes none: leave out --facts-out, --ninja and compiler flags");
  }
  keep_inputs(options, options.files);
  const TextStyle style = text_style(options);
  Selection selection(options, style.folder);
  Outcome outcome = link_all(options, style);
  return show(options, style, selection, outcome);
}

int lint_files(const Options& options) {
  const std::string start = options.files.empty() ? "." : options.files.front();
  const Database database =
      options.has_compile_flags ? fixed_database(options.compile_flags) : open_database(options.build_path, start);
  const FileChoice choice = choose_files(options, database);
  std::vector<std::string> inputs = {database.path};
  for (const Source& source : choice.sources) inputs.push_back(source.file);
  keep_inputs(options, std::move(inputs));
  for (const std::string& warning : verify_configuration(options, choice.sources)) say(warning);
  const std::string folder = choice.sources.empty() ? "." : std::filesystem::path(choice.sources.front().file).parent_path().string();
  Session session(options.models);
  session.report_everywhere();  // the driver drops what is not to be shown
  session.leave_excuses_to_link();
  if (options.third_party) session.treat_all_as_own();
  say_what_is_left_out(options, database, choice);
  if (!options.ninja.empty()) {
    write_ninja(options, choice);
    return 0;
  }
  const StopSignals signals;
  const TextStyle style = text_style(options);
  Selection selection(options, style.folder);
  Outcome outcome = lint_all(options, choice, session, style, signals);
  if (options.verify_models) warn_of_unknown_functions(options, folder, outcome);
  if (!options.facts_out.empty()) {
    if (!options.quiet) std::cout << fmt::format("facts of {} are in '{}'\n", files(outcome.done - outcome.unread.size()), options.facts_out);
    return exit_code(options, outcome);
  }
  return show(options, style, selection, outcome);
}

}  // namespace

int run(const Options& options) {
  if (options.list_checks) return list_checks();
  if (!options.explain.empty()) return explain(options.explain);
  if (options.stay) return stay(options);
  return options.link ? link_facts(options) : lint_files(options);
}

}  // namespace unblock::lint
