// Looks at the program come before its own turn, and names of what was seen after it, where all processors are busy.
#pragma once

namespace unblock::watch {

/// Asks the scheduler to run the calling thread in short slices, and so soon after it woke up. It gets no more CPU than before, and
/// needs no right. Linux from 6.12 on heeds it; others do nothing.
void ask_for_quick_wakeups();

/// The calling thread lets others go first from now on: what it does has time.
void give_way();

}  // namespace unblock::watch
