#include "watch/watcher/analyst.h"

#include <algorithm>
#include <set>

#include "watch/places/verdict.h"
#include "watch/watcher/priorities.h"

namespace unblock::watch {
namespace {

constexpr std::size_t kMostJobs = 4096;
constexpr std::size_t kMostImages = 16;

/// The wait itself: a wrapper of ours (in a static program it has libc's name), libc's own call, or an inline function of liburing.
bool is_of_wait(const Frame& frame) {
  static const std::set<std::string> kWaits = {"epoll_wait", "epoll_pwait", "epoll_pwait2", "poll", "ppoll", "select", "pselect", "syscall"};
  return frame.is_wrapper || frame.qualified.find("io_uring_") != std::string::npos || kWaits.contains(BlockingCalls::public_name(frame));
}

/// How many of the innermost calls are the wait. A function of a library that has no name, such as a static one of liburing, is part of it
/// when one that has a name follows.
std::size_t frames_of_wait(Image& image, const std::vector<Call>& calls) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const Frame& frame = image.frames(calls[i]).back();
    if (is_of_wait(frame)) count = i + 1;
    else if (frame.own || !frame.function.empty()) break;
  }
  return count;
}

/// For each call whether it is the program's, in the order of the calls.
std::vector<bool> own_functions(Image& image, const std::vector<Call>& calls) {
  std::vector<bool> own;
  for (const Call& call : calls) own.push_back(image.frames(call).back().own);
  return own;
}

}  // namespace

bool is_nested(const WaitPlace& place, const WaitPlace& outer) {
  const std::size_t common = common_frames(outer.calls, place.calls);
  if (common == 0) return false;
  if (common + outer.inner >= outer.calls.size()) return true;  // the outer loop's own function is still there
  return !outer.outside_own[outer.calls.size() - common];       // a library's loop goes on
}

Analyst::Analyst(StallTable& table) : table_(table), thread_([this] { run(); }) {}

Analyst::~Analyst() {
  {
    const std::lock_guard lock(queue_mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Analyst::add(StallJob job) {
  {
    const std::lock_guard lock(queue_mutex_);
    if (queue_.size() >= kMostJobs) {
      ++dropped_;
      job.looks.clear();  // counted all the same, without a place
    }
  }
  later([this, job = std::move(job)] { settle(job); });
}

void Analyst::name(std::shared_ptr<WaitPlace> place) {
  later([this, place = std::move(place)] { analyse(*place); });
}

void Analyst::later(std::function<void()> work) {
  {
    const std::lock_guard lock(queue_mutex_);
    queue_.push_back(std::move(work));
  }
  changed_.notify_all();
}

void Analyst::finish() {
  std::unique_lock lock(queue_mutex_);
  changed_.wait(lock, [this] { return queue_.empty() && !busy_; });
}

void Analyst::run() {
  give_way();
  for (;;) {
    std::function<void()> work;
    {
      std::unique_lock lock(queue_mutex_);
      changed_.wait(lock, [this] { return ends_ || !queue_.empty(); });
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
      busy_ = true;
    }
    work();
    work = nullptr;  // with what it held, before anybody is told that it is done
    {
      const std::lock_guard lock(queue_mutex_);
      busy_ = false;
    }
    changed_.notify_all();
  }
}

void Analyst::settle(const StallJob& job) {
  if (job.wait) analyse(*job.wait);
  if (analyse(job)) return;
  for (const StallJob& other : job.otherwise) settle(other);
}

Image& Analyst::image_of(const std::shared_ptr<const ProcessMaps>& maps) {
  for (auto& [known, image] : images_) {
    if (known == maps) return *image;
  }
  if (images_.size() >= kMostImages) images_.pop_front();
  images_.emplace_back(maps, std::make_unique<Image>(maps->process, maps->text));
  return *images_.back().second;
}

Stack Analyst::stack_of(Image& image, const Snapshot& snapshot, const WaitPlace& wait, bool& inside) {
  const std::vector<Call> calls = image.unwind(snapshot);
  const std::size_t common = common_frames(wait.calls, calls);
  inside = common > 0 && common + wait.inner + 1 > wait.calls.size();
  Stack stack;
  stack.parked = snapshot.parked;
  std::size_t calls_done = 0, after_loop = 0;
  for (auto call = calls.rbegin(); call != calls.rend(); ++call, ++calls_done) {
    // The last common call is the one from which the loop goes to wait, and to work.
    if (calls_done + 1 == common) stack.loop = stack.frames.size();
    const std::vector<Frame>& frames = image.frames(*call);
    for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame) {
      stack.frames.push_back(*frame);
      stack.frames.back().frame = call->frame;
      if (calls_done + 1 == common && !frame->own && !frame->function.empty()) inside = true;  // a library's loop goes on
      if (after_loop == 0 && calls_.kind(*frame) == BlockingCalls::Kind::runs_loop) after_loop = stack.frames.size();
    }
  }
  if (common == 0) stack.loop = after_loop;
  return stack;
}

void Analyst::analyse(WaitPlace& place) {
  if (place.analysed || !place.has_snapshot) return;
  Image& image = image_of(place.maps);
  const std::vector<Call> calls = image.unwind(*place.snapshot);
  const auto lock = this->lock();
  place.analysed = true;
  place.calls = calls;
  place.inner = frames_of_wait(image, calls);
  place.outside_own = own_functions(image, calls);
  for (std::size_t i = calls.size(); i-- > place.inner;) {
    const std::vector<Frame>& frames = image.frames(calls[i]);
    for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame) {
      if (i == place.inner && is_of_wait(*frame)) break;  // liburing's inline functions
      if (calls_.kind(*frame) == BlockingCalls::Kind::blocks) place.is_loop = false;
      if (!frame->function.empty()) place.function = frame->function;
      if (frame->own) place.own_place = frame->line == 0 ? frame->function : frame->function + " " + frame->file + ":" + std::to_string(frame->line);
    }
  }
}

bool Analyst::analyse(const StallJob& job) {
  WaitPlace unknown;
  const WaitPlace& wait = job.wait ? *job.wait : unknown;
  if (!wait.is_loop) return false;
  SeenStall stall;
  stall.start_s = job.start_s;
  stall.length_s = job.length_s;
  stall.parked_share = job.spent.parked_share();
  stall.ready = job.ready;
  stall.unfinished = job.unfinished;
  stall.loop = job.loop;
  std::vector<LookedAt> looks;
  std::size_t inside_until = 0;
  if (job.maps) {
    Image& image = image_of(job.maps);
    for (const Look& look : job.looks) {
      bool inside = false;
      looks.push_back({look.age_s, stack_of(image, look.snapshot, wait, inside), look.spent.parked_share()});
      if (inside) inside_until = looks.size();
    }
  }
  if (job.must_be_inside) {
    looks.resize(inside_until);
    if (looks.empty()) return false;
    stall.length_s = looks.back().age_s;
    stall.parked_share = looks.back().parked_share;
  }
  if (!judge(looks, calls_, stall) || stall.length_s < job.threshold_s) return false;
  const auto lock = this->lock();
  table_.add(stall);
  return true;
}

}  // namespace unblock::watch
