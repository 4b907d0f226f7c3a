#include "watch/attach/tracepoints.h"

#include <fmt/format.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <string>

#include "reports/model/error.h"

namespace unblock::watch {
namespace {

using reports::InputError;

constexpr std::size_t kPage = 4096, kDataPages = 32;
constexpr std::uint64_t kStackPointer = 7, kCode = 8;  // linux/asm/perf_regs.h, x86

struct SystemCall {
  long number;
  WaitKind kind;
};
constexpr SystemCall kCalls[] = {
    {SYS_epoll_pwait, WaitKind::epoll},
    {SYS_epoll_pwait2, WaitKind::epoll},
    {SYS_ppoll, WaitKind::poll},
    {SYS_pselect6, WaitKind::select},
    {SYS_io_uring_enter, WaitKind::io_uring},
#ifdef SYS_epoll_wait
    {SYS_epoll_wait, WaitKind::epoll},
    {SYS_poll, WaitKind::poll},
    {SYS_select, WaitKind::select},
#endif
};

WaitKind kind_of(long number) {
  for (const SystemCall& call : kCalls) {
    if (call.number == number) return call.kind;
  }
  return WaitKind::none;
}

std::string filter() {
  std::string text;
  for (const SystemCall& call : kCalls) text += fmt::format("{}id == {}", text.empty() ? "" : " || ", call.number);
  return text;
}

std::uint64_t tracepoint(const char* name) {
  for (const char* root : {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"}) {
    std::ifstream file(fmt::format("{}/events/raw_syscalls/{}/id", root, name));
    std::uint64_t id = 0;
    if (file >> id) return id;
  }
  if (::geteuid() != 0) throw InputError("-p needs root: only root may listen to the system calls of a program that runs already");
  throw InputError(
      "-p needs the kernel's tracepoints of system calls, which are not here: mount them with 'mount -t tracefs tracefs "
      "/sys/kernel/tracing', or start the program under unblock watch");
}

int open_event(std::uint64_t id, pid_t thread) {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_TRACEPOINT;
  attributes.config = id;
  attributes.sample_period = 1;
  attributes.sample_type = PERF_SAMPLE_TIME | PERF_SAMPLE_RAW | PERF_SAMPLE_REGS_USER;
  attributes.sample_regs_user = 1U << kStackPointer | 1U << kCode;
  attributes.use_clockid = 1;
  attributes.clockid = CLOCK_MONOTONIC;
  attributes.disabled = 1;
  return static_cast<int>(::syscall(SYS_perf_event_open, &attributes, thread, -1, -1, PERF_FLAG_FD_CLOEXEC));
}

template <class T>
bool take(const unsigned char*& at, const unsigned char* end, T& to) {
  if (static_cast<std::size_t>(end - at) < sizeof to) return false;
  std::memcpy(&to, at, sizeof to);
  at += sizeof to;
  return true;
}

}  // namespace

void check_tracepoints() {
  tracepoint("sys_enter");
#if !defined(__x86_64__)
  throw InputError("-p works on x86-64 only");
#endif
}

ThreadListener::ThreadListener(pid_t thread, bool& is_gone) : thread_(thread) {
  enter_ = open_event(tracepoint("sys_enter"), thread);
  exit_ = enter_ < 0 ? -1 : open_event(tracepoint("sys_exit"), thread);
  if (exit_ < 0) {
    if (enter_ >= 0) ::close(enter_);
    is_gone = errno == ESRCH;
    if (is_gone) return;
    throw InputError(fmt::format("cannot listen to thread {}: {}{}", thread, std::strerror(errno),
                                 errno == EACCES || errno == EPERM ? "; -p needs root" : ""));
  }
  ring_ = ::mmap(nullptr, (1 + kDataPages) * kPage, PROT_READ | PROT_WRITE, MAP_SHARED, enter_, 0);
  const std::string wanted = filter();
  const bool works = ring_ != MAP_FAILED && ::ioctl(exit_, PERF_EVENT_IOC_SET_OUTPUT, enter_) == 0 &&
                     ::ioctl(enter_, PERF_EVENT_IOC_SET_FILTER, wanted.c_str()) == 0 && ::ioctl(exit_, PERF_EVENT_IOC_SET_FILTER, wanted.c_str()) == 0 &&
                     ::ioctl(exit_, PERF_EVENT_IOC_ENABLE, 0) == 0 && ::ioctl(enter_, PERF_EVENT_IOC_ENABLE, 0) == 0;
  if (works) return;
  const int error = errno;
  ::close(enter_);
  ::close(exit_);
  throw InputError(fmt::format("cannot listen to thread {}: {}", thread, std::strerror(error)));
}

ThreadListener::~ThreadListener() {
  if (!ring_) return;
  ::munmap(ring_, (1 + kDataPages) * kPage);
  ::close(exit_);
  ::close(enter_);
}

std::uint64_t ThreadListener::read(const std::function<void(const WaitEvent&)>& take_event) {
  if (!ring_) return 0;
  auto* head = static_cast<perf_event_mmap_page*>(ring_);
  const auto* data = static_cast<const unsigned char*>(ring_) + kPage;
  constexpr std::uint64_t kSize = kDataPages * kPage;
  const std::uint64_t end = __atomic_load_n(&head->data_head, __ATOMIC_ACQUIRE);
  std::uint64_t at = head->data_tail, lost = 0;
  std::vector<unsigned char> record;
  while (at < end) {
    perf_event_header header;
    const auto copy = [&](void* to, std::size_t size) {
      for (std::size_t i = 0; i < size; ++i) static_cast<unsigned char*>(to)[i] = data[(at + i) % kSize];
    };
    copy(&header, sizeof header);
    if (header.size < sizeof header || at + header.size > end) break;
    record.resize(header.size);
    copy(record.data(), record.size());
    if (header.type == PERF_RECORD_SAMPLE) take_sample(record, take_event);
    if (header.type == PERF_RECORD_LOST && record.size() >= sizeof header + 16) {
      std::uint64_t count = 0;
      std::memcpy(&count, record.data() + sizeof header + 8, sizeof count);
      lost += count;
    }
    at += header.size;
  }
  __atomic_store_n(&head->data_tail, at, __ATOMIC_RELEASE);
  return lost;
}

void ThreadListener::take_sample(const std::vector<unsigned char>& record, const std::function<void(const WaitEvent&)>& take_event) const {
  const unsigned char* at = record.data() + sizeof(perf_event_header);
  const unsigned char* end = record.data() + record.size();
  std::uint32_t size = 0;
  WaitEvent event;
  if (!take(at, end, event.at_ns) || !take(at, end, size) || static_cast<std::size_t>(end - at) < size) return;
  const unsigned char* registers = at + size;
  // sys_enter: common fields, the number, six arguments. sys_exit: common fields, the number, the result.
  constexpr std::uint32_t kEnterSize = 8 + 8 + 6 * 8;
  std::uint64_t common = 0;
  long number = 0, values[6] = {};
  if (!take(at, end, common) || !take(at, end, number)) return;
  event.begins = size >= kEnterSize;
  if (!take(at, end, values[0])) return;
  if (event.begins) {
    for (int i = 1; i < 6; ++i) {
      if (!take(at, end, values[i])) return;
    }
    constexpr long kGetEvents = 1;  // IORING_ENTER_GETEVENTS
    if (number == SYS_io_uring_enter && !(values[3] & kGetEvents)) return;
  }
  event.result = values[0];
  event.thread = thread_;
  event.kind = kind_of(number);
  std::uint64_t abi = 0;
  if (!take(registers, end, abi) || abi == 0 || !take(registers, end, event.site.sp) || !take(registers, end, event.site.pc)) return;
  take_event(event);
}

}  // namespace unblock::watch
