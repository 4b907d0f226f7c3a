// A child process with a deadline: pinned, bounded, killed with everything it started, its complaints kept.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "bench/process/signals.h"

namespace unblock::bench {

struct Command {
  std::vector<std::string> arguments;  ///< [0] is the executable's path
  std::map<std::string, std::string> environment;  ///< beside what is inherited
  std::vector<int> cpus;               ///< to run on; empty: wherever
  std::chrono::milliseconds deadline{60'000};
  std::uint64_t largest_file_bytes = 256u << 20;  ///< a file that grows beyond ends the process
  std::string folder;                  ///< what it may write to; empty: not looked at
  std::uint64_t most_folder_bytes = 512u << 20;   ///< more than that in the folder ends the process
  bool keep_stdout = false;            ///< else it is thrown away
};

struct Outcome {
  enum class End {
    exited,
    signalled,
    timed_out,
    interrupted,
    overfull,
    lost,
    not_started
  };
  End end = End::not_started;
  int code = 0;         ///< exit code, signal, or errno of the failed start
  std::string output;   ///< stdout, if kept: the first 16 MiB
  bool output_cut = false;  ///< there was as much as that, and perhaps more
  std::string complaints;  ///< the last 4 KiB of stderr
  double wall_s = 0;
  double cpu_s = 0;     ///< user and system, with its children

  bool ok() const { return end == End::exited && code == 0; }
  /// One clause: "ended with exit code 3", "was killed by signal 11 (Segmentation fault)", "did not end within 60 s".
  std::string describe() const;
  /// The last line of the complaints that says something, shortened: of a traceback the error. Empty where it said nothing.
  std::string last_words() const;
};

/// Runs it to its end, its deadline, or a signal that asks to end (interrupted() in signals.h). Never throws for what the
/// child does, nor where the system has no process or descriptor left: that is an Outcome.
Outcome run(const Command& command);

}  // namespace unblock::bench
