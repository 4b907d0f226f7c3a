#include "watch/places/verdict.h"

#include <algorithm>

namespace unblock::watch {
namespace {

struct Weighed {
  const Stack* stack;
  double weight;
  Culprit culprit;
};

reports::StallFrame shown(const Frame& frame) {
  return {frame.function.empty() ? frame.address : frame.function, frame.file, frame.line, frame.own};
}

std::string key(const Weighed& look) {
  if (look.stack->frames.empty() || !look.culprit.callee) return "";
  const Frame& frame = look.stack->frames[look.culprit.frame];
  return frame.file + ":" + std::to_string(frame.line) + frame.function + look.stack->frames[*look.culprit.callee].qualified;
}

/// Looks at a computation find it in one helper and then in another: to blame is the innermost function that was there in all of them.
void agree_on_function(std::vector<Weighed>& looks) {
  const Weighed* first = nullptr;
  std::size_t common = 0;
  for (const Weighed& look : looks) {
    if (look.culprit.callee || look.stack->parked) continue;
    if (!first) {
      first = &look;
      common = look.culprit.frame + 1;
      continue;
    }
    std::size_t same = 0;
    const auto &a = first->stack->frames, &b = look.stack->frames;
    while (same < common && same < b.size() && a[same].function == b[same].function && a[same].frame == b[same].frame) ++same;
    common = same;
  }
  if (!first) return;
  std::size_t frame = common;
  while (frame > first->stack->loop && !first->stack->frames[frame - 1].own) --frame;
  if (frame <= first->stack->loop) return;
  for (Weighed& look : looks) {
    if (!look.culprit.callee && !look.stack->parked) look.culprit.frame = frame - 1;
  }
}

/// The program's frames from the loop down, the blocking call, and where in it the thread stood.
void write_chain(const Weighed& look, SeenStall& stall) {
  const auto& frames = look.stack->frames;
  if (frames.empty()) return;
  for (std::size_t i = std::min(look.stack->loop, look.culprit.frame); i <= look.culprit.frame; ++i) {
    if (!frames[i].own && i != look.culprit.frame) continue;
    if (i == look.culprit.frame) stall.culprit = stall.chain.size();
    stall.chain.push_back(shown(frames[i]));
  }
  std::size_t last = look.culprit.frame;
  const auto follow = [&](std::size_t i) {
    if (i <= last || frames[i].function.empty()) return;
    stall.chain.push_back(shown(frames[i]));
    last = i;
  };
  if (look.culprit.callee) follow(*look.culprit.callee);
  for (std::size_t i = look.culprit.frame + 1; i < frames.size(); ++i) {
    if (frames[i].own) follow(i);
  }
  follow(frames.size() - 1);
}

}  // namespace

bool judge(const std::vector<LookedAt>& looks, const BlockingCalls& calls, SeenStall& stall) {
  std::vector<Weighed> weighed;
  double from = 0, parked_share = 0;
  for (const LookedAt& look : looks) {
    if (is_idle(look.stack)) {  // from here on, and since when is not known
      stall.length_s = from;
      stall.parked_share = parked_share;
      break;
    }
    weighed.push_back({&look.stack, look.age_s - from, find_culprit(look.stack, calls)});
    from = look.age_s;
    parked_share = look.parked_share;
  }
  if (weighed.empty()) return looks.empty();
  weighed.back().weight += std::max(0.0, stall.length_s - from);
  agree_on_function(weighed);
  const Weighed* best = nullptr;
  double best_weight = -1;
  for (const Weighed& look : weighed) {
    double weight = 0;
    for (const Weighed& other : weighed) {
      if (key(other) == key(look) && other.stack->parked == look.stack->parked) weight += other.weight;
    }
    if (weight > best_weight) {
      best_weight = weight;
      best = &look;
    }
  }
  if (best->culprit.callee) {
    const Frame& callee = best->stack->frames[*best->culprit.callee];
    stall.blocked_by = BlockingCalls::public_name(callee);
    stall.instead = calls.instead(callee);
  }
  write_chain(*best, stall);
  return true;
}

}  // namespace unblock::watch
