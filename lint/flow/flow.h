// Control flow inside one function body, for checks that ask what happens between two points. A thin layer over Clang's CFG.
#pragma once

#include <clang/Analysis/CFG.h>

#include <functional>
#include <memory>
#include <optional>

#include "lint/extract/unit.h"

namespace unblock::lint {

enum class Step {
  go_on,
  stop
};

/// One element of the flow: a statement, or the end of a local's life.
struct FlowPoint {
  const clang::Stmt* statement = nullptr;
  const clang::VarDecl* destroyed = nullptr;
};

class Flow {
 public:
  Flow(const Unit& unit, const Function& function);

  /// False where Clang could not build a graph; the other functions then do nothing.
  bool valid() const { return graph_ != nullptr; }

  /// Visits everything that may come after `start` (null: from the beginning) on some path, each element once. `visit` may end a path.
  /// `at_exit` is called when a path leaves the function other than by throwing.
  void after(const clang::Stmt* start, const std::function<Step(const FlowPoint&)>& visit,
             const std::function<void(const clang::Stmt* last)>& at_exit = {}) const;

  /// The same from where `condition`, the last thing evaluated in the condition of an `if` or a loop, was `outcome`.
  void after_condition(const clang::Stmt* condition, bool outcome, const std::function<Step(const FlowPoint&)>& visit) const;

 private:
  struct Place {
    const clang::CFGBlock* block;
    std::size_t index;
    const clang::Stmt* last;
  };
  std::optional<Place> place_after(const clang::Stmt* start) const;
  void walk(Place start, const std::function<Step(const FlowPoint&)>& visit,
            const std::function<void(const clang::Stmt* last)>& at_exit) const;

  std::unique_ptr<clang::CFG> graph_;
};

}  // namespace unblock::lint
