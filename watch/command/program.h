// The program that is watched, as a child process: started with the preloaded library, and its signals passed on.
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <string>
#include <vector>

namespace unblock::watch {

/// Throws InputError when the program is missing or cannot be preloaded (static, setuid), with what to do instead.
void check_program(const std::vector<std::string>& program);

/// The path that the kernel would execute; empty when there is none.
std::string find_program(const std::string& name);

/// Starts it with `library` preloaded and the area at `area_path`. The child gets `mask`, as if the watcher
/// were not between. Throws InputError.
pid_t start_program(const std::vector<std::string>& program, const std::string& library, const std::string& area_path, const sigset_t& mask);

}  // namespace unblock::watch
