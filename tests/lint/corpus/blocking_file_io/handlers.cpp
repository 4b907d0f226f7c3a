// The disk in handlers of Asio, in callbacks of libuv and behind interfaces.
#include "folly_shape.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>
#include <uv.h>

namespace asio = boost::asio;
using boost::system::error_code;

// bad: old_files_are_swept
namespace old_files_are_swept_bad {
class Sweeper {
 public:
  void every_hour() {
    hour_.async_wait([this](error_code error) {
      if (error) return;
      sweep();  // expect: async-blocking-file-io
      every_hour();
    });
  }

 private:
  void sweep() {
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      if (entry.path().extension() != ".tmp") continue;
      std::error_code ignored;
      std::filesystem::remove(entry.path(), ignored);
    }
  }
  asio::steady_timer hour_;
  std::filesystem::path folder_;
};
}  // namespace old_files_are_swept_bad
// good: old_files_are_swept
namespace old_files_are_swept_good {
class Sweeper {
 public:
  void every_hour() {
    hour_.async_wait([this](error_code error) {
      if (error) return;
      asio::post(disk_, [folder = folder_] { sweep(folder); });
      every_hour();
    });
  }

 private:
  static void sweep(const std::filesystem::path& folder) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() != ".tmp") continue;
      std::error_code ignored;
      std::filesystem::remove(entry.path(), ignored);
    }
  }
  asio::steady_timer hour_;
  asio::thread_pool disk_{1};
  std::filesystem::path folder_;
};
}  // namespace old_files_are_swept_good

// bad: state_of_a_timer
namespace state_of_a_timer_bad {
struct State {
  std::ofstream out;
  long ticks = 0;
};
void start(uv_timer_t* timer, State* state) {
  timer->data = state;
  uv_timer_start(
      timer,
      [](uv_timer_t* fired) {
        auto* kept = static_cast<State*>(fired->data);
        if (++kept->ticks % 60 == 0) kept->out.open("state.txt", std::ios::trunc);  // expect: async-blocking-file-io
      },
      0, 1000);
}
}  // namespace state_of_a_timer_bad
// good: state_of_a_timer
namespace state_of_a_timer_good {
struct State {
  std::ofstream out;
  long ticks = 0;
};
void start(uv_loop_t* loop, uv_work_t* work, State* state) {
  work->data = state;
  uv_queue_work(
      loop, work,
      [](uv_work_t* running) {
        auto* kept = static_cast<State*>(running->data);
        if (++kept->ticks % 60 == 0) kept->out.open("state.txt", std::ios::trunc);
      },
      nullptr);
}
}  // namespace state_of_a_timer_good

// bad: upload_is_renamed
namespace upload_is_renamed_bad {
template <class Path>
bool keep(const Path& part, const Path& whole) {
  std::error_code error;
  std::filesystem::rename(part, whole, error);
  return !error;
}
folly::coro::Task<bool> receive(std::string part);
folly::coro::Task<int> receive_all(std::filesystem::path folder, int parts) {
  int kept = 0;
  while (parts-- > 0) {
    const auto part = folder / std::to_string(parts);
    if (!co_await receive(part.string())) co_return -1;
    if (keep(part, folder / "whole")) ++kept;  // expect: async-blocking-file-io
  }
  co_return kept;
}
}  // namespace upload_is_renamed_bad
// good: upload_is_renamed
namespace upload_is_renamed_good {
template <class Path>
Path keep(const Path& part, const Path& whole) {
  auto name = whole;
  name.replace_extension(part.extension());
  return name;
}
folly::coro::Task<bool> receive(std::string part);
folly::coro::Task<int> receive_all(std::filesystem::path folder, int parts) {
  int kept = 0;
  while (parts-- > 0) {
    const auto part = folder / std::to_string(parts);
    if (!co_await receive(part.string())) co_return -1;
    if (!keep(part, folder / "whole").empty()) ++kept;
  }
  co_return kept;
}
}  // namespace upload_is_renamed_good
