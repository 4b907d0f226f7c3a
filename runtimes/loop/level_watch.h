// Watching a descriptor with a loop that tells of readiness as long as it lasts (level-triggered).
#pragma once

#include "runtimes/loop/readiness.h"

namespace unblock {

/// Two watchers of the library: Half(R&, int fd, ReadyChannel<R>&, bool writes) with start() and stop(), whose callback calls
/// readable() or writable() here. A reader's watcher stays on while readers come back, so that an echo costs no change of it.
template <class R, class Half>
class LevelWatch {
 public:
  LevelWatch(R& runtime, int fd, ReadyChannel<R>& channel) : read_(runtime, fd, channel, false), write_(runtime, fd, channel, true) {}

  void want_read() { set(read_, reads_, true); }
  void want_write() { set(write_, writes_, true); }
  void stop() {
    set(read_, reads_, false);
    set(write_, writes_, false);
  }

  void readable(ReadyChannel<R>& channel) {
    if (!channel.reader) set(read_, reads_, false);  // or the loop would spin until someone reads
    channel.on_readable();
  }
  void writable(ReadyChannel<R>& channel) {
    set(write_, writes_, false);
    channel.on_writable();
    // The channel may be gone.
  }

 private:
  static void set(Half& half, bool& on, bool wanted) {
    if (on == wanted) return;
    on = wanted;
    if (wanted) {
      half.start();
    } else {
      half.stop();
    }
  }

  Half read_, write_;
  bool reads_ = false, writes_ = false;
};

}  // namespace unblock
