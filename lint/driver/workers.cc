#include "lint/driver/workers.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <list>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "lint/driver/limits.h"
#include "lint/driver/prefix/server.h"
#include "lint/driver/worker.h"

namespace unblock::lint {
namespace {

using Clock = std::chrono::steady_clock;

/// The shared beginning of some files.
struct Shared {
  const PrefixGroup* group = nullptr;
  std::size_t left = 0;  ///< members that were not started yet
  bool gone = false;     ///< it cannot be read, or all members have begun
  std::unique_ptr<PrefixServer> server;

  bool is_warming() const { return server && !server->is_ready(); }
};

class Crew {
 public:
  Crew(const Work& work, const StopSignals& signals) : work_(work), signals_(signals), left_(work.order.begin(), work.order.end()) {
    shared_of_.assign(work.sources->size(), nullptr);
    for (const PrefixGroup& group : work.groups) {
      Shared& shared = shared_.emplace_back();
      shared.group = &group;
      shared.left = group.members.size();
      for (const std::size_t member : group.members) shared_of_[member] = &shared;
    }
  }
  ~Crew() {
    for (Worker& worker : running_) end_now(worker);
  }

  int run() {
    while ((!left_.empty() || !running_.empty()) && signals_.received() == 0) {
      while (busy() < work_.jobs && start_one()) {}
      collect();
      end_slow_ones();
      if (work_.on_tick) work_.on_tick();
    }
    return signals_.received();
  }

 private:
  std::size_t servers() const {
    std::size_t count = 0;
    for (const Shared& shared : shared_) count += shared.server ? 1 : 0;
    return count;
  }

  std::size_t busy() const {
    std::size_t count = running_.size();
    for (const Shared& shared : shared_) count += shared.is_warming() ? 1 : 0;
    return count;
  }

  /// Starts the first file that can be started, or a server for it. False when there is nothing to start now.
  bool start_one() {
    for (auto at = left_.begin(); at != left_.end(); ++at) {
      Shared* shared = shared_of_[*at];
      if (shared == nullptr || shared->gone) {
        start_alone(*at);
      } else if (!shared->server) {
        if (servers() > work_.jobs) continue;  // each holds a parsed library in memory
        start_server(*shared);
        return true;
      } else if (shared->is_warming()) {
        continue;
      } else if (!start_behind(*at, *shared)) {
        continue;
      }
      left_.erase(at);
      return true;
    }
    return false;
  }

  Worker new_worker(std::size_t index, const Pipe& pipe) const {
    Worker worker;
    worker.index = index;
    worker.file = (*work_.sources)[index].file;
    worker.started = Clock::now();
    worker.pipe = pipe.read_end;
    worker.memory_mib = work_.file_memory_mib;
    return worker;
  }

  void start_alone(std::size_t index) {
    const Pipe pipe = make_pipe();
    Worker worker = new_worker(index, pipe);
    const Source& source = (*work_.sources)[index];
    const pid_t driver = getpid();
    worker.process = fork();
    if (worker.process < 0) throw std::system_error(errno, std::generic_category(), "cannot start a process");
    if (worker.process == 0) {
      end_with(driver);
      signals_.leave_in_child();
      work([&] { return Analysed{or_why_not(source.file, [&] { return work_.analyse(source); }), pipe.write_end}; }, work_.file_memory_mib);
    }
    close(pipe.write_end);
    running_.push_back(std::move(worker));
  }

  void start_server(Shared& shared) {
    const pid_t driver = getpid();
    shared.server = std::make_unique<PrefixServer>([&, driver](int socket) {
      end_with(driver);
      signals_.leave_in_child();
      NextFile next;
      const NextSource next_source = [&]() -> const Source& {
        next = next_file(socket);
        end_with(driver);  // a clone does not inherit it
        return (*work_.sources)[next.index];
      };
      work([&] {
        FileResult result = or_why_not("", [&] { return work_.analyse_behind(*shared.group, next_source); });
        if (result.file.empty()) result.file = (*work_.sources)[next.index].file;
        return Analysed{std::move(result), next.result_pipe};
      },
           work_.file_memory_mib);
    });
  }

  /// False when the server has died: the file is then started alone.
  bool start_behind(std::size_t index, Shared& shared) {
    const Pipe pipe = make_pipe();
    Worker worker = new_worker(index, pipe);
    worker.behind_prefix = true;
    worker.process = shared.server->start(index, pipe.write_end);
    close(pipe.write_end);
    if (worker.process < 0) {
      close(pipe.read_end);
      drop(shared);
      return false;
    }
    running_.push_back(std::move(worker));
    if (--shared.left == 0) drop(shared);
    return true;
  }

  static void drop(Shared& shared) {
    shared.server.reset();
    shared.gone = true;
  }

  void collect() {
    std::vector<pollfd> polled;
    for (const Worker& worker : running_) polled.push_back({worker.pipe, POLLIN, 0});
    std::vector<Shared*> warming;
    for (Shared& shared : shared_) {
      if (!shared.is_warming()) continue;
      warming.push_back(&shared);
      polled.push_back({shared.server->socket(), POLLIN, 0});
    }
    const timespec second = {1, 0};
    const int ready = ppoll(polled.data(), polled.size(), &second, &signals_.wait_mask());
    if (ready < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "cannot wait for the workers");
    if (ready <= 0) return;
    const std::size_t workers = running_.size();
    for (std::size_t i = 0; i < warming.size(); ++i) {
      if (polled[workers + i].revents != 0 && !warming[i]->server->become_ready()) drop(*warming[i]);
    }
    for (std::size_t i = workers; i-- > 0;) {
      if (polled[i].revents != 0 && !read_some(running_[i])) collect_result(i);
    }
  }

  /// What crashes behind a shared beginning gets a chance without it.
  void collect_result(std::size_t i) {
    bool crashed = false;
    FileResult result = finish(running_[i], crashed);
    if (crashed && running_[i].behind_prefix) {
      shared_of_[running_[i].index] = nullptr;
      left_.push_front(running_[i].index);
      running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
    done(i, std::move(result));
  }

  bool is_over(Clock::time_point started) const { return work_.file_timeout.count() != 0 && Clock::now() - started >= work_.file_timeout; }

  void end_slow_ones() {
    for (Shared& shared : shared_) {
      if (shared.is_warming() && is_over(shared.server->started())) drop(shared);
    }
    for (std::size_t i = running_.size(); i-- > 0;) {
      if (!is_over(running_[i].started)) continue;
      end_now(running_[i]);
      FileResult result;
      result.file = running_[i].file;
      result.unread = fmt::format("not done after {} s; --file-timeout gives it more time", work_.file_timeout.count());
      done(i, std::move(result));
    }
  }

  void done(std::size_t i, FileResult result) {
    const std::size_t index = running_[i].index;
    running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(i));
    work_.on_result(index, std::move(result));
  }

  const Work& work_;
  const StopSignals& signals_;
  std::list<std::size_t> left_;
  std::list<Shared> shared_;
  std::vector<Shared*> shared_of_;  ///< by index of the source
  std::vector<Worker> running_;
};

}  // namespace

int run_workers(const Work& work, const StopSignals& signals) { return Crew(work, signals).run(); }

}  // namespace unblock::lint
