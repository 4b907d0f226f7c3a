// What machine this is, what on it disturbs a measurement, and what we may change for the length of a run.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace unblock::bench {

/// The fingerprint: CPU, kernel, governor, hypervisor, haltpoll, SMT, compiler, limits, …
std::map<std::string, std::string> fingerprint();

/// One sentence for each thing that makes the numbers of this machine less trustworthy.
std::vector<std::string> disturbances();

/// Whether a hypervisor announces itself.
bool virtual_machine();

/// CPUs this process may use, those that share a core with an earlier one at the end.
std::vector<int> usable_cpus();

/// Seconds of steal over all CPUs since boot.
double steal_s();

/// Raises the soft limit of open files to the hard one, and the hard one where root may. Returns the limit in force.
std::uint64_t raise_file_limit();

/// The id of raw_syscalls:sys_enter; 0 and a reason where it cannot be had. Mounts tracefs in a mount namespace of its
/// own if it is not mounted, so that nothing is left behind.
int syscall_tracepoint(std::string& reason);

}  // namespace unblock::bench
