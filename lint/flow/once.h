// What of a function runs at most once for each object, because the function begins with a flag that the first run sets.
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

/// Whether a call stands behind `if (stopped_.exchange(true)) return;` or `if (stopped_) return; stopped_ = true;`. The flag may be asked
/// and set by a function of the same object: `if (stop_once()) return;`.
bool runs_once(const Unit& unit, const Function& function, const CallSite& call);

}  // namespace unblock::lint
