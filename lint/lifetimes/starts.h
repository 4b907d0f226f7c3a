// Operations that a function starts on objects which its callers know too, directly or through the functions that it calls.
#pragma once

#include <map>
#include <vector>

#include "lint/lifetimes/lifetimes.h"

namespace unblock::lint {

/// An exclusive operation that a call starts and leaves pending.
struct Start {
  const CallSite* call = nullptr;        ///< in the function that was asked about
  const Operation* operation = nullptr;  ///< in that function, or in one that `call` enters
  Object object;                         ///< as the function that was asked about sees it
};

class Starts {
 public:
  explicit Starts(const Lifetimes& lifetimes) : lifetimes_(lifetimes) {}

  /// What a function starts. Through calls only what those functions start on every path.
  const std::vector<Start>& in(const Function& function);

 private:
  void add_through(const CallSite& call, std::vector<Start>& starts);
  bool always_reached(const Function& function, const CallSite& call) const;

  const Lifetimes& lifetimes_;
  std::map<const Function*, std::vector<Start>> found_;
};

}  // namespace unblock::lint
