#include "lint/link/handles.h"

#include <unordered_map>

namespace unblock::lint {
namespace {

using Flows = std::unordered_map<Symbol, std::vector<Symbol>>;

void spread(const Flows& flows, std::set<Symbol>& handles) {
  std::vector<Symbol> open(handles.begin(), handles.end());
  while (!open.empty()) {
    const Symbol from = open.back();
    open.pop_back();
    const auto found = flows.find(from);
    if (found == flows.end()) continue;
    for (Symbol to : found->second) {
      if (handles.insert(to).second) open.push_back(to);
    }
  }
}

}  // namespace

void find_handles(Program& program) {
  for (const facts::Unit* unit : program.units) {
    for (const std::string& handle : unit->nonblocking_handles) program.nonblocking_handles.insert(program.symbols.intern(handle));
    for (const std::string& handle : unit->opened_files) program.opened_files.insert(program.symbols.intern(handle));
  }
  if (program.nonblocking_handles.empty() && program.opened_files.empty()) return;
  Flows flows;
  for (const facts::Unit* unit : program.units) {
    for (const facts::Flow& flow : unit->flows) flows[program.symbols.intern(flow.from)].push_back(program.symbols.intern(flow.to));
  }
  spread(flows, program.nonblocking_handles);
  spread(flows, program.opened_files);
}

}  // namespace unblock::lint
