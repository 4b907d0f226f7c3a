// Who keeps the objects that a unit makes, and what it takes away again: facts, from which the link tells what outlives the event loop.
#pragma once

#include "lint/extract/ids.h"
#include "lint/facts/facts.h"
#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {

/// Fills `makings`, `loop_owners` and `emptied`, each in order and without repetitions.
void add_makings(const Lifetimes& lifetimes, Ids& ids, facts::Unit& facts);

}  // namespace unblock::lint
