// The part that the checks about blocking share: chains of one unit, reported where they stand in its tree.
#pragma once

#include <string>
#include <vector>

#include "lint/checks/check.h"
#include "lint/facts/facts.h"

namespace unblock::lint {

/// Which tiers the option Tiers switches on, as `wait;network`, and what it is by default.
inline constexpr const char* kDefaultTiers = "wait;network";
std::vector<std::string> split_tiers(llvm::StringRef option);

/// A check that reports every call in an async context that ends in a wanted blocking call.
class BlockingCheck : public Check {
 public:
  using Wanted = bool (*)(const facts::Wait& wait, const std::vector<std::string>& tiers);
  BlockingCheck(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session, Wanted wanted)
      : Check(name, context, session), check_(name.str()), wanted_(wanted) {}
  void check_unit(const Unit& unit) override;

 protected:
  void set_tiers(std::vector<std::string> tiers) { tiers_ = std::move(tiers); }

 private:
  std::string check_;
  Wanted wanted_;
  std::vector<std::string> tiers_;
};

}  // namespace unblock::lint
