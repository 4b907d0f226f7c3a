// The only file that knows clang-tidy's module registry: it makes the checks known to the program that loads the plugin.
#include <clang-tidy/ClangTidyModule.h>

#include <memory>

#include "lint/checks/list.h"

namespace unblock::lint {
namespace {

class UnblockModule : public clang::tidy::ClangTidyModule {
 public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories& factories) override {
    for (const CheckEntry& entry : all_checks()) {
      factories.registerCheckFactory(
          entry.id, [make = entry.make, session = session_](llvm::StringRef name, clang::tidy::ClangTidyContext* context) {
            return std::unique_ptr<clang::tidy::ClangTidyCheck>(make(name, context, *session));
          });
    }
  }

 private:
  std::shared_ptr<Session> session_ = std::make_shared<Session>();
};

const clang::tidy::ClangTidyModuleRegistry::Add<UnblockModule> kRegistration("unblock-module", "Checks for asynchronous code.");

}  // namespace
}  // namespace unblock::lint
