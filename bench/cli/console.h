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
  enum class Style { bar, lines, quiet };
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

/// Nanoseconds as a person reads them: "812 ns", "4.31 µs", "12.0 ms", "1.50 s".
std::string duration_text(double ns);
/// Bytes: "144 B", "19.1 MB".
std::string bytes_text(double bytes);

/// The result table: per workload and arguments, fastest first.
std::string result_table(const reports::Run& run, bool colour);

/// Runtimes × workloads, what each shows, what is n/a and why.
std::string list_table(const Catalogue& catalogue);

}  // namespace unblock::bench
