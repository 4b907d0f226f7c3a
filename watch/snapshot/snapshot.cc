#include "watch/snapshot/snapshot.h"

#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <string>

#include "watch/snapshot/thread_files.h"

namespace unblock::watch {
namespace {

constexpr std::size_t kMostStack = 192 << 10;

std::uint64_t now_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(now.tv_nsec);
}

void copy_stack(pid_t process, Snapshot& to) {
  // Page by page upwards: most stacks are small, and the copy ends with the mapping.
  to.stack.resize(kMostStack);
  to.stack.resize(read_memory(process, to.stack_pointer(), to.stack.data(), kMostStack));
  to.stack.shrink_to_fit();
}

/// Reads, then looks whether the thread slept all the while.
LookResult read_asleep(pid_t process, pid_t thread, const Sleeping& place, Snapshot& to) {
  to.schedule = read_schedule(process, thread);
  to.at_ns = now_ns();
  to.set(Snapshot::kStackPointer, place.sp);
  to.set(Snapshot::kCode, place.pc);
  to.parked = true;
  to.call = place.call;
  copy_stack(process, to);
  const auto after = read_sleeping(process, thread);
  if (!after || *after != place || read_schedule(process, thread) != to.schedule) return LookResult::moved;
  return to.stack.empty() ? LookResult::forbidden : LookResult::taken;
}

#if defined(__x86_64__)
bool has_pending_signal(pid_t process, pid_t thread) {
  const std::string status = read_small_file("/proc/" + std::to_string(process) + "/task/" + std::to_string(thread) + "/status");
  for (const char* key : {"SigPnd:\t", "ShdPnd:\t"}) {
    const std::size_t at = status.find(key);
    if (at != std::string::npos && std::strtoull(status.c_str() + at + 8, nullptr, 16) != 0) return true;
  }
  return false;
}

/// Some calls (epoll_wait, sigtimedwait, semtimedop, sockets with a timeout) end with EINTR when a tracer stops them. A thread
/// that entered one just before it was stopped is sent back to the call, unless a signal of its own ended it.
void undo_interruption(pid_t process, pid_t thread, user_regs_struct& registers) {
  constexpr std::uint64_t kSyscallInstruction = 2;
  const bool in_call = static_cast<long>(registers.orig_rax) >= 0;
  if (!in_call || static_cast<long>(registers.rax) != -EINTR || has_pending_signal(process, thread)) return;
  registers.rax = registers.orig_rax;
  registers.rip -= kSyscallInstruction;
  iovec io{&registers, sizeof registers};
  ::ptrace(PTRACE_SETREGSET, thread, 1 /* NT_PRSTATUS */, &io);
}

void keep(const user_regs_struct& from, Snapshot& to) {
  const std::uint64_t values[] = {from.rax, from.rdx, from.rcx, from.rbx, from.rsi, from.rdi, from.rbp, from.rsp, from.r8,
                                  from.r9, from.r10, from.r11, from.r12, from.r13, from.r14, from.r15, from.rip};
  for (unsigned i = 0; i < Snapshot::kRegisters; ++i) to.set(i, values[i]);
}

/// A thread on another processor stops within microseconds: shorter than to sleep and be woken up, during which it would stand still. One
/// that waits for a processor needs ours.
pid_t wait_for_stop(pid_t thread, int& status) {
  constexpr std::uint64_t kSoonNs = 50'000;
  const std::uint64_t begin_ns = now_ns();
  do {
    if (const pid_t stopped = ::waitpid(thread, &status, __WALL | WNOHANG); stopped != 0) return stopped;
  } while (now_ns() - begin_ns < kSoonNs);
  return ::waitpid(thread, &status, __WALL);
}

/// Stops a running thread, reads it and lets it go on.
LookResult read_running(pid_t process, pid_t thread, Snapshot& to) {
  if (::ptrace(PTRACE_SEIZE, thread, nullptr, nullptr) != 0) return errno == ESRCH ? LookResult::gone : LookResult::forbidden;
  int status = 0;
  to.held_from_ns = now_ns();
  if (::ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr) != 0 || wait_for_stop(thread, status) != thread) return LookResult::gone;
  if (!WIFSTOPPED(status)) {
    to.ended = status;
    return LookResult::gone;
  }
  const bool by_us = status >> 16 == PTRACE_EVENT_STOP && WSTOPSIG(status) == SIGTRAP;
  user_regs_struct registers{};
  iovec io{&registers, sizeof registers};
  const bool read = by_us && ::ptrace(PTRACE_GETREGSET, thread, 1 /* NT_PRSTATUS */, &io) == 0;
  if (read) {
    keep(registers, to);
    copy_stack(process, to);
    to.schedule = read_schedule(process, thread);
    to.at_ns = now_ns();
    undo_interruption(process, thread, registers);
  }
  // A signal that arrived in this moment stopped it before us: it is handed on.
  const bool a_signal = status >> 16 == 0;
  ::ptrace(PTRACE_DETACH, thread, nullptr, a_signal ? static_cast<long>(WSTOPSIG(status)) : 0L);
  to.held_to_ns = now_ns();
  return read ? LookResult::taken : LookResult::moved;
}
#else
LookResult read_running(pid_t, pid_t, Snapshot&) { return LookResult::forbidden; }
#endif

}  // namespace

LookResult take_snapshot(pid_t process, pid_t thread, Snapshot& to) {
  constexpr int kAttempts = 8;
  LookResult look = LookResult::moved;
  for (int i = 0; i < kAttempts && look == LookResult::moved; ++i) {
    to = {};
    const char state = read_state(process, thread);
    switch (state) {
      case 0:
      case 'Z':
      case 'X': return LookResult::gone;
      case 'T':
      case 't': return LookResult::stopped;
      default: break;
    }
    // Only a thread that runs is ever stopped. One that sleeps, and whose place cannot be read at this moment, is asked again.
    const auto place = read_sleeping(process, thread);
    look = place ? read_asleep(process, thread, *place, to) : state == 'R' ? read_running(process, thread, to)
                                                                           : LookResult::moved;
    if (look == LookResult::moved) ::usleep(50);
  }
  return look;
}

}  // namespace unblock::watch
