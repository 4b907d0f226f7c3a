// What a wrapped wait does before and after the real call. Nothing here fails, allocates or changes errno's meaning for the program.
#pragma once

#include "watch/area/area.h"

namespace unblock::watch::preload {

/// A wait from its beginning to its end. Without an area, or without a free slot, it does nothing.
class Wait {
 public:
  /// Both of the wrapper: where it returns to, and its caller's stack pointer at the call.
  Wait(WaitKind kind, const void* return_address, const void* stack_pointer) noexcept;
  /// `ready`: how many events the call returned; negative counts as none.
  void over(long ready) noexcept;
  /// For io_uring, before over(): a loop that always finds completions takes them without waiting, and turns all the same.
  void completions(const unsigned* taken, unsigned all) noexcept {
    if (!slot_) return;
    slot_->progress = reinterpret_cast<std::uint64_t>(taken);
    slot_->progress_end = all;
  }

 private:
  Slot* slot_;
  LongTurn* ended_ = nullptr;
  std::uint64_t began_ = 0;
};

/// Maps the area that the environment names; false when it names none, or none that can be opened.
bool attach() noexcept;

}  // namespace unblock::watch::preload

// Begins a wait in a wrapper; a macro, because it must see the wrapper's own frame.
#define UNBLOCK_WAIT(kind) \
  ::unblock::watch::preload::Wait wait(kind, __builtin_return_address(0), __builtin_dwarf_cfa())
