// Questions about how long things live: is this a local that dies with the scope, and does the scope wait for the loop?
#pragma once

#include "lint/extract/unit.h"

namespace unblock::lint {

/// The automatic local (or by-value parameter) whose own memory an expression names: `text`, `text.data()`, `&data[1]`,
/// `point.x`. Null for references, pointers that were only copied, statics and members of `this`.
const clang::VarDecl* automatic_local(const Unit& unit, const clang::Expr* expr);

/// Whether, after `call`, the same function runs an event loop or waits for something, or is itself suspended later:
/// then its locals live on while handlers run. With `within`, only what stands in that statement counts.
bool scope_waits_after(const Unit& unit, const Function& function, const CallSite& call, const clang::Stmt* within = nullptr);

/// The inner block that a local lives in; null where it lives as long as the function's body.
const clang::Stmt* block_of(const Function& function, const clang::VarDecl& local);

/// Whether a local of the function is still there when what `call` started is done: the function, or the block that the local lives in,
/// waits after it. What lives as long as main() does is there until the program ends.
bool lives_until_done(const Unit& unit, const Function& function, const clang::VarDecl& local, const CallSite& call);

/// Whether a call goes into a visible function that waits before it returns: what it was given lives until then.
bool waits_inside(const Unit& unit, const CallSite& call);

/// Whether `inner` is written inside the function (not in another lambda or function).
bool declared_in(const clang::VarDecl& variable, const Function& function);

/// Whether a class derives from std::enable_shared_from_this (or another library's).
bool is_shared_from_this(const Unit& unit, const clang::CXXRecordDecl* record);

}  // namespace unblock::lint
