// The base of every check: it gets the facts of a whole translation unit and reports. Works inside clang-tidy, which calls it
// through a matcher, and inside the driver, which calls check_unit() itself.
#pragma once

#include <clang-tidy/ClangTidyCheck.h>

#include <set>
#include <string>
#include <utility>

#include "lint/checks/session.h"
#include "lint/extract/unit.h"

namespace unblock::lint {

/// Stands between what is wrong and what to do instead in every message.
inline constexpr const char* kInsteadMark = "; instead: ";

class Check : public clang::tidy::ClangTidyCheck {
 public:
  Check(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session);

  /// Finds and reports. Called once per unit.
  virtual void check_unit(const Unit& unit) = 0;

  /// check_unit() with the session's facts; a broken model becomes one diagnostic.
  void run_on(clang::ASTContext& ast);

  void registerMatchers(clang::ast_matchers::MatchFinder* finder) override;
  void check(const clang::ast_matchers::MatchFinder::MatchResult& result) override;

 protected:
  /// Reports once per place and message. The result says whether notes should follow.
  bool report(clang::SourceLocation location, const std::string& message, const clang::FixItHint& fix = {});
  void note(clang::SourceLocation location, const std::string& message);

  /// Adds the note that says why this code runs on the event loop.
  void explain_context(const AsyncContext& context);

 private:
  Session& session_;
  std::set<std::pair<unsigned, std::string>> reported_;
};

/// "the coroutine 'session'", "this lambda, the handler of 'async_read_some',": for messages.
std::string context_phrase(const AsyncContext& context);

/// `text` with every `{name}` replaced.
std::string fill_name(std::string text, const std::string& name);

/// "; instead: …", or nothing where nothing is known.
std::string instead_clause(const std::string& instead, const std::string& name);

}  // namespace unblock::lint
