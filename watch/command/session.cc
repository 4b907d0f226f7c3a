#include "watch/command/session.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "watch/command/output.h"
#include "watch/command/program.h"
#include "watch/command/recording.h"
#include "watch/watcher/priorities.h"

namespace unblock::watch {
namespace {

const int kForwarded[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGUSR2, SIGALRM, SIGWINCH};

sigset_t handled_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : kForwarded) sigaddset(&set, signal);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGCHLD);
  return set;
}

/// Gives the mask as it was.
sigset_t block_handled_signals() {
  const sigset_t signals = handled_signals();
  sigset_t before;
  ::pthread_sigmask(SIG_BLOCK, &signals, &before);
  return before;
}

class Session {
 public:
  explicit Session(const Options& options)
      : name_(options.program.front()), recording_(options, fmt::format("{}", fmt::join(options.program, " ")), tsc_is_steady()) {
    const sigset_t signals = handled_signals();
    child_ = start_program(options.program, watch_library(), recording_.area_path(), before_);
    ask_for_quick_wakeups();  // after the program was started: it inherits nothing
    while (!status_) next(recording_.monitor().poll(), signals);
  }

  Recording& recording() { return recording_; }
  bool by_signal() const { return WIFSIGNALED(*status_); }

  int end() {
    const bool attached = recording_.area().attached != 0;
    const auto code = recording_.end(by_signal(), fmt::format("'{}' {}", name_,
                                                              attached ? "has no event loop: no thread waited twice in one place (epoll, poll, "
                                                                         "select or io_uring)"
                                                                       : "was not watched: the library was not loaded into it"));
    return code ? *code : exit_like_program();
  }

 private:
  void next(double due_s, const sigset_t& signals) {
    siginfo_t info;
    const int signal = wait_until(recording_, due_s, signals, info);
    collect();
    if (signal == SIGCHLD) return recording_.on_time();
    if (signal == SIGUSR1) recording_.show();
    else if (signal > 0 && info.si_code != SI_KERNEL) ::kill(child_, signal);  // the terminal's went to the program too
    if (const auto ended = recording_.monitor().ended(child_)) status_ = *ended;
    recording_.on_time();
  }

  void collect() {
    int status = 0;
    for (pid_t one; (one = ::waitpid(-1, &status, WNOHANG | WUNTRACED | WCONTINUED)) > 0;) {
      if (WIFSTOPPED(status)) recording_.monitor().stopped(one);
      else if (WIFCONTINUED(status)) recording_.monitor().continued(one);
      else if (one == child_) status_ = status;
    }
  }

  int exit_like_program() const {
    if (WIFEXITED(*status_)) return WEXITSTATUS(*status_);
    const int signal = WTERMSIG(*status_);
    std::fflush(nullptr);
    ::signal(signal, SIG_DFL);
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, signal);
    ::sigprocmask(SIG_UNBLOCK, &one, nullptr);
    ::raise(signal);
    return 128 + signal;
  }

  // Before the recording starts its thread: a signal that any thread does not block is delivered there, and lost.
  const sigset_t before_ = block_handled_signals();
  std::string name_;
  Recording recording_;
  pid_t child_ = 0;
  std::optional<int> status_;
};

}  // namespace

int watch_program(const Options& options) {
  check_program(options.program);
  return Session(options).end();
}

reports::Stalls seen_of_program(const Options& options) {
  Session session(options);
  session.recording().finish(session.by_signal());
  return session.recording().result();
}

}  // namespace unblock::watch
