#include "lint/link/on_loops.h"

#include <vector>

namespace unblock::lint {

std::set<Node> functions_on_loops(const Program& program) {
  std::set<Node> found;
  std::vector<Node> open;
  const auto reach = [&](Node node) {
    if (found.insert(node).second) open.push_back(node);
  };
  for (const Context& context : program.contexts) reach(context.function);
  while (!open.empty()) {
    const LinkedFunction& function = program.functions[open.back()];
    open.pop_back();
    for (const LinkedCall& call : function.calls) {
      for (const LinkedTarget& target : call.targets) {
        for (Node node : program.find(target.function, function.unit)) reach(node);
      }
    }
  }
  return found;
}

}  // namespace unblock::lint
