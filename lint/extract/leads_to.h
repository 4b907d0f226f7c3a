// Whether a function, or one that it calls, does something. The calls are followed to their ends, each function once.
#pragma once

#include <llvm/ADT/DenseMap.h>

#include <functional>

namespace unblock::lint {

struct Function;
struct Unit;

class LeadsTo {
 public:
  /// `does` tells of one function whether it does so itself.
  explicit LeadsTo(std::function<bool(const Function& function)> does) : does_(std::move(does)) {}

  bool operator()(const Unit& unit, const Function& function);

 private:
  bool does_itself(const Function& function);

  std::function<bool(const Function& function)> does_;
  llvm::DenseMap<const Function*, bool> itself_;
  llvm::DenseMap<const Function*, bool> leads_;
};

}  // namespace unblock::lint
