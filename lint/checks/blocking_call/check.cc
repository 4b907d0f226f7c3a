// async-blocking-call: a call in async code that waits, directly or at the end of a chain of calls.
#include <clang/AST/ASTContext.h>

#include <set>

#include "lint/checks/blocking_report.h"

namespace unblock::lint {
namespace {

class BlockingCall : public BlockingCheck {
 public:
  BlockingCall(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session)
      : BlockingCheck(name, context, session), tiers_(option("Tiers", "wait;network")) {
    llvm::SmallVector<llvm::StringRef> parts;
    llvm::StringRef(tiers_).split(parts, ';', -1, false);
    for (llvm::StringRef part : parts) enabled_.insert(part.trim().str());
  }

  std::vector<std::pair<std::string, std::string>> options() const override { return {{"Tiers", tiers_}}; }

 protected:
  bool wanted(const BlockingRow& row) const override {
    return !row.sync_wait && !row.null_callback && row.tier != Tier::disk && enabled_.count(tier_name(row.tier)) != 0;
  }

 private:
  std::string tiers_;
  std::set<std::string> enabled_;
};

}  // namespace

std::unique_ptr<Check> make_blocking_call(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<BlockingCall>(name, context, session);
}

}  // namespace unblock::lint
