// Every workload, on one runtime. To add one: a header beside this file, its page <name>.md, and a line here.
#pragma once

#include "bench/workloads/background.h"
#include "bench/workloads/blocking_http.h"
#include "bench/workloads/bounded.h"
#include "bench/workloads/cancel.h"
#include "bench/workloads/connect.h"
#include "bench/workloads/cpu.h"
#include "bench/workloads/echo.h"
#include "bench/workloads/failing_gather.h"
#include "bench/workloads/file_read.h"
#include "bench/workloads/gather.h"
#include "bench/workloads/keepalive.h"
#include "bench/workloads/open_loop.h"
#include "bench/workloads/pipeline.h"
#include "bench/workloads/post.h"
#include "bench/workloads/sequence.h"
#include "bench/workloads/sleep.h"
#include "bench/workloads/spawn.h"
#include "bench/workloads/stall.h"
#include "bench/workloads/startup.h"
#include "bench/workloads/stream.h"
#include "bench/workloads/timeout.h"
#include "bench/workloads/yield.h"

namespace unblock::bench {

template <Runtime R>
std::vector<WorkloadEntry> workloads() {
  return {
      entry<R, Sleep>(),          //
      entry<R, Gather>(),         //
      entry<R, Sequence>(),       //
      entry<R, Bounded>(),        //
      entry<R, FailingGather>(),  //
      entry<R, BlockingHttp>(),   //
      entry<R, GatherOpen>(),     //
      entry<R, KeepAlive>(),      //
      entry<R, KeepAliveOpen>(),  //
      entry<R, Echo>(),           //
      entry<R, EchoOpen>(),       //
      entry<R, Timeout>(),        //
      entry<R, Connect>(),        //
      entry<R, Stream>(),         //
      entry<R, Pipeline>(),       //
      entry<R, Spawn>(),          //
      entry<R, Background>(),     //
      entry<R, Startup>(),        //
      entry<R, Post>(),           //
      entry<R, Yield>(),          //
      entry<R, Cancel>(),         //
      entry<R, Stall>(),          //
      entry<R, Cpu>(),            //
      entry<R, FileRead>(),
  };
}

}  // namespace unblock::bench
