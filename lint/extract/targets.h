// Which functions a call enters at once, as far as its own unit tells: by name, or by the value that is called.
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

/// Fills CallSite::targets. Of a virtual call, that is the method named; overriders come with the whole program.
void find_targets(Unit& unit);

/// Whether a call may enter overriders of the method it names.
bool enters_overriders(const CallSite& call);

/// What a virtual call certainly enters; null where that cannot be told.
const clang::CXXMethodDecl* certain_overrider(const CallSite& call);

}  // namespace unblock::lint
