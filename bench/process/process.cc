// fork, exec, a pipe each for stdout and stderr, a pidfd and poll().
#include "bench/process/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <sstream>
#include <string_view>

namespace unblock::bench {
namespace {

using Clock = std::chrono::steady_clock;

volatile sig_atomic_t interrupt_seen = 0;

struct Pipe {
  int read = -1, write = -1;
  Pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) == 0) read = ends[0], write = ends[1];
  }
  ~Pipe() {
    close_end(read);
    close_end(write);
  }
  static void close_end(int& fd) {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
};

/// In the child: only what is safe between fork and exec.
[[noreturn]] void become(const Command& command, std::vector<char*>& argv, std::vector<char*>& env, const Pipe& out,
                         const Pipe& err, const Pipe& failure) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit size{command.largest_file_bytes, command.largest_file_bytes};
  ::setrlimit(RLIMIT_FSIZE, &size);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  if (!command.cpus.empty()) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (const int cpu : command.cpus) CPU_SET(cpu, &set);
    ::sched_setaffinity(0, sizeof(set), &set);
  }
  const int null = ::open("/dev/null", O_RDWR);
  ::dup2(null, 0);
  ::dup2(command.keep_stdout ? out.write : null, 1);
  ::dup2(err.write, 2);
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGTERM, SIG_DFL);
  ::execve(argv[0], argv.data(), env.data());
  const int error = errno;
  [[maybe_unused]] const ssize_t written = ::write(failure.write, &error, sizeof(error));
  ::_exit(127);
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (std::string& text : strings) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> environment_with(const std::map<std::string, std::string>& extra) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry; ++entry) {
    const std::string text = *entry;
    if (!extra.contains(text.substr(0, text.find('=')))) result.push_back(text);
  }
  for (const auto& [key, value] : extra) result.push_back(key + "=" + value);
  return result;
}

/// Takes what there is to read; false at the end.
bool drain(int fd, std::string& into, std::size_t keep_first, std::size_t keep_last) {
  std::array<char, 65536> buffer;
  const ssize_t n = ::read(fd, buffer.data(), buffer.size());
  if (n <= 0) return n < 0 && errno == EINTR;
  if (into.size() < keep_first) into.append(buffer.data(), std::min(static_cast<std::size_t>(n), keep_first - into.size()));
  if (keep_last != 0) {
    into.append(buffer.data(), static_cast<std::size_t>(n));
    if (into.size() > keep_last) into.erase(0, into.size() - keep_last);
  }
  return true;
}

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6; }

/// Reads both pipes until the process has ended or must be ended.
void watch(int pidfd, Pipe& out, Pipe& err, Clock::time_point deadline, Outcome& outcome) {
  for (;;) {
    std::array<pollfd, 3> ready{{{pidfd, POLLIN, 0}, {out.read, POLLIN, 0}, {err.read, POLLIN, 0}}};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const int count = ::poll(ready.data(), ready.size(), static_cast<int>(std::max<long long>(left, 0)));
    if (interrupt_seen) {
      outcome.end = Outcome::End::interrupted;
      return;
    }
    if (count == 0) {
      outcome.end = Outcome::End::timed_out;
      return;
    }
    constexpr std::size_t kMostOutput = 16u << 20, kLastComplaints = 4096;
    if (outcome.output.size() >= kMostOutput) outcome.output_cut = true;
    if (ready[1].revents != 0 && !drain(out.read, outcome.output, kMostOutput, 0)) Pipe::close_end(out.read);
    if (ready[2].revents != 0 && !drain(err.read, outcome.complaints, 0, kLastComplaints)) Pipe::close_end(err.read);
    if (ready[0].revents != 0 && ready[1].revents == 0 && ready[2].revents == 0) {
      outcome.end = Outcome::End::exited;
      return;
    }
  }
}

void reap(pid_t pid, Outcome& outcome) {
  if (outcome.end != Outcome::End::exited) ::kill(-pid, SIGKILL);
  int status = 0;
  rusage usage{};
  while (::wait4(pid, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  ::kill(-pid, SIGKILL);  // whatever it left behind
  outcome.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  if (outcome.end != Outcome::End::exited) return;
  if (WIFSIGNALED(status)) outcome.end = Outcome::End::signalled;
  outcome.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

/// Lines that follow the one that matters, or that every worker prints.
bool says_nothing(std::string_view line, bool indented) {
  const bool build = line.starts_with("***WARNING***");                                    // Google Benchmark's, about its own build
  const bool stack = (indented && line.starts_with("at ")) || line.starts_with("Node.js v");  // what Node prints below its error
  return build || stack || std::none_of(line.begin(), line.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
}

}  // namespace

std::string Outcome::describe() const {
  switch (end) {
    case End::exited: return fmt::format("ended with exit code {}", code);
    case End::signalled: return fmt::format("was killed by signal {} ({})", code, ::strsignal(code));
    case End::timed_out: return fmt::format("did not end within {:.0f} s and was killed", wall_s);
    case End::interrupted: return "was interrupted";
    case End::not_started: return fmt::format("could not be started: {}", std::strerror(code));
  }
  return {};
}

std::string Outcome::last_words() const {
  std::string last;
  std::istringstream lines(complaints);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of("\r\t |");  // an ExceptionGroup of Python's has a bar at the left
    if (begin == line.npos || says_nothing(std::string_view(line).substr(begin), begin > 0)) continue;
    last = line.substr(begin, 300);
  }
  return last;
}

Outcome run(const Command& command) {
  Outcome outcome;
  std::vector<std::string> arguments = command.arguments, environment = environment_with(command.environment);
  std::vector<char*> argv = pointers(arguments), env = pointers(environment);
  Pipe out, err, failure;
  const Clock::time_point began = Clock::now();
  const pid_t pid = ::fork();
  if (pid < 0) {
    outcome.code = errno;
    return outcome;
  }
  if (pid == 0) become(command, argv, env, out, err, failure);
  ::setpgid(pid, pid);
  Pipe::close_end(out.write);
  Pipe::close_end(err.write);
  Pipe::close_end(failure.write);
  int error = 0;
  if (::read(failure.read, &error, sizeof(error)) == sizeof(error)) {
    ::waitpid(pid, nullptr, 0);
    outcome.code = error;
    return outcome;
  }
  const int pidfd = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  if (pidfd < 0) {  // its end could not be noticed
    outcome.code = errno;
    ::kill(-pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    return outcome;
  }
  watch(pidfd, out, err, began + command.deadline, outcome);
  outcome.wall_s = std::chrono::duration<double>(Clock::now() - began).count();
  reap(pid, outcome);
  ::close(pidfd);
  return outcome;
}

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = [](int) { interrupt_seen = 1; };
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() { return interrupt_seen != 0; }

}  // namespace unblock::bench
