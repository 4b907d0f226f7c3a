// async-@DASHED@: SAY IN ONE LINE WHAT IT FINDS. As it stands it finds coroutines named `placeholder`.
#include <fmt/format.h>

#include "lint/checks/check.h"
#include "lint/extract/decl_names.h"

namespace unblock::lint {
namespace {

class @CAMEL@ : public Check {
 public:
  using Check::Check;

  void check_unit(const Unit& unit) override {
    for (const Function& function : unit.functions) {
      if (!function.coroutine || function.decl->getNameAsString() != "placeholder") continue;
      report(function.decl->getLocation(), fmt::format("'{}' is a coroutine named 'placeholder'", display_name(*function.decl)));
    }
  }
};

}  // namespace

std::unique_ptr<Check> make_@NAME@(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session) {
  return std::make_unique<@CAMEL@>(name, context, session);
}

}  // namespace unblock::lint
