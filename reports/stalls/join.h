// Puts what a program did beside what the linter said: which findings happened and what they cost, and which stalls nobody predicted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/model/finding.h"
#include "reports/model/stalls.h"

namespace unblock::reports::stalls {

/// What one finding cost. Not seen is never harmless: a run proves what happened, not what cannot.
struct Price {
  const Finding* finding = nullptr;
  std::vector<const StallPlace*> places;  ///< that stood there; empty: not seen
  std::uint64_t count = 0;
  double total_s = 0;
  double longest_s = 0;
  bool is_seen() const { return !places.empty(); }
};

struct Joined {
  std::vector<Price> prices;                   ///< of findings that can stall a loop; the dearest first, then in the order of the findings
  std::vector<const StallPlace*> unpredicted;  ///< the dearest first
};

/// Whether a finding of this check says that a loop may stand still. The others speak of lifetimes and of work that never runs.
bool can_stall(const std::string& check);

/// The finding's own call is in the stack of the stall: the same file and line, or the nearest within a call of a few lines.
Joined join(const std::vector<Findings>& findings, const std::vector<Stalls>& stalls);

/// "confirmed: 3 stalls, longest 51 ms" or "not seen".
std::string price_text(const Price& price);

}  // namespace unblock::reports::stalls
