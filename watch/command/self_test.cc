#include "watch/command/self_test.h"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "watch/command/session.h"

namespace unblock::watch {

// Not in the anonymous namespace and not inlined: the test looks for these names.
__attribute__((noinline)) void self_test_sleeps() {
  const timespec time{0, 60'000'000};
  ::nanosleep(&time, nullptr);
}

__attribute__((noinline)) void self_test_computes() {
  const auto cpu_ns = [] {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1'000'000'000 + now.tv_nsec;
  };
  for (const auto begin = cpu_ns(); cpu_ns() - begin < 60'000'000;) {
  }
}

int stall_for_self_test() {
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  for (int turn = 1; turn <= 24; ++turn) {
    epoll_event event;
    ::epoll_wait(epoll, &event, 1, 5);
    if (turn % 8 == 4) self_test_sleeps();  // three times: on a busy machine one may be over before it is looked at
    if (turn % 8 == 0) self_test_computes();
  }
  ::close(epoll);
  return 0;
}

namespace {

bool check(const reports::Stalls& stalls, const char* function, bool parked, const char* what) {
  const auto found = std::find_if(stalls.places.begin(), stalls.places.end(), [&](const reports::StallPlace& place) {
    return !place.chain.empty() && place.chain[place.culprit].function.find(function) != std::string::npos;
  });
  const bool seen = found != stalls.places.end(), right = seen && (found->parked_share > 0.5) == parked;
  fmt::print("  {:<24} {}\n", what, right ? "seen, named, told apart" : seen ? "seen and named, but taken for the other kind"
                                                                             : "NOT seen by its name");
  return right;
}

}  // namespace

int self_test() {
  Options options;
  options.threshold_s = 0.02;
  options.program = {"/proc/self/exe", kStallForSelfTest};
  const reports::Stalls stalls = seen_of_program(options);
  fmt::print("a loop of {} turns with six stalls, of two kinds\n", stalls.loops.empty() ? 0 : stalls.loops.front().turns);
  const bool parked = check(stalls, "self_test_sleeps", true, "a call that sleeps");
  const bool computing = check(stalls, "self_test_computes", false, "a computation");
  for (const std::string& note : stalls.notes) fmt::print("  {}\n", note);
  const bool works = parked && computing;
  const char* why = stalls.notes.empty() ? "nothing was refused, so the machine may be too busy: the watcher needs a processor within the time of a stall"
                                         : "unblock watch needs the right to look at its own children (ptrace), which containers and sandboxes may take away";
  if (works) fmt::print("watching works here\n");
  else fmt::print("watching does not work here as it should: {}\n", why);
  return works ? 0 : 2;
}

}  // namespace unblock::watch
