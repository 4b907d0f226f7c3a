#include "lint/extract/leads_to.h"

#include <vector>

#include "lint/extract/trail.h"
#include "lint/extract/unit.h"

namespace unblock::lint {

bool LeadsTo::does_itself(const Function& function) {
  const auto known = itself_.find(&function);
  if (known != itself_.end()) return known->second;
  return itself_[&function] = does_(function);
}

bool LeadsTo::operator()(const Unit& unit, const Function& function) {
  Trail trail;
  trail.enter(&function);
  std::vector<const Function*> reached = {&function};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const Function& here = *reached[i];
    const auto known = leads_.find(&here);
    if (known == leads_.end() ? does_itself(here) : known->second) return leads_[&function] = leads_[&here] = true;
    if (known != leads_.end()) continue;
    for (const CallSite& call : here.calls) {
      for (const Target& target : call.targets) {
        const Function* next = unit.find(target.decl);
        if (next && trail.enter(next)) reached.push_back(next);
      }
    }
  }
  for (const Function* each : reached) leads_[each] = false;
  return false;
}

}  // namespace unblock::lint
