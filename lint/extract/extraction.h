// From a unit to its facts, with the way back from each fact to the tree it came from.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lint/extract/ids.h"
#include "lint/extract/unit.h"
#include "lint/facts/facts.h"

namespace unblock::lint {

/// Where a fact about a call came from.
struct CallOrigin {
  CallSite* site = nullptr;
  std::vector<const BlockingRow*> waits;              ///< as facts::Call::waits
  std::vector<const SinkRow*> sinks;                  ///< as facts::Call::hands_over
  std::vector<const clang::Expr*> handed_over;        ///< as facts::Call::hands_over
};

struct FunctionOrigin {
  const Function* function = nullptr;
  std::vector<CallOrigin> calls;  ///< as facts::Function::calls
};

struct Extraction {
  facts::Unit facts;
  std::unique_ptr<Ids> ids;                            ///< gave the names in the facts
  std::vector<FunctionOrigin> origins;                 ///< as facts::Unit::functions
  std::map<std::string, clang::FileID> files;          ///< by name in the facts: those in which something stands
  std::map<std::string, const clang::FunctionDecl*> functions;  ///< by name in the facts: those that the unit defines
};

/// Also adds the calls in which a stackful coroutine waits to Function::suspensions.
Extraction extract(Unit& unit);

}  // namespace unblock::lint
