// Every workload, on one runtime. To add one: a header beside this file and a line here.
#pragma once

#include "bench/workloads/connect.h"
#include "bench/workloads/echo.h"
#include "bench/workloads/gather.h"
#include "bench/workloads/sleep.h"
#include "bench/workloads/spawn.h"

namespace unblock::bench {

template <Runtime R>
std::vector<WorkloadEntry> workloads() {
  return {
      entry<R, Sleep>(),   //
      entry<R, Gather>(),  //
      entry<R, Echo>(),    //
      entry<R, Spawn>(),   //
      entry<R, Connect>(),
  };
}

}  // namespace unblock::bench
