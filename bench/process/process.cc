// Two pipes, a pidfd and poll().
#include "bench/process/process.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <string_view>

#include "bench/process/signals.h"
#include "bench/process/spawn.h"

namespace unblock::bench {
namespace {

using Clock = std::chrono::steady_clock;

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

std::uint64_t bytes_in(const std::string& folder) {
  std::uint64_t bytes = 0;
  std::error_code gone;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, gone)) {
    const std::uint64_t size = entry.is_regular_file(gone) ? entry.file_size(gone) : 0;
    if (!gone) bytes += size;
  }
  return bytes;
}

/// Why a child that is being watched must be ended now; exited: not yet.
Outcome::End must_end(const Command& command, Clock::time_point deadline) {
  if (interrupted()) return Outcome::End::interrupted;
  if (Clock::now() >= deadline) return Outcome::End::timed_out;
  if (!command.folder.empty() && bytes_in(command.folder) > command.most_folder_bytes) return Outcome::End::overfull;
  return Outcome::End::exited;
}

/// Reads both pipes until the process has ended or must be ended. Once a second it looks at the clock and the folder.
void watch(const Command& command, int pidfd, Descriptor& out, Descriptor& err, Clock::time_point deadline, Outcome& outcome) {
  constexpr long long kLookMs = 1000;
  constexpr std::size_t kMostOutput = 16u << 20, kLastComplaints = 4096;
  for (Clock::time_point look = Clock::now(); outcome.end == Outcome::End::exited;) {
    std::array<pollfd, 3> ready{{{pidfd, POLLIN, 0}, {out.get(), POLLIN, 0}, {err.get(), POLLIN, 0}}};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const int count = ::poll(ready.data(), ready.size(), static_cast<int>(std::clamp<long long>(left, 0, kLookMs)));
    if (count < 0 && errno != EINTR) {
      outcome.end = Outcome::End::lost;
      outcome.code = errno;
      return;
    }
    if (count <= 0 || Clock::now() - look > std::chrono::milliseconds(kLookMs)) {
      outcome.end = must_end(command, deadline);
      look = Clock::now();
    }
    if (count <= 0) continue;
    if (outcome.output.size() >= kMostOutput) outcome.output_cut = true;
    if (ready[1].revents != 0 && !drain(out.get(), outcome.output, kMostOutput, 0)) out.reset();
    if (ready[2].revents != 0 && !drain(err.get(), outcome.complaints, 0, kLastComplaints)) err.reset();
    if (ready[0].revents != 0 && ready[1].revents == 0 && ready[2].revents == 0) return;
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
    case End::overfull: return "filled its folder for temporary files and was killed";
    case End::lost: return fmt::format("could not be watched and was killed: {}", std::strerror(code));
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
  if (interrupted()) {  // between two processes: no wait returned early for it
    outcome.end = Outcome::End::interrupted;
    return outcome;
  }
  Pipe out, err;
  outcome.code = out.error != 0 ? out.error : err.error;
  if (outcome.code != 0) return outcome;
  const Launch launch{.arguments = command.arguments, .environment = command.environment, .output = command.keep_stdout ? out.write.get() : -1, .errors = err.write.get(), .cpus = command.cpus, .largest_file_bytes = command.largest_file_bytes};
  const Clock::time_point began = Clock::now();
  const pid_t pid = spawn(launch, outcome.code);
  if (pid < 0) return outcome;
  out.write.reset();
  err.write.reset();
  const Descriptor pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  outcome.end = pidfd ? Outcome::End::exited : Outcome::End::lost;
  outcome.code = pidfd ? 0 : errno;
  watch(command, pidfd.get(), out.read, err.read, began + command.deadline, outcome);
  outcome.wall_s = std::chrono::duration<double>(Clock::now() - began).count();
  reap(pid, outcome);
  return outcome;
}

}  // namespace unblock::bench
