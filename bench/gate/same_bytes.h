// Whether two programs can differ at all.
#pragma once

#include "bench/gate/program.h"

namespace unblock::bench::gate {

/// True where both are executables of the same bytes that load shared libraries of the same bytes: then every difference
/// between them is noise. A script says nothing of what it starts, so two of them are never the same.
bool same_bytes(const Program& a, const Program& b);

}  // namespace unblock::bench::gate
