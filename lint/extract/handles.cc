#include "lint/extract/handles.h"

#include <algorithm>
#include <map>

#include "lint/extract/conditions.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/libraries/name_pattern.h"

namespace unblock::lint {
namespace {

/// Types that a handle may have: an int, or a class whose methods make it non-blocking by the models; pointers and references too.
class HandleTypes {
 public:
  explicit HandleTypes(const Unit& unit) {
    for (const Library& library : unit.models->libraries()) {
      for (const NonblockingHandleRow& row : library.nonblocking_handles) {
        for (const std::string& name : row.functions.names) {
          const std::size_t end = name.rfind("::");
          if (row.handle.kind == ArgumentRef::Kind::object && end != std::string::npos) classes_.push_back(name.substr(0, end));
        }
      }
    }
  }

  bool contains(clang::QualType type) {
    type = type.getNonReferenceType();
    if (type->isPointerType()) type = type->getPointeeType();
    if (type->isDependentType()) return true;
    if (const auto* record = class_of(type)) return is_handle_class(record);
    return type->isSpecificBuiltinType(clang::BuiltinType::Int);
  }

 private:
  bool is_handle_class(const clang::CXXRecordDecl* record) {
    const auto [found, is_new] = known_.try_emplace(record, false);
    if (is_new) found->second = matches(record);
    return found->second;
  }

  bool matches(const clang::CXXRecordDecl* record) {
    const std::string name = qualified_name(*record);
    if (std::any_of(classes_.begin(), classes_.end(), [&](const std::string& pattern) { return name_matches(pattern, name); })) return true;
    const auto* definition = record->getDefinition();
    return definition && std::any_of(definition->bases_begin(), definition->bases_end(), [&](const auto& base) {
             const auto* parent = class_of(base.getType());
             return parent && is_handle_class(parent);
           });
  }

  std::vector<std::string> classes_;
  std::map<const clang::CXXRecordDecl*, bool> known_;
};

class HandleFinder {
 public:
  explicit HandleFinder(const Unit& unit) : unit_(unit), types_(unit) {}

  HandleFacts run() {
    collect_values();
    for (const Function& function : unit_.functions) {
      for (const CallSite& call : function.calls) look_at(call);
    }
    for (const Assignment& assignment : unit_.assignments) add_flow(assignment.value, assignment.to);
    for (const Function& function : unit_.functions) add_passed_on(function);
    return std::move(facts_);
  }

 private:
  void look_at(const CallSite& call) {
    if (!call.callee) return;
    const FunctionNames names = unit_.names_of(call);
    for (const NonblockingHandleRow* row : unit_.models->nonblocking_handles(names)) {
      if (row->when && !condition_holds(unit_, call, *row->when)) continue;
      if (const auto* handle = handle_of(call, row->handle)) facts_.nonblocking.push_back(handle);
    }
    const bool opens = std::any_of(names.qualified.begin(), names.qualified.end(),
                                   [&](const std::string& name) { return unit_.models->lists(&Library::opened_files, name); });
    if (!opens || opens_no_file(call)) return;
    if (const auto* handle = handle_of(call, {ArgumentRef::Kind::result, 0})) facts_.opened_files.push_back(handle);
  }

  /// open("/proc/self/stat", …): a model says when opening does not wait, and then reading does not either.
  bool opens_no_file(const CallSite& call) const { return !unit_.models->blocking(unit_.names_of(call)).empty() && possible_waits(unit_, call).empty(); }

  const clang::ValueDecl* handle_of(const CallSite& call, const ArgumentRef& where) const {
    if (where.kind == ArgumentRef::Kind::object) return named_object(call.object);
    if (where.kind == ArgumentRef::Kind::index) return named_object(call.argument(where.index));
    const auto found = values_.find(call.expr);
    return found == values_.end() ? nullptr : found->second;
  }

  /// Who gets which value: assignments, and what constructors and declarations give to members.
  void collect_values() {
    for (const Assignment& assignment : unit_.assignments) add_value(assignment.value, assignment.to);
    for (const Function& function : unit_.functions) {
      const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(function.decl);
      if (!constructor) continue;
      for (const clang::CXXCtorInitializer* init : constructor->inits()) {
        if (init->isAnyMemberInitializer() && init->getInit()) add_value(written(init->getInit()), init->getAnyMember());
      }
    }
  }

  /// std::unique_ptr<FILE, …> file(fopen(…), fclose): what is owned is what counts.
  void add_value(const clang::Expr* value, const clang::ValueDecl* to) {
    const clang::Expr* given = bare(value);
    values_.try_emplace(given, to);
    const auto* owner = llvm::dyn_cast<clang::CXXConstructExpr>(given);
    if (owner && owner->getNumArgs() > 0 && has_role(unit_, owner->getType(), Role::smart_pointer)) values_.try_emplace(bare(owner->getArg(0)), to);
  }

  /// A member's initialiser where it was written: in the constructor or in the class.
  static const clang::Expr* written(const clang::Expr* init) {
    const auto* preset = llvm::dyn_cast<clang::CXXDefaultInitExpr>(init);
    return preset ? preset->getExpr() : init;
  }

  void add_flow(const clang::Expr* value, const clang::ValueDecl* to) {
    if (!types_.contains(to->getType())) return;
    const auto* from = named_object(value);
    if (from && from != to) facts_.flows.emplace_back(from, to);
    const auto* call = llvm::dyn_cast<clang::CallExpr>(bare(value));
    const Function* maker = call && call->getDirectCallee() ? unit_.find(call->getDirectCallee()) : nullptr;
    if (maker) add_returned(*maker, to);
  }

  /// int make() { int fd = …; return fd; }
  void add_returned(const Function& maker, const clang::ValueDecl* to) {
    std::vector<const clang::Stmt*> open = {maker.body};
    while (!open.empty()) {
      const clang::Stmt* here = open.back();
      open.pop_back();
      if (!here) continue;
      const auto* result = llvm::dyn_cast<clang::ReturnStmt>(here);
      const auto* from = result && result->getRetValue() ? named_object(result->getRetValue()) : nullptr;
      if (from && from != to) facts_.flows.emplace_back(from, to);
      for (const clang::Stmt* child : written_children(*here)) open.push_back(child);
    }
  }

  /// Arguments become parameters, and what a constructor is given becomes members.
  void add_passed_on(const Function& function) {
    for (const CallSite& call : function.calls) {
      if (!call.callee || is_library(*call.callee)) continue;
      const Function* callee = unit_.find(call.callee);
      const clang::FunctionDecl& decl = callee ? *callee->decl : *call.callee;
      const unsigned count = std::min<unsigned>(decl.getNumParams(), static_cast<unsigned>(call.arguments.size()));
      for (unsigned i = 0; i < count; ++i) add_flow(call.arguments[i], decl.getParamDecl(i));
    }
    const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(function.decl);
    if (!constructor) return;
    for (const clang::CXXCtorInitializer* init : constructor->inits()) {
      if (init->isAnyMemberInitializer() && init->getInit()) add_flow(written(init->getInit()), init->getAnyMember());
    }
  }

  bool is_library(const clang::FunctionDecl& function) const { return in_system_header(*unit_.ast, function); }

  const Unit& unit_;
  HandleTypes types_;
  HandleFacts facts_;
  std::map<const clang::Expr*, const clang::ValueDecl*> values_;  ///< who gets the value of an expression
};

}  // namespace

HandleFacts find_handles(const Unit& unit) { return HandleFinder(unit).run(); }

}  // namespace unblock::lint
