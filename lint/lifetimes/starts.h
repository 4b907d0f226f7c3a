// What a function certainly does to objects that its callers know too, directly or through the functions that it calls.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {

/// One deed: an operation started on an object, a handle closed.
struct Start {
  const CallSite* call = nullptr;    ///< in the function that was asked about
  const CallSite* origin = nullptr;  ///< the call that does it: `call`, or one in a function that `call` enters
  Object object;                     ///< as the function that was asked about sees it
  std::string kind;                  ///< of what kind: two of one kind on one object are too many
};

class Starts {
 public:
  /// `direct` gives what the calls of one function do themselves.
  Starts(const Lifetimes& lifetimes, std::function<std::vector<Start>(const Function& function)> direct)
      : lifetimes_(lifetimes), direct_(std::move(direct)) {}

  /// What a function does. Through calls only what those functions do on every path.
  const std::vector<Start>& in(const Function& function);

 private:
  void add_through(const CallSite& call, std::vector<Start>& starts);
  bool always_reached(const Function& function, const CallSite& call) const;

  const Lifetimes& lifetimes_;
  std::function<std::vector<Start>(const Function& function)> direct_;
  std::map<const Function*, std::vector<Start>> found_;
};

/// The exclusive operations that a function leaves pending.
std::vector<Start> exclusive_operations(const Lifetimes& lifetimes, const Function& function);

}  // namespace unblock::lint
