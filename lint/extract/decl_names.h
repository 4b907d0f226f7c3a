// Names of declarations as model files spell them: qualified, without inline and unnamed namespaces and template arguments.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/Type.h>

#include <string>

#include "lint/libraries/model_set.h"

namespace unblock::lint {

std::string qualified_name(const clang::NamedDecl& decl);

/// The name of the class, union or enum behind a type, through references, cv and typedefs; empty for others.
std::string type_name(clang::QualType type);

/// The class behind a type, through references and cv (not pointers); null for others.
const clang::CXXRecordDecl* class_of(clang::QualType type);

/// All names a model may use for a function that is called on an object of class `receiver` (null: no object).
FunctionNames function_names(const clang::FunctionDecl& function, const clang::CXXRecordDecl* receiver);

/// Whether `list` of any library names the class of `type` or one of its bases or enclosing classes.
bool type_listed(const ModelSet& models, Names Library::* list, clang::QualType type);

/// Whether a declaration stands in a system header: its body is nobody's business.
bool in_system_header(const clang::ASTContext& ast, const clang::Decl& decl);

/// How a function is called in a message: 'load', 'Session::on_read'.
std::string display_name(const clang::FunctionDecl& function);

}  // namespace unblock::lint
