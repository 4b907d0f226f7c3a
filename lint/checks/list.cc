#include "lint/checks/list.h"

#include "check_pages.h"

namespace unblock::lint {

using MakeCheck = std::unique_ptr<Check>(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session);
MakeCheck make_blocking_call;
MakeCheck make_blocking_file_io;
MakeCheck make_unawaited_coroutine;

std::span<const CheckEntry> all_checks() {
  using enum reports::Severity;
  static constexpr CheckEntry kChecks[] = {
      {"async-blocking-call", "blocking_call", error,
       "A call in async code waits, directly or at the end of a chain of calls, and everything else on the loop waits with it.",
       make_blocking_call},
      {"async-blocking-file-io", "blocking_file_io", warning,
       "A call in async code waits for the disk, directly or at the end of a chain of calls.", make_blocking_file_io},
      {"async-unawaited-coroutine", "unawaited_coroutine", error,
       "The task that a call returns is thrown away: its body never runs, or its result and its exception are lost.",
       make_unawaited_coroutine},
  };
  return kChecks;
}

std::string check_page(const std::string& id) {
  for (const CheckEntry& entry : all_checks()) {
    if (id != entry.id) continue;
    for (const embedded::File& file : embedded::check_pages()) {
      if (file.path == std::string(entry.folder) + "/README.md") return std::string(file.text);
    }
  }
  return "";
}

}  // namespace unblock::lint
