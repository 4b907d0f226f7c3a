// Opening many connections before the clock starts.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "bench/measure/context.h"
#include "runtimes/runtime.h"

namespace unblock::bench {

template <Runtime R>
using Connections = std::vector<std::optional<typename R::Socket>>;

template <Runtime R>
typename R::template Task<void> open_one(R& runtime, Endpoint endpoint, std::optional<typename R::Socket>* slot) {
  slot->emplace(co_await runtime.connect(endpoint));
}

/// Fills every slot of `connections`, a few hundred at a time: more than the backlog would wait for lost SYNs.
template <Runtime R>
typename R::template Task<void> open_all(R& runtime, Context& context, Connections<R>& connections) {
  constexpr std::size_t kAtOnce = 256;
  for (std::size_t first = 0; first < connections.size(); first += kAtOnce) {
    const std::size_t last = std::min(first + kAtOnce, connections.size());
    typename R::Group group(runtime);
    for (std::size_t i = first; i < last; ++i) group.spawn(open_one<R>(runtime, context.target(), &connections[i]));
    co_await group.join();
  }
  context.claim().connections += connections.size();
  if (!connections.empty()) context.inspect(connections.front()->native_handle());
}

}  // namespace unblock::bench
