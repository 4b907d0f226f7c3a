// The shortest way from every function of a program to a call that blocks. Linear in the call graph; recursion is no problem.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <utility>
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
  /// A function, or what is left of it for a call whose constants rule out some of its calls. The first ones are the functions.
  struct Entry {
    Node function;
    std::vector<unsigned> ruled_out;
  };
  using EntryIndex = std::size_t;
  struct Step {
    CallRef call;
    std::optional<EntryIndex> next;
    bool certain = true;
  };
  struct Edge {
    EntryIndex from;
    Step step;
  };
  bool blocks(const LinkedCall& call) const { return call.wait && wanted_(*call.wait); }
  std::vector<unsigned> ruled_out(const LinkedCall& call, Node function) const;
  EntryIndex entered(const LinkedCall& call, Node function);
  void search(bool certain_only);
  void start_at(EntryIndex entry, bool certain_only, std::vector<std::vector<Edge>>& callers, std::vector<EntryIndex>& queue);
  bool add(EntryIndex entry, const Step& step);
  std::vector<PathStep> follow(CallRef call, EntryIndex next, bool certain) const;

  const Program& program_;
  Wanted wanted_;
  std::vector<Entry> entries_;
  std::map<std::pair<Node, std::vector<unsigned>>, EntryIndex> partial_;
  std::vector<std::optional<Step>> steps_;  ///< by entry
};

}  // namespace unblock::lint
