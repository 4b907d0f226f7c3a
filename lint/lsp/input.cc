#include "lint/lsp/input.h"

#include "reports/json/guard.h"
#include "reports/model/error.h"
#include "reports/program.h"

namespace unblock::lint::lsp {

llvm::LogicalResult GuardedInput::guarded(llvm::LogicalResult read, const std::string& json) try {
  if (llvm::succeeded(read)) (void)reports::json::guarded(json, "a message of the editor");
  return read;
} catch (const reports::InputError& error) {
  reports::complain("unblock-lsp", error.what());
  return llvm::failure();
}

}  // namespace unblock::lint::lsp
