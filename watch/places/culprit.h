// Which frame of a stalled stack is to be named: the program's own outermost one that makes a blocking call; where there is no such
// call, the innermost of the program's own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "watch/places/blocking_calls.h"
#include "watch/stack/image.h"

namespace unblock::watch {

/// A stack from the outside in, as functions of the source. `loop` is the first frame that the loop called: what lies before it is
/// the loop itself, and the same in every turn.
struct Stack {
  std::vector<Frame> frames;
  std::size_t loop = 0;
  bool parked = false;
};

struct Culprit {
  std::size_t frame = 0;               ///< index into Stack::frames
  std::optional<std::size_t> callee;   ///< the blocking call; none when the stall is not one that the models know
};

Culprit find_culprit(const Stack& stack, const BlockingCalls& calls);

/// A thread of Asio's pool that has nothing to do waits for the others' work on a condition variable and not in the reactor.
bool is_idle(const Stack& stack);

/// Puts two stacks on each other: the number of outermost frames of `stack` that are the same invocations as in `wait`.
std::size_t common_frames(const std::vector<Call>& wait, const std::vector<Call>& stack);

}  // namespace unblock::watch
