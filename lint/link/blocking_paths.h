// The shortest way from every function of a unit to a call that blocks. Linear in the call graph; recursion is no problem.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "lint/extract/unit.h"

namespace unblock::lint {

/// One step down: the call to make, and the function it leads to (null: the call itself blocks).
struct PathStep {
  const CallSite* call = nullptr;
  const Function* next = nullptr;
  bool certain = true;
};

class BlockingPaths {
 public:
  using Wanted = std::function<bool(const BlockingRow&)>;
  /// Paths to the calls whose row is `wanted`. Coroutines are not entered: each of them is a context of its own.
  BlockingPaths(const Unit& unit, const Wanted& wanted);

  /// The whole chain that begins with `call`; empty where it does not block. The last step's call is the blocking one.
  std::vector<PathStep> from(const CallSite& call) const;

 private:
  bool blocks(const CallSite& call) const { return call.blocks && wanted_(*call.blocks); }
  void search(const Unit& unit, bool certain_only);

  Wanted wanted_;
  const Unit& unit_;
  std::map<const Function*, PathStep> steps_;
};

}  // namespace unblock::lint
