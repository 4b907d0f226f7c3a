// Writes what is heard of a program's threads into slots, as the threads of a preloaded program do themselves.
#pragma once

#include <map>
#include <memory>

#include "watch/area/area.h"
#include "watch/attach/tracepoints.h"
#include "watch/stack/wait_frames.h"

namespace unblock::watch {

class ListenedSlots {
 public:
  ListenedSlots(Area& area, pid_t process) : area_(area), process_(process), frames_(process) {}

  /// Listens to threads that have come, and gives back the slots of those that have gone. False when the process has ended.
  bool follow_threads();
  /// Takes what was heard since the last time.
  void read();
  std::uint64_t lost() const { return lost_; }

 private:
  struct Thread {
    std::unique_ptr<ThreadListener> listener;
    Slot* slot = nullptr;
    bool waits = false;  ///< the beginning of its wait was heard
    LongTurn* ended = nullptr;
    std::uint64_t began = 0;
  };
  void take(Thread& thread, const WaitEvent& event);
  Slot* free_slot(pid_t thread);

  Area& area_;
  pid_t process_;
  WaitFrames frames_;
  std::map<pid_t, Thread> threads_;
  std::uint64_t lost_ = 0;
};

}  // namespace unblock::watch
