// What the terminal shows: the progress while it runs, the table at the end, the list of what there is.
#pragma once

#include <cstdio>
#include <string>

#include "bench/run/catalogue.h"
#include "bench/run/suite.h"
#include "reports/model/measurement.h"

namespace unblock::bench {

/// A bar that redraws itself on a terminal; a line per step in CI (CI is set, or stderr is no terminal); or nothing.
class ProgressLine {
 public:
  enum class Style {
    bar,
    lines,
    quiet
  };
  explicit ProgressLine(Style style) : style_(style) {}
  ~ProgressLine() { clear(); }

  static Style fitting(bool quiet);
  void show(const Progress& progress);
  void clear();

 private:
  Style style_;
  std::string last_what_;
  double next_line_s_ = 0;
  bool drawn_ = false;
};

/// Of the terminal that stdout is, or what COLUMNS says; 0: any width will do.
std::size_t terminal_columns();

/// On a terminal that takes it, unless NO_COLOR is set (https://no-color.org).
bool wants_colour();

/// Lines of `columns` at most (0: any width), `indent` spaces in front of each.
std::string paragraph(const std::string& text, std::size_t indent, std::size_t columns);

/// The result table: per workload and arguments, the best first by what the workload is judged by. No line is wider than
/// `columns`, unless that is 0.
std::string result_table(const reports::Run& run, bool colour, std::size_t columns);

/// What there is: workload by workload its cases and where they are n/a, then the reasons. No line is wider than `columns`, unless that is
/// 0, or it is one word.
std::string list_table(const std::vector<CellDescription>& cells, std::size_t columns);

}  // namespace unblock::bench
