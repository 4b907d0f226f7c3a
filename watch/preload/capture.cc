#include "watch/preload/capture.h"

#include <algorithm>
#include <cstring>

namespace unblock::watch::preload {

__attribute__((noinline, no_sanitize("address"))) void capture_stack(Capture& capture, Site site) noexcept {
  std::uint64_t* to = capture.registers;
#if defined(__x86_64__)
  asm volatile(
      "movq %%rbx, 0(%0)\n\tmovq %%rbp, 8(%0)\n\tmovq %%r12, 16(%0)\n\tmovq %%r13, 24(%0)\n\t"
      "movq %%r14, 32(%0)\n\tmovq %%r15, 40(%0)\n\tmovq %%rsp, 48(%0)\n\tleaq 0(%%rip), %%rax\n\tmovq %%rax, 56(%0)"
      :
      : "r"(to)
      : "rax", "memory");
#endif
  const std::uint64_t from = to[Capture::rsp];
  capture.size = 0;
  if (from >= capture.low && from < capture.high) {
    capture.size = std::min<std::uint64_t>(capture.high - from, Capture::kBytes);
    std::memcpy(capture.stack, reinterpret_cast<const void*>(from), capture.size);
  }
  capture.site = site;
}

}  // namespace unblock::watch::preload
