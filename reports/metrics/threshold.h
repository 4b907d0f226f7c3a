// "keepalive.p99 > 20ms": a limit that a user sets, and the cells that are beyond it.
#pragma once

#include <string>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::reports::metrics {

struct Threshold {
  std::string text;      ///< as it was given
  std::string runtime;   ///< empty: any
  std::string workload;
  std::string metric;    ///< a name of the table of metrics
  bool above = true;     ///< what is larger is beyond it
  bool equal_too = false;
  double limit = 0;      ///< in the metric's own unit
};

/// [RUNTIME/]WORKLOAD.METRIC OP VALUE[UNIT]. METRIC is a name ("latency_p99_ns"), a column ("p99", "time/op") or a label; OP is >, >=,
/// < or <=; UNIT is ns, us, ms or s for times, B, kB, MB or GB for memory. Throws InputError.
Threshold parse_threshold(const std::string& text);

/// One sentence for each cell that is beyond it. Throws InputError where no cell that was measured has the metric: such a limit would hold
/// for ever.
std::vector<std::string> beyond(const Threshold& threshold, const Run& run);

}  // namespace unblock::reports::metrics
