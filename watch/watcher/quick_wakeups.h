// How soon the watcher gets a CPU when it wants to look and others keep all of them busy.
#pragma once

namespace unblock::watch {

/// Asks the scheduler to run the calling thread in short slices, and so soon after it woke up. It gets no more CPU than before, and
/// needs no right. Linux from 6.12 on heeds it; others do nothing.
void ask_for_quick_wakeups();

}  // namespace unblock::watch
