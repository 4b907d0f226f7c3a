// One unit with everything the checks ask for: its tree, its facts, and the program they make.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "lint/extract/extraction.h"
#include "lint/extract/own_code.h"
#include "lint/extract/unit.h"
#include "lint/lifetimes/lifetimes.h"
#include "lint/link/program.h"

namespace unblock::lint {

struct AnalysedUnit {
  std::unique_ptr<Unit> unit;
  Extraction extraction;
  std::unique_ptr<Program> program;  ///< of this unit alone
  std::unique_ptr<Lifetimes> lifetimes;
  OwnCode own;
  std::set<std::string> excuses;  ///< that hold in this unit alone

  const CallSite& site(CallRef call) const { return *extraction.origins[call.function].calls[call.call].site; }
  const Function& function(Node node) const { return *extraction.origins[node].function; }
};

std::unique_ptr<AnalysedUnit> analyse_unit(clang::ASTContext& ast, std::shared_ptr<const ModelSet> models, OwnCode own = {});

}  // namespace unblock::lint
