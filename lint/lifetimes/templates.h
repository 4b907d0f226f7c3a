// What a template hands over to run later, where nobody instantiates it: the headers of a library are written so, and linted alone.
#pragma once

#include <string>
#include <vector>

#include "lint/extract/unit.h"

namespace unblock::lint {

struct TemplateHandOver {
  const CallSite* site = nullptr;
  const clang::CallExpr* call = nullptr;
  const clang::LambdaExpr* lambda = nullptr;  ///< null for std::bind(…) and for an operation that moves itself on: std::move(*this)
  std::string name;                           ///< of what is called: 'async_read', as written
};

/// The callables that a dependent function certainly gives to functions that run them on a loop.
std::vector<TemplateHandOver> hand_overs_in(const Unit& unit, const Function& function);

/// Whether a lambda captures `this` as a plain pointer.
bool captures_this(const clang::LambdaExpr& lambda);

/// Whether a lambda captures something that may share an object: a smart pointer, or what shared_from_this() and alike gave.
bool captures_owner(const Unit& unit, const clang::LambdaExpr& lambda);

}  // namespace unblock::lint
