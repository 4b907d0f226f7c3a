// The table row of a native cell: a workload's own names, arguments and checks around a hand-written pass.
#pragma once

#include "bench/workloads/workload.h"

namespace unblock::bench::native {

template <class W>
WorkloadEntry entry(void (*pass)(Context&)) {
  return {W::describe(), pass, [](const Arguments& arguments) { return W::not_applicable(Capabilities{}, arguments); }};
}

}  // namespace unblock::bench::native
