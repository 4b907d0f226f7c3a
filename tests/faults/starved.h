// Work that is done with too little memory: each time the memory ends at another allocation.
#pragma once

#include <functional>

namespace unblock::faults {

/// Does `work` in programs of their own, with ever more allocations granted until they are enough. Each of these programs must end
/// with exit code 2 and no other way. Returns how often the memory did not suffice.
long failures_of(const std::function<void()>& work);

}  // namespace unblock::faults
