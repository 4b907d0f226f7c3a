#include "lint/driver/limits.h"

#include <llvm/Support/ErrorHandling.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <new>

namespace unblock::lint {
namespace {

/// Data and stack of this process, which the limit counts too.
std::size_t data_bytes() {
  std::FILE* const file = std::fopen("/proc/self/statm", "re");
  unsigned long data_pages = 0;
  if (file == nullptr) return 0;
  if (std::fscanf(file, "%*u %*u %*u %*u %*u %lu", &data_pages) != 1) data_pages = 0;
  std::fclose(file);
  return data_pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

void end_with(pid_t driver) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != driver) ::_exit(1);  // it ended before the call
}

void limit_memory(std::size_t bytes) {
  if (bytes == 0) return;
  rlimit limit{};
  if (::getrlimit(RLIMIT_DATA, &limit) != 0) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, data_bytes() + bytes);
  if (::setrlimit(RLIMIT_DATA, &limit) != 0) return;
  std::set_new_handler([] { ::_exit(kOutOfMemory); });
  llvm::remove_bad_alloc_error_handler();
  llvm::install_bad_alloc_error_handler([](void*, const char*, bool) { ::_exit(kOutOfMemory); });
}

}  // namespace unblock::lint
