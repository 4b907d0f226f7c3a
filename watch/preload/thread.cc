#include "watch/preload/thread.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "watch/area/record.h"
#include "watch/area/ticks.h"
#include "watch/preload/capture.h"

namespace unblock::watch::preload {
namespace {

Area* area;
bool use_tsc;
std::uint64_t threshold;
pthread_key_t ends;

// A page that the kernel empties in the child of a fork, whatever way the fork was made. Then the child's threads need slots of their own.
std::atomic<std::uint32_t>* alive;

thread_local Slot* mine __attribute__((tls_model("initial-exec")));
thread_local bool refused __attribute__((tls_model("initial-exec")));

void thread_ended(void* slot) {
  if (alive->load(std::memory_order_relaxed) != 0) static_cast<Slot*>(slot)->owner.store(1, std::memory_order_release);
  mine = nullptr;
  refused = true;  // what other destructors wait for is no loop
}

bool take(Slot& slot, std::uint32_t thread) {
  std::uint32_t none = 0;
  // A process id of this thread first: the watcher must not see an owner whose slot still holds another's turns.
  if (!slot.owner.compare_exchange_strong(none, 2, std::memory_order_acquire)) return false;
  slot.process = static_cast<std::uint32_t>(::getpid());
  slot.thread = thread;
  clear(slot);
  slot.owner.store(thread, std::memory_order_release);
  return true;
}

Slot* find_slot() {
  const auto thread = static_cast<std::uint32_t>(::syscall(SYS_gettid));
  for (unsigned i = 0; i < Area::kSlots; ++i) {
    Slot& slot = area->slots[i];
    if (slot.owner.load(std::memory_order_relaxed) != 0 || !take(slot, thread)) continue;
    std::uint32_t used = area->used.load(std::memory_order_relaxed);
    while (used <= i && !area->used.compare_exchange_weak(used, i + 1)) {
    }
    return &slot;
  }
  area->without_slot.fetch_add(1, std::memory_order_relaxed);
  return nullptr;
}

__attribute__((noinline, cold)) Slot* slot_of_new_thread() {
  if (alive->load(std::memory_order_relaxed) == 0) {
    // A forked child: this thread is its only one, and what it inherited belongs to its parent's thread.
    alive->store(1, std::memory_order_relaxed);
    area->attached.fetch_add(1, std::memory_order_relaxed);
    refused = false;
  }
  if (refused) return nullptr;
  const int error = errno;
  mine = find_slot();
  if (!mine || ::pthread_setspecific(ends, mine) != 0) refused = true;
  errno = error;
  return mine;
}

Slot* slot() {
  if (!area) return nullptr;
  if (mine && alive->load(std::memory_order_relaxed) != 0) return mine;
  return slot_of_new_thread();
}

}  // namespace

Wait::Wait(WaitKind kind, const void* return_address, const void* stack_pointer) noexcept : slot_(slot()) {
  if (!slot_) return;
  Slot& slot = *slot_;
  const Site site{reinterpret_cast<std::uint64_t>(return_address), reinterpret_cast<std::uint64_t>(stack_pointer)};
  if (slot.tracker.is_inside_wait(site)) {
    slot_ = nullptr;
    return;
  }
  began_ = ticks(use_tsc);
  ended_ = begin_wait(slot, site, kind, began_, threshold);
  if (slot.capture.load(std::memory_order_acquire) == Capture::wanted) {
    capture_stack(area->captures[slot.capture_index % Area::kCaptures], site);
    slot.capture.store(Capture::done, std::memory_order_release);
  }
}

void Wait::over(long ready) noexcept {
  if (!slot_ || slot_ != mine) return;  // the slot may have been given back while the thread waited
  end_wait(*slot_, ended_, began_, ticks(use_tsc), ready, threshold);
}

bool attach() noexcept {
  const char* path = ::secure_getenv(kAreaVariable);
  if (area || !path) return area;
  const int error = errno;
  const int fd = ::open(path, O_RDWR | O_CLOEXEC);
  void* memory = fd < 0 ? MAP_FAILED : ::mmap(nullptr, sizeof(Area), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (fd >= 0) ::close(fd);
  void* page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  auto* found = static_cast<Area*>(memory);
  if (memory != MAP_FAILED && page != MAP_FAILED && ::madvise(page, 4096, MADV_WIPEONFORK) == 0 &&
      found->magic == Area::kMagic && found->layout == Area::kLayout && ::pthread_key_create(&ends, thread_ended) == 0) {
    alive = static_cast<std::atomic<std::uint32_t>*>(page);
    alive->store(1, std::memory_order_relaxed);
    use_tsc = found->use_tsc != 0;
    threshold = found->threshold;
    found->attached.fetch_add(1, std::memory_order_relaxed);
    area = found;
  }
  errno = error;
  return area;
}

}  // namespace unblock::watch::preload
