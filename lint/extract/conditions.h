// Decides for one call what the rows of the models say in general: does it block here?
#pragma once

#include <optional>
#include <vector>

#include "lint/extract/unit.h"

namespace unblock::lint {

/// Holds when a variable is known to be a handle that does not block, or a file that was opened: somebody else knows that.
struct HandleNeed {
  const clang::ValueDecl* variable = nullptr;
  bool nonblocking = false;
  bool opened_file = false;
};

/// A row that a call may match, and what that depends on.
struct PossibleWait {
  const BlockingRow* row = nullptr;
  bool excused = false;              ///< it matches, and means that the call does not wait
  std::vector<HandleNeed> only_if;   ///< one of these must hold, where there are any
  std::vector<HandleNeed> unless;    ///< none of these may hold
};

/// What a call may wait for. The first that applies counts.
std::vector<PossibleWait> possible_waits(const Unit& unit, const CallSite& call);

/// Whether a model or the source itself says that the callee does not block, whatever its body shows.
bool returns_at_once(const Unit& unit, const CallSite& call);

/// Whether a condition that asks for no handle holds.
bool condition_holds(const Unit& unit, const CallSite& call, const Condition& condition);

}  // namespace unblock::lint
