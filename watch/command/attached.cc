#include "watch/command/attached.h"

#include <fmt/format.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "reports/model/error.h"
#include "watch/attach/listened_slots.h"
#include "watch/command/recording.h"
#include "watch/watcher/priorities.h"

namespace unblock::watch {
namespace {

constexpr double kThreadsEvery = 0.2;

std::string name_of(int process) {
  std::error_code error;
  const auto program = std::filesystem::read_symlink(fmt::format("/proc/{}/exe", process), error);
  if (error) {
    const bool exists = std::filesystem::exists(fmt::format("/proc/{}", process), error);
    throw reports::InputError(exists ? fmt::format("cannot watch process {}: it belongs to another user; -p needs root", process)
                                     : fmt::format("there is no process {}", process));
  }
  return program.string();
}

sigset_t signals_of_its_own() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) sigaddset(&set, signal);
  return set;
}

}  // namespace

int watch_process(const Options& options) {
  check_tracepoints();
  const sigset_t signals = signals_of_its_own();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before the recording starts its thread
  Recording recording(options, fmt::format("{} (process {})", name_of(options.process), options.process), false);
  recording.area().listened = 1;
  ask_for_quick_wakeups();
  ListenedSlots slots(recording.area(), options.process);
  double threads_s = -1;
  bool goes_on = true;
  while (goes_on) {
    if (recording.now_s() >= threads_s) {
      goes_on = slots.follow_threads();
      threads_s = recording.now_s() + kThreadsEvery;
    }
    slots.read();
    siginfo_t info;
    const int signal = wait_until(recording, recording.monitor().poll(), signals, info);
    if (signal == SIGUSR1) recording.show();
    else if (signal > 0) goes_on = false;
    recording.on_time();
  }
  slots.read();
  const auto code = recording.end(true, fmt::format("process {} has no event loop: no thread waited twice in one place meanwhile", options.process));
  return code.value_or(0);
}

}  // namespace unblock::watch
