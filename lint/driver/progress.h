// How far a run is: one line that changes on a terminal, and a sentence now and then elsewhere.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <ostream>
#include <string>

namespace unblock::lint {

enum class ProgressKind {
  none,
  terminal,
  log
};

class Progress {
 public:
  using Now = std::function<std::chrono::steady_clock::time_point()>;

  Progress(std::size_t total, ProgressKind kind, std::ostream& out, Now now = std::chrono::steady_clock::now);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void done(const std::string& file, std::size_t findings);
  /// Called now and then, also while nothing ends.
  void tick();
  /// Before anything else is written to the terminal.
  void clear();

 private:
  std::size_t total_;
  ProgressKind kind_;
  std::ostream& out_;
  Now now_;
  std::chrono::steady_clock::time_point started_, said_;
  std::size_t done_ = 0;
  std::size_t findings_ = 0;
};

}  // namespace unblock::lint
