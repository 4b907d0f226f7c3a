// Members and globals in which callables wait to be called: by value, or in a container.
#pragma once

#include <vector>

#include "lint/extract/ids.h"
#include "lint/facts/facts.h"

namespace unblock::lint {

/// The member or global that an expression takes its value or element from: on_done_, *on_done_, queue_.front(), the variable of
/// `for (auto& f : listeners_)`. Null for others.
const clang::ValueDecl* slot_behind(const Unit& unit, const clang::Expr* expr);

/// `on_done_ = handler`, `listeners_.push_back(handler)`, `on_done_(std::move(handler))` in a constructor.
std::vector<facts::Store> stores_in(const Unit& unit, const Function& function, Ids& ids);

}  // namespace unblock::lint
