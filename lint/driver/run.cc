#include "lint/driver/run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <set>
#include <thread>
#include <tuple>

#include "lint/checks/list.h"
#include "lint/checks/session.h"
#include "lint/driver/analysis.h"
#include "lint/driver/database.h"
#include "lint/driver/file_choice.h"
#include "lint/driver/fixes.h"
#include "lint/driver/model_names.h"
#include "lint/driver/sarif_output.h"
#include "lint/driver/text_output.h"
#include "lint/driver/tidy_options.h"
#include "lint/driver/workers.h"
#include "reports/file.h"
#include "reports/model/error.h"

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

/// One line on the terminal that says how far it is. Silent elsewhere.
class Progress {
 public:
  Progress(std::size_t total, bool quiet) : total_(total), shown_(!quiet && isatty(STDERR_FILENO) != 0) {}
  ~Progress() { clear(); }
  void show(const std::string& file) {
    ++done_;
    if (shown_) std::cerr << fmt::format("\r\033[K[{}/{}] {}", done_, total_, file.substr(file.size() > 70 ? file.size() - 70 : 0));
  }
  void clear() {
    if (shown_) std::cerr << "\r\033[K";
  }

 private:
  std::size_t total_;
  std::size_t done_ = 0;
  bool shown_;
};

struct Outcome {
  std::vector<LintFinding> findings;
  std::vector<FileResult> failed;
  std::set<std::string> declared;  ///< functions of the user's models that some file declares
  unsigned files = 0;
};

/// Sorted by place; what several files report from one header is kept once.
void tidy_up(std::vector<LintFinding>& findings) {
  const auto key = [](const LintFinding& found) {
    const auto& at = found.finding.location;
    return std::tie(at.file, at.line, at.column, found.finding.check, found.finding.message);
  };
  std::stable_sort(findings.begin(), findings.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  findings.erase(std::unique(findings.begin(), findings.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }),
                 findings.end());
}

Outcome lint_all(const Options& options, const Database& database, const FileChoice& choice, Session& session, const TextStyle& style) {
  Outcome outcome;
  outcome.files = static_cast<unsigned>(choice.files.size() + choice.not_in_database.size());
  const unsigned jobs = options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  Progress progress(choice.files.size(), options.quiet);
  const auto fail = [&](FileResult result) {
    progress.clear();
    std::cerr << failure_as_text(result, style);
    outcome.failed.push_back(std::move(result));
  };
  for (const std::string& file : choice.not_in_database) {
    FileResult result;
    result.file = file;
    result.errors = {"not in the compile database: add it to the build, or give compiler flags after `--`"};
    fail(std::move(result));
  }
  const auto analyse = [&](const std::string& file) { return analyse_file(file, options, database, session); };
  run_workers(choice.files, jobs, analyse, [&](FileResult result) {
    progress.show(result.file);
    outcome.declared.insert(result.declared.begin(), result.declared.end());
    std::move(result.findings.begin(), result.findings.end(), std::back_inserter(outcome.findings));
    result.findings.clear();
    if (!result.errors.empty()) fail(std::move(result));
  });
  tidy_up(outcome.findings);
  std::sort(outcome.failed.begin(), outcome.failed.end(), [](const auto& a, const auto& b) { return a.file < b.file; });
  return outcome;
}

void put_out(const Options& options, const Outcome& outcome, TextStyle style) {
  const bool to_file = !options.output.empty();
  if (to_file) style.color = false;
  const std::string text = options.format == "sarif" ? findings_as_sarif(outcome.findings, outcome.failed, style.folder)
                                                     : findings_as_text(outcome.findings, style);
  if (to_file) {
    reports::write_file(options.output, text);
  } else {
    std::cout << text << std::flush;
  }
  std::ostream& summary = options.format == "sarif" && !to_file ? std::cerr : std::cout;
  if (!options.quiet) summary << summary_as_text(outcome.findings, outcome.failed, outcome.files, style) << std::flush;
  if (!std::cout) throw reports::InputError("cannot write the findings to standard output: is the disk full or the reader gone?");
}

void warn_of_unknown_functions(const Options& options, const std::string& folder, const Outcome& outcome) {
  for (const auto& [model, name] : named_functions(options, folder)) {
    if (outcome.declared.count(name) == 0) std::cerr << fmt::format("{}: no linted file declares '{}'\n", model, name);
  }
}

void fix(Outcome& outcome) {
  const FixSummary summary = apply_fixes(outcome.findings);
  std::size_t index = 0;
  std::erase_if(outcome.findings, [&](const LintFinding&) { return summary.fixed[index++]; });
  std::cerr << fmt::format("applied {} fixes{}\n", summary.applied,
                           summary.conflicting != 0 ? fmt::format("; {} want the same place, run again", summary.conflicting) : "");
}

/// Fails before the work when the result could not be written after it.
void verify_output(const std::string& output) {
  if (output.empty()) return;
  const std::filesystem::path folder = std::filesystem::absolute(output).parent_path();
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    throw reports::InputError(fmt::format("cannot write '{}': its folder does not exist", output));
  }
  if (access(folder.c_str(), W_OK) != 0 && access(output.c_str(), W_OK) != 0) {
    throw reports::InputError(fmt::format("cannot write '{}': no permission to write there", output));
  }
}

}  // namespace

int run(const Options& options) {
  if (options.list_checks) return list_checks();
  if (!options.explain.empty()) return explain(options.explain);
  verify_output(options.output);
  const std::string start = options.files.empty() ? "." : options.files.front();
  const Database database =
      options.has_compile_flags ? fixed_database(options.compile_flags) : open_database(options.build_path, start);
  const FileChoice choice = choose_files(options, database);
  verify_configuration(options, choice.files);
  const std::string folder = choice.files.empty() ? "." : std::filesystem::path(choice.files.front()).parent_path().string();
  Session session(options.models);
  for (const std::string& file : choice.files) session.prepare(std::filesystem::path(file).parent_path().string());

  TextStyle style;
  style.color = options.output.empty() && isatty(STDOUT_FILENO) != 0;
  std::error_code error;
  style.folder = std::filesystem::current_path(error).string();
  if (choice.third_party != 0 && !options.quiet) {
    std::cerr << fmt::format("left out {} files in third-party folders: name them, or use --third-party\n", choice.third_party);
  }
  Outcome outcome = lint_all(options, database, choice, session, style);
  if (options.verify_models) warn_of_unknown_functions(options, folder, outcome);
  if (options.fix) fix(outcome);
  put_out(options, outcome, style);
  if (!outcome.failed.empty()) return 2;
  return outcome.findings.empty() ? 0 : 1;
}

}  // namespace unblock::lint
