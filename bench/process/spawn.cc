// fork and exec, with a pipe that tells whether exec came off.
#include "bench/process/spawn.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace unblock::bench {
namespace {

struct Image {
  std::vector<char*> argv, environment;
};

void connect(int descriptor, int null, int as) { ::dup2(descriptor >= 0 ? descriptor : null, as); }

void bound(std::uint64_t largest_file_bytes) {
  if (largest_file_bytes != 0) {
    const rlimit size{largest_file_bytes, largest_file_bytes};
    ::setrlimit(RLIMIT_FSIZE, &size);
  }
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
}

/// Handlers do not survive exec; what is ignored or blocked does.
void restore_signals() {
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  for (int number = 1; number < SIGRTMIN; ++number) ::signal(number, SIG_DFL);
}

/// In the child: only what is safe between fork and exec.
[[noreturn]] void become(const Launch& launch, const Image& image, pid_t owner, int failure) {
  ::setpgid(0, 0);
  end_with(owner);
  bound(launch.largest_file_bytes);
  pin(0, launch.cpus);
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  connect(launch.input, null, 0);
  connect(launch.output, null, 1);
  connect(launch.errors, null, 2);
  restore_signals();
  ::execve(image.argv[0], image.argv.data(), image.environment.data());
  const int error = errno;
  [[maybe_unused]] const ssize_t written = ::write(failure, &error, sizeof(error));
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

/// 0 once the program runs, else what kept it from starting.
int error_of_exec(int failure) {
  int error = 0;
  ssize_t count = 0;
  do {
    count = ::read(failure, &error, sizeof(error));
  } while (count < 0 && errno == EINTR);
  return count == sizeof(error) ? error : 0;
}

void wait_for(pid_t pid) {
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace

int Descriptor::release() { return std::exchange(fd_, -1); }

void Descriptor::reset(int fd) {
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
}

Pipe::Pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    error = errno;
    return;
  }
  read.reset(ends[0]);
  write.reset(ends[1]);
}

pid_t spawn(const Launch& launch, int& error) {
  Pipe failure;
  error = failure.error;
  if (error != 0) return -1;
  std::vector<std::string> arguments = launch.arguments, environment = environment_with(launch.environment);
  const Image image{pointers(arguments), pointers(environment)};
  const pid_t owner = ::getpid(), pid = ::fork();
  if (pid < 0) {
    error = errno;
    return -1;
  }
  if (pid == 0) become(launch, image, owner, failure.write.get());
  ::setpgid(pid, pid);
  failure.write.reset();
  error = error_of_exec(failure.read.get());
  if (error == 0) return pid;
  wait_for(pid);
  return -1;
}

void end_with(pid_t owner) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != owner) ::_exit(127);  // it ended before the call
}

bool pin(pid_t pid, const std::vector<int>& cpus) {
  if (cpus.empty()) return true;
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int cpu : cpus) CPU_SET(static_cast<std::size_t>(cpu), &set);
  return ::sched_setaffinity(pid, sizeof(set), &set) == 0;
}

}  // namespace unblock::bench
