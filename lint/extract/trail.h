// What a walk has come by: variables, functions, classes. A walk that follows them and asks here first ends also where they lead in a circle.
// Walks over expressions need none: those are finite.
#pragma once

#include <llvm/ADT/SmallPtrSet.h>

namespace unblock::lint {

class Trail {
 public:
  /// False where the walk has been already.
  bool enter(const void* thing) { return seen_.insert(thing).second; }

 private:
  llvm::SmallPtrSet<const void*, 8> seen_;
};

}  // namespace unblock::lint
