#include "watch/places/culprit.h"

#include <algorithm>

namespace unblock::watch {
namespace {

constexpr auto kBlocks = BlockingCalls::Kind::blocks;

std::optional<Culprit> known_call(const Stack& stack, const BlockingCalls& calls) {
  for (std::size_t i = stack.loop; i + 1 < stack.frames.size(); ++i) {
    const auto kind = calls.kind(stack.frames[i + 1]);
    const bool nested_loop = kind == BlockingCalls::Kind::runs_loop && i > stack.loop;
    if (stack.frames[i].own && (kind == kBlocks || nested_loop)) return Culprit{i, i + 1};
  }
  return std::nullopt;
}

}  // namespace

Culprit find_culprit(const Stack& stack, const BlockingCalls& calls) {
  if (const auto found = known_call(stack, calls)) return *found;
  for (std::size_t i = stack.frames.size(); i-- > std::min(stack.loop, stack.frames.size());) {
    if (stack.frames[i].own) return {i, std::nullopt};
  }
  const std::size_t last = stack.frames.empty() ? 0 : stack.frames.size() - 1;
  return {std::min(stack.loop, last), std::nullopt};
}

bool is_idle(const Stack& stack) {
  if (!stack.parked) return false;
  std::size_t i = stack.frames.size();
  while (i > 0 && !stack.frames[i - 1].qualified.starts_with("boost::asio::") && !stack.frames[i - 1].qualified.starts_with("asio::")) {
    if (stack.frames[--i].own) return false;
  }
  if (i == 0) return false;
  const std::string& name = stack.frames[i - 1].qualified;
  return name.find("asio::detail::scheduler::") != std::string::npos || name.find("conditionally_enabled_event::wait") != std::string::npos ||
         name.find("posix_event::wait") != std::string::npos;
}

std::size_t common_frames(const std::vector<Call>& wait, const std::vector<Call>& stack) {
  std::size_t common = 0;
  while (common < wait.size() && common < stack.size()) {
    const Call& a = wait[wait.size() - 1 - common];
    const Call& b = stack[stack.size() - 1 - common];
    const bool same = a.frame != 0 && a.frame == b.frame && (a.pc == b.pc || (a.function != 0 && a.function == b.function));
    const bool outermost = common == 0 && a.pc == b.pc;
    if (!same && !outermost) break;
    ++common;
    if (a.pc != b.pc) break;
  }
  return common;
}

}  // namespace unblock::watch
