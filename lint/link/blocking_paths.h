// The shortest way from every function of a program to a call that blocks. Linear in the call graph; recursion is no problem.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "lint/link/program.h"

namespace unblock::lint {

/// One step down: the call to make, and the function it leads to (none: the call itself blocks).
struct PathStep {
  CallRef call;
  std::optional<Node> next;
  bool certain = true;
};

class BlockingPaths {
 public:
  using Wanted = std::function<bool(const facts::Wait&)>;
  /// Paths to the calls whose wait is `wanted`. Coroutines are not entered: each of them is a context of its own.
  BlockingPaths(const Program& program, const Wanted& wanted);

  /// The whole chain that begins with a call; empty where it does not block. The last step's call is the blocking one.
  std::vector<PathStep> from(CallRef call) const;

 private:
  struct Edge {
    Node from;
    PathStep step;
  };
  bool blocks(const LinkedCall& call) const { return call.wait && wanted_(*call.wait); }
  void search(bool certain_only);
  void start_at(Node function, bool certain_only, std::vector<std::vector<Edge>>& callers, std::vector<Node>& queue);
  bool add(Node function, const PathStep& step);
  std::vector<PathStep> follow(CallRef call, Node next, bool certain) const;

  const Program& program_;
  Wanted wanted_;
  std::vector<std::optional<PathStep>> steps_;  ///< by function
};

}  // namespace unblock::lint
