// A process that lints one file and writes the result into a pipe. Nothing of it can harm the driver.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

#include "lint/driver/result.h"

namespace unblock::lint {

struct Worker {
  std::size_t index = 0;
  std::string file;
  std::chrono::steady_clock::time_point started;
  pid_t process = -1;
  int pipe = -1;
  std::string text;              ///< of the result, as far as it came
  unsigned memory_mib = 0;       ///< how much it may have, for the sentence; 0: no limit
  bool behind_prefix = false;    ///< a child of a server, not of the driver's own fork
};

/// The ends of a pipe that programs started later do not get.
struct Pipe {
  int read_end = -1;
  int write_end = -1;
};
Pipe make_pipe();

/// In a child process: silent, with the heap and the stack that reading a file wants, and `memory_mib` at most. Calls `analyse`, writes what it returns to the
/// pipe that it names, and ends the process.
struct Analysed {
  FileResult result;
  int pipe = -1;
};
[[noreturn]] void work(const std::function<Analysed()>& analyse, unsigned memory_mib);

/// What `analyse` returns, or why it could not.
FileResult or_why_not(const std::string& file, const std::function<FileResult()>& analyse);

/// Reads what is there. False at the end of the pipe.
bool read_some(Worker& worker);

/// After the end of the pipe. `crashed` says whether the process ended otherwise than by itself.
FileResult finish(Worker& worker, bool& crashed);

void end_now(Worker& worker);

}  // namespace unblock::lint
