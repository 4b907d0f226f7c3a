// Everything that a suite asks of the world: the time, the machine, a worker's round. A test gives another world, in which a run
// can be repeated to the byte.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bench/machine/stillness.h"
#include "bench/run/cell_run.h"

namespace unblock::bench {

class Laboratory {
 public:
  virtual ~Laboratory() = default;

  /// Seconds since this laboratory was opened.
  virtual double elapsed_s() = 0;
  virtual bool interrupted() = 0;
  /// Why nothing more can be measured, one sentence: interrupted() is true then. Empty: it can.
  virtual std::string broken() { return {}; }
  /// ISO 8601, UTC.
  virtual std::string date() = 0;
  virtual std::map<std::string, std::string> environment() = 0;
  /// What disturbs, one sentence each.
  virtual std::vector<std::string> disturbances() = 0;
  /// Of the CPU time since the laboratory was opened, what the hypervisor took away.
  virtual double stolen_share() = 0;

  virtual Canary canary(double seconds) = 0;
  /// The id of the tracepoint that counts system calls; 0 and a reason where there is none.
  virtual int syscall_tracepoint(std::string& reason) = 0;
  /// CPUs and scratch folder of `options` are the laboratory's to choose. Never throws for what worker or target do.
  virtual RoundResult round(const CellDescription& cell, const std::string& placement, RoundOptions options) = 0;
};

}  // namespace unblock::bench
