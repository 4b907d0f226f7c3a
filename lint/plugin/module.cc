// The only file that knows clang-tidy's module registry: it makes the checks known to the program that loads the plugin.
#include <clang-tidy/ClangTidyModule.h>
#include <clang/Basic/Version.h>
#include <llvm/Support/raw_ostream.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "lint/checks/list.h"

namespace unblock::lint {
namespace {

/// The release of the program that loads us, from "Debian clang version 22.1.8 (…)"; 0 where it says nothing.
int host_major() {
  const std::string version = clang::getClangFullVersion();
  const std::string mark = "version ";
  const std::size_t at = version.find(mark);
  return at == std::string::npos ? 0 : std::atoi(version.c_str() + at + mark.size());
}

/// The checks use Clang's own types, whose layout changes with every release.
bool host_fits() {
  if (host_major() == UNBLOCK_LLVM_MAJOR) return true;
  llvm::errs() << "unblock-tidy.so: built for clang-tidy " << UNBLOCK_LLVM_MAJOR << ", but loaded by " << clang::getClangFullVersion()
               << ": use clang-tidy-" << UNBLOCK_LLVM_MAJOR << "\n";
  return false;
}

class UnblockModule : public clang::tidy::ClangTidyModule {
 public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories& factories) override {
    if (!host_fits()) return;
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
