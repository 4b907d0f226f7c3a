// The laboratory that is this machine.
#pragma once

#include <memory>

#include "bench/run/laboratory.h"
#include "bench/run/suite.h"

namespace unblock::bench {

/// Keeps the virtual CPUs awake if that was asked for, for as long as it lives. Throws reports::InputError where there can be no
/// scratch folder.
std::unique_ptr<Laboratory> this_machine(KeepAwake keep_awake);

}  // namespace unblock::bench
