// What only the whole program shows about lifetimes, and what excuses a finding of a single unit.
#pragma once

#include <set>
#include <string>

#include "lint/link/program.h"

namespace unblock::lint {

/// A finding may be reported unless one of these holds. `member` and `type` are names in the facts.
std::string excused_if_emptied(const std::string& member);
/// Objects of the class live as long as the loop that runs their handlers: all of them are kept by a global, by a local of `main`, or by a
/// member, never emptied, of an object that owns a loop or lasts itself. Nothing on the loop puts another one in their place.
std::string excused_if_lasting(const std::string& type);

/// A handler may throw: every loop that the program runs goes on after that.
std::string excused_if_loops_run_on();

/// All that hold in a program.
std::set<std::string> excuses(const Program& program);

}  // namespace unblock::lint
