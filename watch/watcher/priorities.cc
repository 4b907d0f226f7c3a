#include "watch/watcher/priorities.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace unblock::watch {
namespace {

/// sched_attr of sched_setattr(2). libc has none before 2.41, and the kernel's header cannot stand beside <sched.h>.
struct Attributes {
  std::uint32_t size, policy;
  std::uint64_t flags;
  std::int32_t nice;
  std::uint32_t priority;
  std::uint64_t runtime_ns, deadline_ns, period_ns;
};

}  // namespace

void ask_for_quick_wakeups() {
  constexpr std::uint64_t kShortestNs = 100'000;
  Attributes attributes{};
  if (::syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) return;
  if (attributes.policy != SCHED_OTHER && attributes.policy != SCHED_BATCH) return;  // what somebody chose stays
  attributes.runtime_ns = kShortestNs;
  ::syscall(SYS_sched_setattr, 0, &attributes, 0);
}

void give_way() {
  constexpr int kNice = 10;  // a tenth of what the program gets
  ::setpriority(PRIO_PROCESS, 0, kNice);  // of this thread only, on Linux
}

}  // namespace unblock::watch
