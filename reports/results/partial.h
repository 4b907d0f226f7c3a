// A run while it is measured, as lines of JSON: the head, every cell as it stood at the start, then what happened, one line
// each. Whoever measures changes its run through record() only, so that what is read back from the lines is the same run.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::reports::results {

/// A round of Run::cells[cell] came off.
struct Measured {
  std::size_t cell = 0;
  Round round;
  double operations_per_iteration = 1;
  std::vector<HistogramBucket> latency, latency_uncorrected;
  std::vector<Span> spans;
  std::map<std::string, std::string> configuration;
};

/// A round did not, twice.
struct Failed {
  std::size_t cell = 0;
  std::string reason;
  bool wrong_work = false;  ///< it did other work than it claims: its earlier rounds are not believed either
};

/// What a run told that only counts: values without a spread.
struct Counted {
  std::size_t cell = 0;
  std::map<std::string, double> metrics;
};

/// Rounds, by Round::index, do not count for the reason that `why` says in a sentence.
struct Voided {
  std::vector<unsigned> rounds;
  std::string why;
};

using Event = std::variant<Measured, Failed, Counted, Voided>;

/// `event.cell` must be one of the run's.
void record(Run& run, const Event& event);

/// The first lines. `run` holds its cells.
std::string partial_head(const Run& run);
/// One line, with the seconds since the run began.
std::string partial_line(const Event& event, double elapsed_s);

/// Whether a text begins like such a file.
bool is_partial(std::string_view text);

/// The run as far as it came; `duration_s` is the time of the last line, `interrupted` is set. A last line that was cut off is left
/// out. Throws InputError where a line in front of it is broken.
Run read_partial(std::string_view text, const std::string& file_name);

}  // namespace unblock::reports::results
