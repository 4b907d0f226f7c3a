// What `unblock watch` is asked to do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/model/finding.h"

namespace unblock::watch {

struct Options {
  double threshold_s = 0.010;
  std::string findings;   ///< SARIF of the linter; may be empty
  std::vector<reports::Findings> read_findings;  ///< what stands in it
  std::string format;     ///< text, json or sarif; empty: text on the terminal, and by the output's name in a file
  std::string output;     ///< empty: printed, text to standard error and the others to standard output
  bool to_stdout = false; ///< text too
  std::optional<double> fail_over_s;
  std::optional<double> every_s;
  int process = 0;        ///< a program that runs already
  bool self_test = false;
  std::vector<std::string> program;
};

/// Exits with help or version by giving the exit code instead. Throws InputError when the line cannot be understood.
std::optional<int> parse_options(int argc, char** argv, Options& options);

/// "10ms", "0.5s", "250us", "2m". Throws InputError.
double parse_duration(const std::string& text, const std::string& option);

}  // namespace unblock::watch
