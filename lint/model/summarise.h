// Makes the summaries of a unit's functions, for linking across translation units.
#pragma once

#include "lint/model/summary.h"
#include "lint/model/unit.h"

namespace unblock::lint {

Summaries summarise(const Unit& unit);

}  // namespace unblock::lint
