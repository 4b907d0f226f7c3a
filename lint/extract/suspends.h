// Which functions checks about suspension points look at.
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

/// Whether it is a coroutine that suspends somewhere, and not the pattern of a template, whose instances are looked at.
inline bool suspends(const Function& function) {
  return function.coroutine && !function.suspensions.empty() && !function.decl->isDependentContext();
}

}  // namespace unblock::lint
