#include "lint/extract/unit.h"

#include <algorithm>

#include "lint/extract/decl_names.h"
#include "lint/extract/excuses.h"
#include "lint/extract/expressions.h"

namespace unblock::lint {

const clang::Expr* CallSite::argument(int index) const {
  const int count = static_cast<int>(arguments.size());
  if (index < 0) index += count;
  return index >= 0 && index < count ? arguments[static_cast<std::size_t>(index)] : nullptr;
}

bool CallSite::moves() const {
  const auto* call = llvm::dyn_cast<clang::CallExpr>(expr);
  return call && is_move(*call);
}

const clang::Expr* Function::only_result() const {
  const auto* block = llvm::dyn_cast_or_null<clang::CompoundStmt>(body);
  const auto* result = block && block->size() == 1 ? llvm::dyn_cast<clang::ReturnStmt>(block->body_front()) : nullptr;
  return result ? result->getRetValue() : nullptr;
}

const clang::CXXRecordDecl* Function::class_around() const {
  for (const Function* outer = this; outer; outer = outer->parent) {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(outer->decl);
    if (method && !method->getParent()->isLambda()) return method->getParent();
  }
  return nullptr;
}

std::string Function::name() const { return display_name(*decl); }

const Function* Unit::find(const clang::FunctionDecl* decl) const {
  const auto found = decl ? by_decl.find(decl->getCanonicalDecl()) : by_decl.end();
  return found == by_decl.end() ? nullptr : found->second;
}

FunctionNames Unit::names_of(const CallSite& call) const {
  if (!call.callee) return {};
  const clang::CXXRecordDecl* receiver = nullptr;
  if (call.object) {
    clang::QualType type = call.object->getType();
    if (type->isPointerType()) type = type->getPointeeType();
    receiver = class_of(type);
  }
  return function_names(*call.callee, receiver);
}

const CallSite* Unit::call_of(const clang::Expr* expr) const {
  if (calls_.empty()) {
    for (const Function& function : functions) {
      for (const CallSite& call : function.calls) {
        if (!llvm::isa_and_nonnull<clang::CXXDestructorDecl>(call.callee)) calls_[call.expr] = &call;
      }
    }
  }
  return calls_.lookup(expr);
}

const RoleIndex::Plain& Unit::plain_roles(const clang::IdentifierInfo& name) const {
  const auto [found, fresh] = plain_roles_.try_emplace(&name);
  if (fresh) found->second = models->roles().plain(name.getName());
  return found->second;
}

RoleSet Unit::roles_of(const clang::NamedDecl& decl) const {
  const clang::IdentifierInfo* name = decl.getIdentifier();
  if (!name) return {};
  const RoleIndex::Plain& plain = plain_roles(*name);
  if (!plain.more) return plain.roles;
  const auto [found, fresh] = qualified_roles_.try_emplace(decl.getCanonicalDecl());
  if (fresh) found->second = plain.roles | models->roles().qualified(qualified_name(decl));
  return found->second;
}

bool Unit::spawns(const CallSite& call) const {
  for (const SinkRow* row : models->sinks(names_of(call))) {
    if (row->spawns) return true;
  }
  return false;
}

bool Unit::waits(const CallSite& call) const {
  if (call.blocks && (call.blocks->sync_wait || call.blocks->tier == Tier::wait)) return true;
  const auto rows = models->blocking(names_of(call));  // also in a form that does not block, as uv_run(loop, UV_RUN_NOWAIT) in a loop of its own
  return std::any_of(rows.begin(), rows.end(), [](const BlockingRow* row) { return row->runs_loop; });
}

bool Unit::leads_to_waiting(const Function& function) const {
  const auto does = [this](const Function& each) { return std::any_of(each.calls.begin(), each.calls.end(), [this](const CallSite& call) { return waits(call); }); };
  if (!leads_to_waiting_) leads_to_waiting_ = std::make_unique<LeadsTo>(does);
  return (*leads_to_waiting_)(*this, function);
}

const Parents& Unit::parents(const Function& function) const {
  auto& found = parents_[&function];
  if (!found) found = std::make_unique<Parents>(function.body);
  return *found;
}

const llvm::DenseSet<const clang::Stmt*>& Unit::excused(const Function& function) const {
  const auto [found, fresh] = excused_.try_emplace(&function);
  if (fresh) found->second = find_excused(*this, function);
  return found->second;
}

}  // namespace unblock::lint
