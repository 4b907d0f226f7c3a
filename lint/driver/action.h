// Parses one file as fast as the checks allow, and runs them on it.
#pragma once

#include <clang-tidy/ClangTidyDiagnosticConsumer.h>
#include <clang/Tooling/Tooling.h>

#include <functional>
#include <memory>
#include <string>

#include "lint/checks/session.h"

namespace unblock::lint {

/// Whether the bodies in this file need not be parsed.
using IsForeign = std::function<bool(const std::string& path)>;

std::unique_ptr<clang::tooling::FrontendActionFactory> make_lint_action(clang::tidy::ClangTidyContext& context, Session& session,
                                                                        IsForeign is_foreign);

}  // namespace unblock::lint
