#include "bench/target/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace unblock::bench {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

std::string default_executable() {
  std::error_code error;
  return (std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "unblock-target").string();
}

}  // namespace

TargetProcess::TargetProcess(TargetOptions options) : deadline_(options.deadline) {
  if (options.executable.empty()) options.executable = default_executable();
  try {
    start(options);
  } catch (...) {
    stop();
    throw;
  }
}

TargetProcess::~TargetProcess() {
  stop();
  if (const std::string rest = take_complaint(); !rest.empty()) fmt::print(stderr, "{}\n", rest);
}

void TargetProcess::start(const TargetOptions& options) {
  Pipe commands, answers, complaints;
  Launch launch{.arguments = {options.executable}, .input = commands.read.get(), .output = answers.write.get(), .errors = complaints.write.get()};
  launch.arguments.insert(launch.arguments.end(), options.arguments.begin(), options.arguments.end());
  int error = std::max({commands.error, answers.error, complaints.error});
  if (error == 0) pid_ = spawn(launch, error);
  if (pid_ < 0) {
    ended_ = true;
    throw TargetError(fmt::format("cannot start the target '{}': {}", options.executable, std::strerror(error)));
  }
  complaints_ = std::move(complaints.read);
  fcntl(complaints_.get(), F_SETFL, O_NONBLOCK);
  channel_ = LineChannel(std::move(answers.read), std::move(commands.write), deadline_);
  for (Descriptor* end : {&commands.read, &answers.write, &complaints.write}) end->reset();
  const std::string line = answer_to("");
  if (!introduce(line)) throw TargetError(fmt::format("'{}' is not the target: it said '{}'", options.executable, line.substr(0, 80)));
}

void TargetProcess::run_on(const std::vector<int>& cpus) {
  if (!pin(pid_, cpus)) throw TargetError(fmt::format("cannot move the target to the CPUs asked for: {}", std::strerror(errno)));
}

std::string TargetProcess::ask(const std::string& command) {
  if (ended_ || !channel_.is_open()) throw TargetError("the target was stopped before it was asked");
  return answer_to(command);
}

std::string TargetProcess::answer_to(const std::string& command) {
  try {
    if (!command.empty()) channel_.write(command);
    return channel_.read_line();
  } catch (const ChannelError& error) {
    if (error.is_late) kill(pid_, SIGKILL);  // one that hangs does not go when asked
    throw failure(error.what());
  }
}

TargetError TargetProcess::failure(const std::string& what) {
  const int status = stop();
  std::string how;
  if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL) how = fmt::format(" (signal {})", WTERMSIG(status));
  if (WIFEXITED(status) && WEXITSTATUS(status) != 0) how = fmt::format(" (exit {})", WEXITSTATUS(status));
  const std::string complaint = take_complaint();
  return TargetError(fmt::format("the target {}{}{}{}", what, how, complaint.empty() ? "" : ": ", complaint));
}

/// First line of what the target wrote to its standard error and nobody took yet.
std::string TargetProcess::take_complaint() {
  char bytes[4096];
  const ssize_t count = !complaints_ ? 0 : read(complaints_.get(), bytes, sizeof bytes);
  const std::string text(bytes, count > 0 ? static_cast<std::size_t>(count) : 0);
  return text.substr(0, text.find('\n'));
}

int TargetProcess::stop() {
  channel_.close_output();
  if (pid_ > 0 && !ended_ && !wait_until_ended(milliseconds(2000))) {
    kill(pid_, SIGKILL);
    wait_until_ended(milliseconds(2000));
  }
  channel_.close();
  return status_;
}

bool TargetProcess::wait_until_ended(milliseconds at_most) {
  const auto give_up = Clock::now() + at_most;
  while (!ended_) {
    const pid_t waited = waitpid(pid_, &status_, WNOHANG);
    ended_ = waited == pid_ || (waited < 0 && errno == ECHILD);
    if (!ended_ && Clock::now() >= give_up) return false;
    if (!ended_) poll(nullptr, 0, 1);
  }
  return true;
}

}  // namespace unblock::bench
