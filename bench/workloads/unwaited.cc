#include "bench/workloads/unwaited.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <new>
#include <system_error>

namespace unblock::bench {
namespace {

struct Unmap {
  void operator()(UnwaitedCounts* counts) const { ::munmap(counts, sizeof(*counts)); }
};

std::unique_ptr<UnwaitedCounts, Unmap> shared_counts() {
  void* memory = ::mmap(nullptr, sizeof(UnwaitedCounts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  return std::unique_ptr<UnwaitedCounts, Unmap>(new (memory) UnwaitedCounts);
}

/// Whatever the runtime prints when it dies is no concern of the user's.
[[noreturn]] void be_the_child(const std::function<void(UnwaitedCounts&)>& work, UnwaitedCounts& counts) {
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);  // not closed: libuv asserts that nothing of its own is stderr
  work(counts);
  ::_exit(0);
}

std::string in_words(int tasks, const UnwaitedTrial& trial, const UnwaitedTrial& error) {
  std::string text;
  const int after = trial.finished - trial.finished_in_run, left = tasks - trial.finished - trial.destroyed;
  const auto add = [&](int count, const char* what) {
    if (count > 0) text += fmt::format("{}{} of {} {}", text.empty() ? "" : ", ", count, tasks, what);
  };
  add(trial.finished_in_run, "finish before the loop ends");
  add(after, "finish while the runtime is destroyed");
  add(trial.destroyed, "are destroyed unfinished");
  add(left, "neither finish nor are destroyed");
  return text + (error.program_ended ? "; an error ends the program" : error.error_heard ? "; an error reaches the caller"
                                                                                         : "; an error is lost");
}

}  // namespace

UnwaitedTrial try_in_child(const std::function<void(UnwaitedCounts&)>& work) {
  const auto counts = shared_counts();
  const pid_t child = ::fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0) be_the_child(work, *counts);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return {counts->finished, counts->finished_in_run, counts->destroyed, counts->error_heard, !WIFEXITED(status) || WEXITSTATUS(status) != 0};
}

void report_unwaited(Context& context, int tasks, const UnwaitedTrial& tasks_trial, const UnwaitedTrial& error_trial) {
  if (tasks_trial.program_ended) context.fail("tasks that nobody waits for have ended the program, though none had failed");
  context.measure("unwaited_finished", tasks_trial.finished);
  context.measure("unwaited_destroyed", tasks_trial.destroyed);
  context.measure("unwaited_left", tasks - tasks_trial.finished - tasks_trial.destroyed);
  context.measure("unwaited_error_heard", error_trial.error_heard ? 1 : 0);
  context.measure("unwaited_error_ends_program", error_trial.program_ended ? 1 : 0);
  context.note("when nobody waits", in_words(tasks, tasks_trial, error_trial));
}

}  // namespace unblock::bench
