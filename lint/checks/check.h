// The base of every check: it gets the facts of a whole translation unit and reports. The driver calls run_on(); in the plugin
// clang-tidy does. Its headers stay out of here: they cost a check more to compile than all of ours together.
#pragma once

#include <clang/Basic/Diagnostic.h>
#include <clang/Basic/SourceLocation.h>

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lint/checks/session.h"
#include "lint/extract/unit.h"
#include "lint/link/words.h"

namespace clang::tidy {
class ClangTidyContext;
}

namespace unblock::lint {

class Lifetimes;

class Check {
 public:
  Check(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session);
  virtual ~Check();

  /// Finds and reports. Called once per unit.
  virtual void check_unit(const Unit& unit) = 0;

  /// Called once per unit when all checks have seen it.
  virtual void finish_unit(const Unit&) {}

  /// check_unit() and finish_unit() with the session's facts; a broken model becomes one diagnostic.
  void run_on(clang::ASTContext& ast);
  void finish_on(clang::ASTContext& ast);

  /// Name and value of each option, as `--dump-config` shows them.
  virtual std::vector<std::pair<std::string, std::string>> options() const { return {}; }

 protected:
  /// Reports once per place and message. The result says whether notes should follow.
  bool report(clang::SourceLocation location, const std::string& message, const clang::FixItHint& fix = {});
  /// The same, unless one of these holds in the whole program: see link/excuses.h.
  bool report_unless(const std::vector<std::string>& excuses, clang::SourceLocation location, const std::string& message);
  void note(clang::SourceLocation location, const std::string& message);
  /// The value of an option of this check.
  std::string option(llvm::StringRef name, llvm::StringRef preset) const;

  /// Whether the options switch a check on for this unit.
  bool is_on(const char* check) const;

  /// The unit that is being checked, with its facts.
  const AnalysedUnit& analysis(const Unit& unit) { return session_.analysis(*unit.ast); }
  /// What lives and what is pending in it.
  const Lifetimes& lifetimes(const Unit& unit);
  /// How a member or class is called in the facts.
  std::string name_in_facts(const Unit& unit, const clang::NamedDecl& decl);

 private:
  class TidyFace;
  template <class Look>
  void look(const Look& at_unit);

  std::string name_;
  clang::tidy::ClangTidyContext* context_;
  std::unique_ptr<TidyFace> tidy_;
  Session& session_;
  std::set<std::pair<unsigned, std::string>> reported_;
};

}  // namespace unblock::lint
