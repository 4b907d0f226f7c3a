#include "lint/driver/model_names.h"

#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>

#include "lint/libraries/load_models.h"

namespace unblock::lint {
namespace {

void add(std::vector<std::pair<std::string, std::string>>& out, const std::string& file, const Names& names) {
  for (const std::string& name : names.names) {
    if (name.find('*') == std::string::npos) out.emplace_back(file, name);
  }
}

const clang::DeclContext* as_context(const clang::NamedDecl* decl) {
  decl = decl->getUnderlyingDecl();
  if (const auto* pattern = llvm::dyn_cast<clang::ClassTemplateDecl>(decl)) return pattern->getTemplatedDecl()->getDefinition();
  if (const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(decl)) return record->getDefinition();
  if (const auto* alias = llvm::dyn_cast<clang::TypedefNameDecl>(decl)) return alias->getUnderlyingType()->getAsCXXRecordDecl();
  return llvm::dyn_cast<clang::NamespaceDecl>(decl);
}

/// A constructor or destructor is there when its class is.
bool is_special_member(const std::string& part, const clang::DeclContext& context) {
  const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(&context);
  return record && (part == record->getName() || part == "~" + record->getNameAsString());
}

bool found_in(const clang::ASTContext& ast, const clang::DeclContext& context, const std::string& name) {
  const std::size_t colon = name.find("::");
  const std::string first = name.substr(0, colon);
  if (colon == std::string::npos && is_special_member(first, context)) return true;
  const auto found = context.lookup(clang::DeclarationName(&const_cast<clang::ASTContext&>(ast).Idents.get(first)));
  if (colon == std::string::npos) {
    if (!found.empty()) return true;
    const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(&context);
    return record && record->hasDefinition() && !record->forallBases([&](const clang::CXXRecordDecl* base) { return !found_in(ast, *base, name); });
  }
  for (const clang::NamedDecl* each : found) {
    const clang::DeclContext* inner = as_context(each);
    if (inner && found_in(ast, *inner, name.substr(colon + 2))) return true;
  }
  return false;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> named_functions(const Options& options, const std::string& folder) {
  std::vector<std::string> files = project_model_files(folder);
  files.insert(files.end(), options.models.begin(), options.models.end());
  std::vector<std::pair<std::string, std::string>> names;
  for (const std::string& file : files) {
    const Library library = read_model(file);
    for (const auto& row : library.blocking) add(names, file, row.functions);
    for (const auto& row : library.nonblocking) add(names, file, row.functions);
    for (const auto& row : library.sinks) add(names, file, row.functions);
    for (const auto& row : library.wrappers) add(names, file, row.functions);
  }
  return names;
}

bool is_declared(const clang::ASTContext& ast, const std::string& name) {
  return found_in(ast, *ast.getTranslationUnitDecl(), name);
}

}  // namespace unblock::lint
