// What is said of chains: of one, where its context calls what blocks, and of many that end in one call.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lint/link/chains.h"

namespace unblock::lint {

struct ChainNote {
  std::optional<CallRef> call;  ///< none: it speaks of the function itself
  Node function = 0;
  std::string text;
};

struct ChainFinding {
  CallRef call;
  bool in_macro = false;  ///< it stands where the macro that the call comes from is defined
  std::string message;
  std::vector<ChainNote> notes;
};

/// Reported at the call in the context.
ChainFinding one_way(const Program& program, const Chain& chain);

/// A chain, and which of its steps is the one to change: those before differ, those from there on are the same for all.
struct WayDown {
  const Chain* chain = nullptr;
  std::size_t cause = 0;
};

/// Reported at the cause. The ways are sorted, the one to be shown first in front.
ChainFinding many_ways(const Program& program, std::span<const WayDown> ways, std::size_t contexts);

/// Where a finding or a note is shown.
const facts::Place& place_of(const Program& program, const ChainFinding& found);
const facts::Place& place_of(const Program& program, const ChainNote& note);

}  // namespace unblock::lint
