// The laboratory that is this machine.
#pragma once

#include <memory>

#include "bench/run/laboratory.h"
#include "bench/run/suite.h"
#include "bench/target/remote_target.h"

namespace unblock::bench {

/// Keeps the virtual CPUs awake if that was asked for, for as long as it lives. With `remote`, the target is the one on another host. Throws
/// reports::InputError where there can be no scratch folder, and where that target cannot be had.
std::unique_ptr<Laboratory> this_machine(KeepAwake keep_awake, const RemoteAddress& remote = {});

}  // namespace unblock::bench
