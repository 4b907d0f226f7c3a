// One program from its start to its end, watched: its signals passed on, and the exit code.
#pragma once

#include "reports/model/stalls.h"
#include "watch/command/options.h"

namespace unblock::watch {

/// The exit code; when the program died of a signal, the same signal ends this process.
int watch_program(const Options& options);

/// The same, quietly: what was seen, for who wants to look at it.
reports::Stalls seen_of_program(const Options& options);

}  // namespace unblock::watch
