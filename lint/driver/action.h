// Parses one file as fast as the checks allow, and runs them on it.
#pragma once

#include <clang-tidy/ClangTidyDiagnosticConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/Tooling/Tooling.h>

#include <functional>
#include <memory>
#include <string>

#include "lint/checks/session.h"

namespace unblock::lint {

/// Whether the bodies in this file need not be parsed.
using IsForeign = std::function<bool(const std::string& path)>;

/// Called with each unit that compiled, after the checks.
using OnUnit = std::function<void(const clang::ASTContext& ast)>;

struct ActionHooks {
  IsForeign is_foreign;
  OnUnit on_unit;
};

std::unique_ptr<clang::tooling::FrontendActionFactory> make_lint_action(clang::tidy::ClangTidyContext& context, Session& session,
                                                                        ActionHooks hooks);

}  // namespace unblock::lint
