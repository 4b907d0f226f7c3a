// Which arguments of a call are handed over to run later, and where they will run.
#pragma once

#include <optional>
#include <vector>

#include "lint/extract/executors.h"
#include "lint/extract/unit.h"

namespace unblock::lint {

struct SinkPosition {
  const clang::Expr* argument = nullptr;
  const SinkRow* row = nullptr;
  Where where;
};

/// The sink positions of a call, from the models: by function, by parameter type, by completion token, by annotation.
std::vector<SinkPosition> sink_positions(const Unit& unit, const CallSite& call);

/// The parameter of a function template's pattern that receives `argument` number i; null where there is none.
const clang::ParmVarDecl* pattern_parameter(const clang::FunctionDecl& callee, unsigned index);

/// Whether this parameter is a completion token by the models' concepts, result types or initiators.
bool is_completion_token(const Unit& unit, const clang::FunctionDecl& callee, unsigned index, const SinkRow& row);

}  // namespace unblock::lint
