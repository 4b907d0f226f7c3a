// The three-way decision and its promises. A decision is a function of evidence alone, so it may be asked after every block.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "statistics/evidence.h"

namespace unblock::statistics {

enum class Decision {
  slower,
  within_margin,
  cannot_tell
};

std::string_view words(Decision decision);  ///< "slower", "same or faster within the margin", "cannot tell yet"

struct Promise {
  double margin = 0.05;        ///< a slowdown that must not be missed: 0.05 is 5 %
  double false_alarms = 0.01;  ///< at most this share of gates calls anything slower when all is tolerable (over all metrics)
  double misses = 0.01;        ///< at most this share of slowdowns by the margin or more is called within it (each metric)

  double tolerated() const;            ///< a slowdown that fails nobody's build: two fifths of the margin, 2 % of 5 %
  Limits limits() const;
  double log_slower_threshold(std::size_t comparisons) const;  ///< evidence that the strictest step of Holm asks for
  double log_within_threshold() const;
};

/// Which hypotheses are refuted at `alpha` over all of them, given the log evidence (log e-value) against each.
/// An e-value's inverse is a p-value at any stopping time; Holm's step-down keeps the family-wise rate for any dependence.
/// Source: Holm, "A simple sequentially rejective multiple test procedure", Scand. J. Statist. 6 (1979); Vovk and Wang,
/// "E-values: calibration, combination and applications", Ann. Statist. 49 (2021).
std::vector<bool> holm(std::span<const double> log_evidence, double alpha);

/// The same for p-values.
std::vector<bool> holm_p(std::span<const double> p_values, double alpha);

/// One decision for each comparison: slower where "tolerable" is refuted, within the margin where "the margin or more" is.
/// A truth between the two limits may be called either. Where both are refuted, within the margin goes first.
std::vector<Decision> decide(std::span<const Evidence* const> comparisons, const Promise& promise);

}  // namespace unblock::statistics
