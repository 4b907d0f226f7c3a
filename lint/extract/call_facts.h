// One call as facts: what it may enter and wait for, what it hands over and passes on.
#pragma once

#include <set>
#include <vector>

#include "lint/extract/conditions.h"
#include "lint/extract/extraction.h"
#include "lint/extract/ids.h"
#include "lint/extract/places.h"
#include "lint/extract/sinks.h"

namespace unblock::lint {

class CallFacts {
 public:
  CallFacts(const Unit& unit, Ids& ids, Places& places) : unit_(unit), ids_(ids), places_(places) {}

  /// Adds the call to both, unless it matters to nobody.
  void add(CallSite& call, const std::vector<SinkPosition>& sinks, facts::Function& function, FunctionOrigin& origin);

  /// The variables whose being a handle was asked for.
  const std::set<const clang::ValueDecl*>& tested() const { return tested_; }

 private:
  void add_callee(const CallSite& call, facts::Call& out);
  void add_waits(const CallSite& call, facts::Call& out, CallOrigin& origin);
  void add_hand_over(const SinkPosition& sink, facts::Call& out, CallOrigin& origin);
  void add_passes(const CallSite& call, facts::Call& out);
  void add_words(const CallSite& call, facts::Call& out);
  std::vector<facts::HandleTest> tests(const std::vector<HandleNeed>& needs);
  bool is_ours(const clang::FunctionDecl& function) const;

  const Unit& unit_;
  Ids& ids_;
  Places& places_;
  std::set<const clang::ValueDecl*> tested_;
};

}  // namespace unblock::lint
