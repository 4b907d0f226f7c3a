#include "lint/driver/worker.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <system_error>

#include "lint/driver/heap.h"
#include "lint/driver/limits.h"
#include "lint/driver/wire.h"

namespace unblock::lint {
namespace {

constexpr std::size_t kStackBytes = std::size_t{256} << 20;  // address space only; deeply nested code needs some of it

void write_all(int fd, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t written = ::write(fd, text.data() + done, text.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    done += static_cast<std::size_t>(written);
  }
}

void* run(void* argument) {
  const auto& analyse = *static_cast<const std::function<Analysed()>*>(argument);
  const Analysed done = analyse();
  if (done.pipe < 0) _exit(1);
  write_all(done.pipe, to_wire(done.result));
  _exit(0);
}

std::string how_it_ended(int status, unsigned memory_mib) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == kOutOfMemory) {
    return fmt::format("it needs more than {} MiB of memory; --file-memory gives it more; the other files were linted", memory_mib);
  }
  if (WIFSIGNALED(status)) {
    return fmt::format("the linter crashed on this file ({}); the other files were linted", strsignal(WTERMSIG(status)));
  }
  return fmt::format("the linter stopped on this file with status {}; the other files were linted", WEXITSTATUS(status));
}

}  // namespace

Pipe make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "cannot make a pipe");
  return {ends[0], ends[1]};
}

/// On a thread with a large stack, so that deep nesting in the linted code does not end the process.
void work(const std::function<Analysed()>& analyse, unsigned memory_mib) {
  const int quiet = open("/dev/null", O_WRONLY);
  if (quiet >= 0) {
    dup2(quiet, STDOUT_FILENO);
    dup2(quiet, STDERR_FILENO);
  }
  limit_memory(memory_mib == 0 ? 0 : (std::size_t{memory_mib} << 20) + kStackBytes);
  prepare_heap_for_one_file();
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  void* const argument = const_cast<void*>(static_cast<const void*>(&analyse));
  if (pthread_create(&thread, &attributes, run, argument) == 0) pthread_join(thread, nullptr);
  run(argument);
  _exit(1);
}

FileResult or_why_not(const std::string& file, const std::function<FileResult()>& analyse) {
  try {
    return analyse();
  } catch (const std::exception& error) {
    FileResult result;
    result.file = file;
    result.unread = error.what();
    return result;
  }
}

bool read_some(Worker& worker) {
  char buffer[16384];
  const ssize_t got = read(worker.pipe, buffer, sizeof buffer);
  if (got > 0) worker.text.append(buffer, static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && errno == EINTR);
}

FileResult finish(Worker& worker, bool& crashed) {
  close(worker.pipe);
  int status = 0;
  while (waitpid(worker.process, &status, 0) < 0 && errno == EINTR) {}
  crashed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
  FileResult result;
  result.file = worker.file;
  if (crashed) {
    result.unread = how_it_ended(status, worker.memory_mib);
    return result;
  }
  try {
    return from_wire(worker.text);
  } catch (const std::runtime_error& error) {
    result.unread = fmt::format("the result of this file was cut short: {}", error.what());
    return result;
  }
}

void end_now(Worker& worker) {
  kill(worker.process, SIGKILL);
  close(worker.pipe);
  while (waitpid(worker.process, nullptr, 0) < 0 && errno == EINTR) {}
}

}  // namespace unblock::lint
