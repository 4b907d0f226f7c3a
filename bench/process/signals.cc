#include "bench/process/signals.h"

#include <signal.h>

#include <initializer_list>

namespace unblock::bench {
namespace {

volatile sig_atomic_t first_signal = 0;

void remember(int number) {
  if (first_signal == 0) first_signal = number;
}

}  // namespace

void catch_interrupts() {
  struct sigaction action{};
  action.sa_handler = &remember;  // without SA_RESTART: a wait returns, and whoever waited asks interrupted()
  for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ}) {
    struct sigaction before{};
    ::sigaction(number, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(number, &action, nullptr);  // ignored: started by nohup, or in the background
  }
  ::signal(SIGPIPE, SIG_IGN);
}

bool interrupted() { return first_signal != 0; }
int interrupting_signal() { return first_signal; }
void forget_interrupts() { first_signal = 0; }

}  // namespace unblock::bench
