// A counting operator new. It counts in the copies of this process in which the work is done.
#include "tests/faults/starved.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <new>

#include "reports/program.h"

namespace {

long allocations = 0;    // since it was set to 0
long last_granted = -1;  // -1: all are

}  // namespace

void* operator new(std::size_t size) {
  if (++allocations > last_granted && last_granted >= 0) throw std::bad_alloc();
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace unblock::faults {
namespace {

/// How a program ends that does `work` with so many allocations: its exit code, or -1.
int end_with(long granted, const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(STDERR_FILENO);
    ::open("/dev/null", O_WRONLY);
    _exit(reports::run_program("test", [&] {
      allocations = 0;
      last_granted = granted;
      work();
      last_granted = -1;
      return 0;
    }));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

long failures_of(const std::function<void()>& work) {
  work();  // what is made once is made now
  for (long granted = 0;; ++granted) {
    const int code = end_with(granted, work);
    if (code == 0) return granted;
    if (code != 2) ADD_FAILURE() << "allocation " << granted << " ended with " << code;
  }
}

}  // namespace unblock::faults
