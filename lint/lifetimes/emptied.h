// Members and variables that hold callbacks and that the unit empties again somewhere.
#pragma once

#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {

/// A call that takes the value of `slot` away: `on_done_ = nullptr`, clear(), erase(), swap(), exchange(), a move. Null without one.
const CallSite* emptied_by(const Lifetimes& lifetimes, const clang::ValueDecl& slot);

/// Whether a call is an assignment to its object.
bool is_assignment(const CallSite& call);

/// Whether a call puts its arguments into its object: push_back, emplace, insert, an assignment…
bool puts_in(const Unit& unit, const CallSite& call);

}  // namespace unblock::lint
