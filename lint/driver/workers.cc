#include "lint/driver/workers.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
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
#include "lint/driver/wire.h"

namespace unblock::lint {
namespace {

constexpr std::size_t kStackBytes = std::size_t{256} << 20;  // address space only; deeply nested code needs some of it

struct Worker {
  std::string file;
  pid_t process = -1;
  int pipe = -1;
  std::string text;
};

struct Job {
  const Analyse* analyse;
  const std::string* file;
  FileResult result;
};

void* run_job(void* argument) {
  auto& job = *static_cast<Job*>(argument);
  try {
    job.result = (*job.analyse)(*job.file);
  } catch (const std::exception& error) {
    job.result.file = *job.file;
    job.result.errors.push_back(error.what());
  }
  return nullptr;
}

/// On a thread with a large stack, so that deep nesting in the linted code does not end the process.
FileResult analyse_with_large_stack(const Analyse& analyse, const std::string& file) {
  Job job{&analyse, &file, {}};
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  if (pthread_create(&thread, &attributes, run_job, &job) == 0) {
    pthread_join(thread, nullptr);
  } else {
    run_job(&job);
  }
  return std::move(job.result);
}

void write_all(int fd, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t written = write(fd, text.data() + done, text.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    done += static_cast<std::size_t>(written);
  }
}

[[noreturn]] void work(int pipe, const Analyse& analyse, const std::string& file) {
  const int quiet = open("/dev/null", O_WRONLY);
  if (quiet >= 0) {
    dup2(quiet, STDOUT_FILENO);
    dup2(quiet, STDERR_FILENO);
  }
  prepare_heap_for_one_file();
  write_all(pipe, to_wire(analyse_with_large_stack(analyse, file)));
  _exit(0);
}

Worker start(const std::string& file, const Analyse& analyse) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "cannot make a pipe");
  Worker worker;
  worker.file = file;
  worker.process = fork();
  if (worker.process < 0) throw std::system_error(errno, std::generic_category(), "cannot start a process");
  if (worker.process == 0) {
    close(ends[0]);
    work(ends[1], analyse, file);
  }
  close(ends[1]);
  worker.pipe = ends[0];
  return worker;
}

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status)) {
    return fmt::format("the linter crashed on this file ({}); the other files were linted", strsignal(WTERMSIG(status)));
  }
  return fmt::format("the linter stopped on this file with status {}; the other files were linted", WEXITSTATUS(status));
}

FileResult finish(Worker& worker) {
  close(worker.pipe);
  int status = 0;
  while (waitpid(worker.process, &status, 0) < 0 && errno == EINTR) {}
  FileResult result;
  result.file = worker.file;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    result.errors.push_back(how_it_ended(status));
    return result;
  }
  try {
    return from_wire(worker.text);
  } catch (const std::runtime_error& error) {
    result.errors.push_back(fmt::format("the result of this file was cut short: {}", error.what()));
    return result;
  }
}

/// Reads what is there. False at the end of the pipe.
bool read_some(Worker& worker) {
  char buffer[16384];
  const ssize_t got = read(worker.pipe, buffer, sizeof buffer);
  if (got > 0) worker.text.append(buffer, static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && errno == EINTR);
}

}  // namespace

void run_workers(const std::vector<std::string>& files, unsigned jobs, const Analyse& analyse, const OnResult& on_result) {
  std::vector<Worker> running;
  std::size_t next = 0;
  while (next < files.size() || !running.empty()) {
    while (next < files.size() && running.size() < jobs) running.push_back(start(files[next++], analyse));
    std::vector<pollfd> polled;
    for (const Worker& worker : running) polled.push_back({worker.pipe, POLLIN, 0});
    if (poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "cannot wait for the workers");
    }
    for (std::size_t i = polled.size(); i-- > 0;) {
      if (polled[i].revents == 0 || read_some(running[i])) continue;
      FileResult result = finish(running[i]);
      running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
      on_result(std::move(result));
    }
  }
}

}  // namespace unblock::lint
