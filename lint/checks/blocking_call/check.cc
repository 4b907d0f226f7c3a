// async-blocking-call: a call in async code that waits, directly or at the end of a chain of calls.
#include <algorithm>

#include "lint/checks/blocking_report.h"

namespace unblock::lint {

bool wanted_by_blocking_call(const facts::Wait& wait, const std::vector<std::string>& tiers) {
  if (wait.sync_wait || wait.null_callback || wait.tier == Tier::disk) return false;
  return std::find(tiers.begin(), tiers.end(), tier_name(wait.tier)) != tiers.end();
}

namespace {

class BlockingCall : public BlockingCheck {
 public:
  BlockingCall(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session)
      : BlockingCheck(name, context, session, wanted_by_blocking_call), tiers_(option("Tiers", kDefaultTiers)) {
    set_tiers(split_tiers(tiers_));
  }

  std::vector<std::pair<std::string, std::string>> options() const override { return {{"Tiers", tiers_}}; }

 private:
  std::string tiers_;
};

}  // namespace

std::unique_ptr<Check> make_blocking_call(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<BlockingCall>(name, context, session);
}

}  // namespace unblock::lint
