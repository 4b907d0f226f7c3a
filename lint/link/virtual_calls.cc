#include "lint/link/virtual_calls.h"

#include <unordered_map>

namespace unblock::lint {
namespace {

using Overriders = std::unordered_map<Symbol, std::vector<Symbol>>;

/// In the order of the functions, each once, those that override an overrider too.
void add(const Overriders& overriders, Symbol method, LinkedCall& call, std::set<Symbol>& seen) {
  const auto found = overriders.find(method);
  if (found == overriders.end()) return;
  for (Symbol overrider : found->second) {
    if (!seen.insert(overrider).second) continue;
    call.targets.push_back({overrider, false});
    add(overriders, overrider, call, seen);
  }
}

}  // namespace

void add_overriders(Program& program) {
  Overriders overriders;
  for (const LinkedFunction& function : program.functions) {
    for (const std::string& overridden : function.facts->overrides) overriders[program.symbols.intern(overridden)].push_back(function.id);
  }
  for (LinkedFunction& function : program.functions) {
    for (LinkedCall& call : function.calls) {
      if (call.facts->method.empty()) continue;
      std::set<Symbol> seen;
      add(overriders, program.symbols.intern(call.facts->method), call, seen);
    }
  }
}

}  // namespace unblock::lint
