// Which functions of a unit run on a thread or in a pool instead of on the loop, and how they come there.
#pragma once

#include <map>

#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {

struct OffLoop {
  RunsOn runs_on = RunsOn::thread;
  const CallSite* handed_over = nullptr;  ///< the call that starts the thread or gives the work to the pool
  const CallSite* through = nullptr;      ///< the call that enters the function; null for what was handed over itself
};

/// Without what a thread runs that has a loop of its own: one that it runs, or that a row says `makes_loop`.
std::map<const Function*, OffLoop> functions_off_loop(const Lifetimes& lifetimes);

}  // namespace unblock::lint
