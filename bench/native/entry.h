// The table row of a native cell: a workload's own names, arguments and checks around a hand-written pass.
#pragma once

#include <algorithm>

#include "bench/workloads/workload.h"

namespace unblock::bench::native {

inline constexpr Capabilities kCapabilities{.has_loop = true, .cancels = true, .offloads = true};

/// Runs over TCP, and over `wires`. `why_not` may say no to more arguments than the workload does.
template <class W>
WorkloadEntry entry(void (*pass)(Context&), std::string (*why_not)(const Arguments&) = nullptr, std::vector<Wire> wires = {}) {
  const auto idiomatic_pass = [pass](Context& context) {
    context.note("idiom", kIdiomatic);
    pass(context);
  };
  Workload workload = W::describe();
  workload.wires = std::move(wires);
  std::erase_if(workload.cases, [&](const Case& each) {
    return each.wire != Wire::tcp && std::find(workload.wires.begin(), workload.wires.end(), each.wire) == workload.wires.end();
  });
  workload.speaks_http = false;  // a hand-written cell opens its connections once, and a real server may close them
  return {workload, idiomatic_pass, [why_not](const Arguments& arguments) {
            const std::string why = W::not_applicable(kCapabilities, arguments);
            return why.empty() && why_not ? why_not(arguments) : why;
          }};
}

}  // namespace unblock::bench::native
