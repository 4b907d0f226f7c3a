// unblock-count-syscalls: gives a guest a counter of its own system calls. Opens it, hands its descriptor on, becomes the guest.
//   unblock-count-syscalls WORKER TRACEPOINT PROGRAM [ARGUMENT …]        runs PROGRAM ARGUMENT … --unblock_syscall_fd=N
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

/// Of this process, the program that it becomes, and their threads. -1 with errno.
int open_counter(unsigned long long tracepoint) {
  perf_event_attr attributes{};
  attributes.type = PERF_TYPE_TRACEPOINT;
  attributes.size = sizeof(attributes);
  attributes.config = tracepoint;
  attributes.inherit = 1;
  return static_cast<int>(::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "unblock-count-syscalls: WORKER TRACEPOINT PROGRAM [ARGUMENT …] are expected\n");
    return 2;
  }
  char* end = nullptr;
  const unsigned long long tracepoint = std::strtoull(argv[2], &end, 10);
  const bool number = end != argv[2] && *end == '\0';
  const int counter = number ? open_counter(tracepoint) : -1;
  if (counter < 0) {
    std::fprintf(stderr, "unblock-worker-%s: cannot count system calls: %s\n", argv[1],
                 number ? std::strerror(errno) : "--unblock_count_syscalls takes the id of a tracepoint");
    return 2;
  }
  std::string flag = "--unblock_syscall_fd=" + std::to_string(counter);
  std::vector<char*> arguments(argv + 3, argv + argc);
  arguments.push_back(flag.data());
  arguments.push_back(nullptr);
  ::execv(arguments[0], arguments.data());
  std::fprintf(stderr, "unblock-worker-%s: cannot start '%s': %s\n", argv[1], arguments[0], std::strerror(errno));
  return 2;
}
