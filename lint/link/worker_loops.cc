#include "lint/link/worker_loops.h"

#include <algorithm>

namespace unblock::lint {
namespace {

/// std::thread([this] { loop_.run(); })
std::set<Symbol> run_by_threads(Program& program) {
  std::set<Symbol> loops;
  for (const LinkedFunction& function : program.functions) {
    for (const LinkedCall& call : function.calls) {
      for (const facts::HandOver& given : call.facts->hands_over) {
        if (given.runs_on != RunsOn::thread) continue;
        for (const facts::Target& target : given.callable.targets) {
          for (Node node : program.find(program.symbols.intern(target.function), function.unit)) {
            for (const std::string& loop : program.functions[node].facts->runs_loops) loops.insert(program.symbols.intern(loop));
          }
        }
      }
    }
  }
  return loops;
}

}  // namespace

void find_worker_loops(Program& program) {
  program.worker_loops = run_by_threads(program);
  if (program.worker_loops.empty()) return;
  for (const facts::Unit* unit : program.units) {
    for (const facts::LoopMember& member : unit->loop_members) {
      if (member.other_uses) program.worker_loops.erase(program.symbols.intern(member.variable));
    }
  }
}

RunsOn runs_on(Program& program, RunsOn place, const std::vector<std::string>& workers) {
  if (program.worker_loops.empty()) return place;
  const bool on_thread = std::any_of(workers.begin(), workers.end(), [&](const std::string& worker) {
    return program.worker_loops.count(program.symbols.intern(worker)) != 0;
  });
  return on_thread ? RunsOn::thread : place;
}

}  // namespace unblock::lint
