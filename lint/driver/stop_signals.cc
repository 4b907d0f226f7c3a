#include "lint/driver/stop_signals.h"

#include <cstddef>
#include <iterator>

namespace unblock::lint {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};
volatile std::sig_atomic_t received_signal = 0;

void on_signal(int number) { received_signal = number; }

}  // namespace

StopSignals::StopSignals() {
  received_signal = 0;
  sigset_t held;
  sigemptyset(&held);
  struct sigaction action{};
  action.sa_handler = on_signal;
  for (std::size_t i = 0; i < std::size(kSignals); ++i) {
    sigaction(kSignals[i], nullptr, &old_[i]);
    if (old_[i].sa_handler == SIG_IGN) continue;  // nohup, or a shell's background job
    sigaddset(&held, kSignals[i]);
    sigaction(kSignals[i], &action, nullptr);
  }
  sigprocmask(SIG_BLOCK, &held, &before_);
}

StopSignals::~StopSignals() {
  for (std::size_t i = 0; i < std::size(kSignals); ++i) sigaction(kSignals[i], &old_[i], nullptr);
  sigprocmask(SIG_SETMASK, &before_, nullptr);
}

int StopSignals::received() const { return received_signal; }

void StopSignals::leave_in_child() const {
  for (std::size_t i = 0; i < std::size(kSignals); ++i) sigaction(kSignals[i], &old_[i], nullptr);
  signal(SIGINT, SIG_IGN);
  sigprocmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace unblock::lint
