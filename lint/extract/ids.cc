#include "lint/extract/ids.h"

#include <clang/Basic/SourceManager.h>
#include <clang/Index/USRGeneration.h>

#include "lint/extract/places.h"
#include "lint/facts/facts.h"

namespace unblock::lint {
namespace {

bool is_lambda_body(const clang::FunctionDecl& function) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
  return method && method->getParent()->isLambda();
}

const clang::FunctionDecl* owner_of(const clang::ValueDecl& variable) {
  const auto* parameter = llvm::dyn_cast<clang::ParmVarDecl>(&variable);
  return parameter ? llvm::dyn_cast<clang::FunctionDecl>(parameter->getDeclContext()) : nullptr;
}

}  // namespace

Ids::Ids(const Unit& unit) : unit_(unit), file_(main_file(*unit.ast)) {
  for (const Function& function : unit.functions) of(*function.decl);  // in their order, so that lambdas are numbered by it
}

const std::string& Ids::of(const clang::FunctionDecl& function) {
  const auto* canonical = function.getCanonicalDecl();
  std::string& id = ids_[canonical];
  if (id.empty()) id = unique(make(*canonical));
  return id;
}

const std::string& Ids::of(const clang::ValueDecl& variable) {
  const auto* canonical = llvm::cast<clang::ValueDecl>(variable.getCanonicalDecl());
  std::string& id = ids_[canonical];
  if (id.empty()) id = make(*canonical);
  return id;
}

std::string Ids::of(const clang::CXXRecordDecl& record) const {
  const auto& sources = unit_.ast->getSourceManager();
  const bool elsewhere = sources.getFileID(sources.getFileLoc(record.getLocation())) != sources.getMainFileID();
  const std::string usr = usr_of(record);
  return record.isExternallyVisible() && elsewhere && !usr.empty() ? usr : local(usr);
}

/// Functions and variables with external linkage, but for members of a class that only the unit's own file defines: equal names of
/// several programs in one build are no wonder there.
bool Ids::is_shared(const clang::NamedDecl& decl) const {
  if (const auto* parameter = llvm::dyn_cast<clang::ParmVarDecl>(&decl)) {
    const auto* owner = owner_of(*parameter);
    return owner && is_shared(*owner);
  }
  const auto* record = llvm::dyn_cast_or_null<clang::CXXRecordDecl>(decl.getDeclContext());
  const bool visible = llvm::isa<clang::FieldDecl>(decl) ? record && record->isExternallyVisible() : decl.isExternallyVisible();
  if (!visible || !record) return visible;
  const auto& sources = unit_.ast->getSourceManager();
  return sources.getFileID(sources.getFileLoc(record->getLocation())) != sources.getMainFileID();
}

std::string Ids::make(const clang::FunctionDecl& function) {
  if (is_lambda_body(function)) {
    const Function* known = unit_.find(&function);
    const Function* parent = known ? known->parent : nullptr;
    const std::string outer = parent ? of(*parent->decl) : local("");
    return outer + "@lambda" + std::to_string(lambdas_[parent]++);
  }
  const std::string usr = usr_of(function);
  return is_shared(function) && !usr.empty() ? usr : local(usr);
}

std::string Ids::make(const clang::ValueDecl& variable) {
  if (const auto* owner = owner_of(variable)) {
    return of(*owner) + "#" + std::to_string(llvm::cast<clang::ParmVarDecl>(variable).getFunctionScopeIndex());
  }
  if (const auto* plain = llvm::dyn_cast<clang::VarDecl>(&variable); plain && plain->isLocalVarDecl()) {
    return local("local" + std::to_string(locals_++));
  }
  const std::string usr = usr_of(variable);
  return is_shared(variable) && !usr.empty() ? usr : local(usr.empty() ? "local" + std::to_string(locals_++) : usr);
}

std::string Ids::local(const std::string& name) const { return facts::kLocalMark + file_ + facts::kLocalMark + name; }

std::string Ids::usr_of(const clang::Decl& decl) const {
  llvm::SmallString<128> usr;
  return clang::index::generateUSRForDecl(&decl, usr) ? "" : std::string(usr);
}

/// Two functions of one unit never share a name, whatever Clang makes of theirs.
std::string Ids::unique(const std::string& id) {
  std::string result = id;
  for (unsigned number = 2; !taken_.insert(result).second; ++number) result = id + "~" + std::to_string(number);
  return result;
}

}  // namespace unblock::lint
