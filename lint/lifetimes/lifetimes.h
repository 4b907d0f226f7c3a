// What lives and what is pending in one unit: the operations that its functions start, on which objects, and whether anybody waits.
// Made once per unit; what costs time is found when a check asks for it.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "lint/extract/unit.h"
#include "lint/flow/flow.h"
#include "lint/lifetimes/objects.h"

namespace unblock::lint {

/// A call that a row of `operations` speaks of.
struct Operation {
  const CallSite* call = nullptr;
  const OperationRow* row = nullptr;
  Object object;         ///< what it works on; empty where that cannot be told
  bool pending = false;  ///< the function goes on before it is done
};

class Lifetimes {
 public:
  explicit Lifetimes(const Unit& unit) : unit_(unit), objects_(unit) {}
  Lifetimes(const Lifetimes&) = delete;
  Lifetimes& operator=(const Lifetimes&) = delete;

  const Unit& unit() const { return unit_; }
  const Objects& objects() const { return objects_; }
  Object object(const clang::Expr* expr) const { return objects_.of(expr); }

  const std::vector<Operation>& operations(const Function& function) const;
  const Flow& flow(const Function& function) const;

  /// The calls in this unit that certainly enter a function.
  const std::vector<const CallSite*>& calls_to(const Function& function) const;

  /// Whether some call of the unit is listed in a row (and its condition holds).
  bool is_called(const CalledRow& row) const;

  /// Whether a call leaves an operation behind that is not done when the call returns, and that nobody waits for in the same breath.
  bool starts_something(const CallSite& call) const;

  /// Whether `expr` stands where a bool decides that the function itself changes: `if (!writing_) { writing_ = true; … }`.
  bool guarded_by_flag(const Function& function, const clang::Stmt* statement) const;

 private:
  Operation operation(const CallSite& call, const OperationRow& row) const;

  const Unit& unit_;
  Objects objects_;
  mutable std::map<const Function*, std::vector<Operation>> operations_;
  mutable std::map<const Function*, std::unique_ptr<Flow>> flows_;
  mutable std::map<const Function*, std::vector<const CallSite*>> calls_to_;
  mutable std::map<const CalledRow*, bool> called_;
};

/// `name` of `call`'s callee for messages: 'async_write', 'uv_close'.
std::string callee_name(const CallSite& call);

}  // namespace unblock::lint
