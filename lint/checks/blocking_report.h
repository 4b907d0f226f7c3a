// The part that the checks about blocking share: from the contexts down to the calls that block, and the words for it.
#pragma once

#include "lint/checks/check.h"
#include "lint/link/blocking_paths.h"

namespace unblock::lint {

/// A check that reports every call in an async context that ends in a wanted blocking call.
class BlockingCheck : public Check {
 public:
  using Check::Check;
  void check_unit(const Unit& unit) override;

 protected:
  virtual bool wanted(const BlockingRow& row) const = 0;

 private:
  void report_chain(const AsyncContext& context, const std::vector<PathStep>& chain);
};

}  // namespace unblock::lint
