#include "lint/extract/decl_names.h"

#include <clang/AST/DeclTemplate.h>
#include <clang/Basic/SourceManager.h>

#include <algorithm>

namespace unblock::lint {
namespace {

std::string simple_name(const clang::NamedDecl& decl) {
  if (llvm::isa<clang::CXXConstructorDecl>(decl)) {
    return llvm::cast<clang::CXXRecordDecl>(decl.getDeclContext())->getNameAsString();
  }
  if (llvm::isa<clang::CXXDestructorDecl>(decl)) {
    return "~" + llvm::cast<clang::CXXRecordDecl>(decl.getDeclContext())->getNameAsString();
  }
  if (llvm::isa<clang::CXXConversionDecl>(decl)) return "operator conversion";
  return decl.getNameAsString();
}

bool is_transparent(const clang::DeclContext& context) {
  if (const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(&context)) {
    return space->isInline() || space->isAnonymousNamespace();
  }
  return !llvm::isa<clang::NamedDecl>(context) || llvm::isa<clang::FunctionDecl>(context) ||
         context.isTranslationUnit();
}

/// "std::this_thread::" for what lies in it.
std::string prefix(const clang::DeclContext* context) {
  std::string result;
  for (; context; context = context->getParent()) {
    if (is_transparent(*context)) continue;
    result = llvm::cast<clang::NamedDecl>(context)->getNameAsString() + "::" + result;
  }
  return result;
}

const clang::CXXRecordDecl* definition_or_pattern(const clang::CXXRecordDecl* record) {
  if (!record) return nullptr;
  if (const auto* definition = record->getDefinition()) return definition;
  if (const auto* pattern = record->getTemplateInstantiationPattern()) return pattern->getDefinition();
  return nullptr;
}

void add_bases(const clang::CXXRecordDecl* record, std::vector<const clang::CXXRecordDecl*>& out) {
  if (!record || std::find(out.begin(), out.end(), record) != out.end()) return;
  out.push_back(record);
  const auto* definition = definition_or_pattern(record);
  if (!definition) return;
  for (const auto& base : definition->bases()) add_bases(class_of(base.getType()), out);
}

}  // namespace

std::string qualified_name(const clang::NamedDecl& decl) {
  return prefix(decl.getDeclContext()) + simple_name(decl);
}

const clang::CXXRecordDecl* class_of(clang::QualType type) {
  if (type.isNull()) return nullptr;
  type = type.getNonReferenceType().getUnqualifiedType();
  if (const auto* record = type->getAsCXXRecordDecl()) return record;
  if (const auto* specialization = type->getAs<clang::TemplateSpecializationType>()) {
    const auto* found = specialization->getTemplateName().getAsTemplateDecl();
    if (const auto* primary = llvm::dyn_cast_or_null<clang::ClassTemplateDecl>(found)) return primary->getTemplatedDecl();
  }
  return nullptr;
}

std::string type_name(clang::QualType type) {
  if (type.isNull()) return "";
  if (const auto* record = class_of(type)) return qualified_name(*record);
  const auto* tag = type.getNonReferenceType()->getAsTagDecl();
  return tag ? qualified_name(*tag) : "";
}

FunctionNames function_names(const clang::FunctionDecl& function, const clang::CXXRecordDecl* receiver) {
  const bool in_c = !function.getLangOpts().CPlusPlus || function.isExternC() || function.isInExternCContext();
  const bool c_linkage = in_c && (function.isExternallyVisible() || !function.hasBody());  // a static function may bear any name
  FunctionNames names{simple_name(function), {qualified_name(function)}, c_linkage};
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
  if (!method || llvm::isa<clang::CXXConstructorDecl>(method)) return names;
  std::vector<const clang::CXXRecordDecl*> classes;
  add_bases(receiver, classes);
  add_bases(method->getParent(), classes);
  for (const auto* record : classes) {
    std::string name = qualified_name(*record) + "::" + names.short_name;
    if (std::find(names.qualified.begin(), names.qualified.end(), name) == names.qualified.end()) {
      names.qualified.push_back(std::move(name));
    }
  }
  return names;
}

bool type_listed(const ModelSet& models, Names Library::* list, clang::QualType type) {
  std::vector<const clang::CXXRecordDecl*> classes;
  add_bases(class_of(type), classes);
  for (const auto* record : classes) {
    if (models.lists(list, qualified_name(*record))) return true;
    if (const auto* outer = llvm::dyn_cast<clang::CXXRecordDecl>(record->getDeclContext())) {
      if (models.lists(list, qualified_name(*outer))) return true;
    }
  }
  return false;
}

bool in_system_header(const clang::ASTContext& ast, const clang::Decl& decl) {
  const auto& sources = ast.getSourceManager();
  const clang::SourceLocation location = decl.getLocation();
  return location.isValid() && sources.isInSystemHeader(sources.getExpansionLoc(location));
}

std::string display_name(const clang::FunctionDecl& function) {
  if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&function)) {
    if (method->getParent()->isLambda()) return "this lambda";
    if (llvm::isa<clang::CXXConstructorDecl>(method)) return simple_name(function);
    return method->getParent()->getNameAsString() + "::" + simple_name(function);
  }
  return simple_name(function);
}

}  // namespace unblock::lint
