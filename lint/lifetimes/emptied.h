// Members and variables that hold callbacks or owners, who puts something in, and where the unit empties them again.
#pragma once

#include <functional>

#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {

using Slots = llvm::SmallVector<const clang::ValueDecl*, 2>;

/// What a call takes the value of away: `on_done_ = nullptr`, clear(), erase(), swap(), exchange(), a move, a setter that is given nothing.
Slots emptied_in(const Lifetimes& lifetimes, const CallSite& call);

/// A call that takes the value of `slot` away, of those that count. Null without one.
const CallSite* emptied_by(const Lifetimes& lifetimes, const clang::ValueDecl& slot, const std::function<bool(const CallSite&)>& counts = {});

/// The member in which a function keeps its argument number `index`; null where it keeps none.
const clang::ValueDecl* stored_by(const Lifetimes& lifetimes, const Function& callee, unsigned index);

/// Whether a call is an assignment to its object.
bool is_assignment(const CallSite& call);

/// Whether a call puts its arguments into its object: push_back, emplace, insert, an assignment…
bool puts_in(const Unit& unit, const CallSite& call);

}  // namespace unblock::lint
