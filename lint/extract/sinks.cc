#include "lint/extract/sinks.h"

#include <clang/AST/Attr.h>
#include <clang/AST/DeclTemplate.h>

#include "lint/extract/ast_walk.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/executors.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/libraries/name_pattern.h"

namespace unblock::lint {
namespace {

const clang::TemplateTypeParmDecl* token_parameter(const clang::ParmVarDecl& parameter) {
  const clang::QualType type = parameter.getType().getNonReferenceType();
  const auto* found = type->getAs<clang::TemplateTypeParmType>();
  return found ? found->getDecl() : nullptr;
}

/// Whether a type mentions one of the names with the token among its arguments: async_result<decay_t<Token>, Sig>::return_type,
/// decltype(async_initiate<Token, Sig>(…)).
class TokenMention : public AstWalk {
 public:
  TokenMention(const SinkRow& row, const clang::ParmVarDecl& parameter) : row_(row), parameter_(parameter) {}
  bool found() const { return names_it_ && token_; }

  bool VisitTemplateSpecializationTypeLoc(clang::TemplateSpecializationTypeLoc type) override {
    if (const auto* named = type.getTypePtr()->getTemplateName().getAsTemplateDecl()) note(qualified_name(*named));
    return true;
  }
  bool VisitUnresolvedLookupExpr(clang::UnresolvedLookupExpr* lookup) override {
    for (const auto* named : lookup->decls()) note(qualified_name(*named));
    return true;
  }
  bool VisitDeclRefExpr(clang::DeclRefExpr* name) override {
    token_ = token_ || name->getDecl() == &parameter_;
    if (llvm::isa<clang::FunctionDecl>(name->getDecl())) note(qualified_name(*name->getDecl()));
    return true;
  }
  bool VisitTemplateTypeParmTypeLoc(clang::TemplateTypeParmTypeLoc type) override {
    const auto* wanted = token_parameter(parameter_);
    token_ = token_ || (wanted && type.getDecl() == wanted);
    return true;
  }

 private:
  void note(const std::string& name) {
    names_it_ = names_it_ || names_match(row_.token_results, name) || names_match(row_.token_initiators, name);
  }

  const SinkRow& row_;
  const clang::ParmVarDecl& parameter_;
  bool names_it_ = false;
  bool token_ = false;
};

bool annotated_async(const clang::Decl& decl) {
  for (const auto* attribute : decl.specific_attrs<clang::AnnotateAttr>()) {
    if (attribute->getAnnotation() == "unblock::async") return true;
  }
  return false;
}

/// "uv_timer_cb": the typedef a parameter is declared with.
std::string typedef_name(clang::QualType type) {
  if (const auto* alias = type->getAs<clang::TypedefType>()) return qualified_name(*alias->getDecl());
  return "";
}

class SinkFinder {
 public:
  SinkFinder(const Unit& unit, const CallSite& call) : unit_(unit), call_(call) {}

  std::vector<SinkPosition> find() {
    for (const SinkRow* row : unit_.models->sinks(unit_.names_of(call_))) {
      for (int index : row->callbacks) add(index, row);
    }
    if (const auto* element = class_made_in_place()) {
      const FunctionNames constructor{element->getNameAsString(), {qualified_name(*element) + "::" + element->getNameAsString()}};
      for (const SinkRow* row : unit_.models->sinks(constructor)) {
        for (int index : row->callbacks) add(index, row);
      }
    }
    const unsigned count = static_cast<unsigned>(call_.arguments.size());
    for (unsigned i = 0; i < count && i < call_.callee->getNumParams(); ++i) by_parameter(i);
    return std::move(positions_);
  }

 private:
  /// threads.emplace_back([] { … }): the class of the element, whose constructor gets the arguments.
  const clang::CXXRecordDecl* class_made_in_place() const {
    if (!call_.object || !has_role(unit_, call_, Role::constructs_in_place)) return nullptr;
    const auto* container = llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(class_of(call_.object->getType()));
    if (!container || container->getTemplateArgs().size() == 0) return nullptr;
    const auto& element = container->getTemplateArgs()[0];
    return element.getKind() == clang::TemplateArgument::Type ? class_of(element.getAsType()) : nullptr;
  }

  void by_parameter(unsigned index) {
    const clang::ParmVarDecl* parameter = call_.callee->getParamDecl(index);
    if (annotated_async(*parameter)) return add(static_cast<int>(index), annotation_row());
    const std::string alias = typedef_name(parameter->getType());
    const bool scalar = parameter->getType()->isScalarType() && alias.empty();
    if (scalar) return;
    for (const SinkRow* row : unit_.models->typed_sinks()) {
      const bool by_type = !alias.empty() && names_match(row->parameter_types, alias);
      const bool by_class = !row->parameter_types.names.empty() && alias.empty() &&
                            names_match(row->parameter_types, type_name(parameter->getType()));
      if (by_type || by_class || is_completion_token(unit_, *call_.callee, index, *row)) {
        return add(static_cast<int>(index), row);
      }
    }
  }

  static const SinkRow* annotation_row() {
    static const SinkRow row;
    return &row;
  }

  void add(int index, const SinkRow* row) {
    const clang::Expr* argument = call_.argument(index);
    if (!argument) return;
    for (const SinkPosition& known : positions_) {
      if (known.argument == argument) return;
    }
    Where where{row->runs_on, {}};
    if (where.runs_on == RunsOn::executor) where = where_executor_runs(unit_, call_.argument(*row->executor));
    const auto* object = call_.object ? named_object(call_.object) : nullptr;
    if (where.runs_on == RunsOn::loop && object) where.workers.push_back(object);
    positions_.push_back({argument, row, where});
  }

  const Unit& unit_;
  const CallSite& call_;
  std::vector<SinkPosition> positions_;
};

}  // namespace

const clang::ParmVarDecl* pattern_parameter(const clang::FunctionDecl& callee, unsigned index) {
  const clang::FunctionDecl* pattern = &callee;
  if (const auto* primary = callee.getPrimaryTemplate()) {
    const auto* from = primary;
    while (const auto* member = from->getInstantiatedFromMemberTemplate()) from = member;
    pattern = from->getTemplatedDecl();
  }
  return index < pattern->getNumParams() ? pattern->getParamDecl(index) : nullptr;
}

bool is_completion_token(const Unit&, const clang::FunctionDecl& callee, unsigned index, const SinkRow& row) {
  if (row.token_concepts.names.empty() && row.token_results.names.empty() && row.token_initiators.names.empty()) return false;
  const clang::ParmVarDecl* parameter = pattern_parameter(callee, index);
  const auto* type_parameter = parameter ? token_parameter(*parameter) : nullptr;
  if (!type_parameter) return false;
  if (const auto* constraint = type_parameter->getTypeConstraint()) {
    if (names_match(row.token_concepts, qualified_name(*constraint->getNamedConcept()))) return true;
  }
  const auto* pattern = llvm::cast<clang::FunctionDecl>(parameter->getDeclContext());
  TokenMention mention(row, *parameter);
  if (const auto* written = pattern->getTypeSourceInfo()) {
    if (const auto function = written->getTypeLoc().getAs<clang::FunctionTypeLoc>()) mention.TraverseTypeLoc(function.getReturnLoc());
  }
  if (mention.found() || !pattern->getReturnType()->getContainedAutoType()) return mention.found();
  const clang::FunctionDecl* definition = nullptr;  // it may stand outside of the class, with parameters of its own
  if (!pattern->hasBody(definition) || index >= definition->getNumParams()) return false;
  TokenMention in_body(row, *definition->getParamDecl(index));
  in_body.TraverseStmt(definition->getBody());
  return in_body.found();
}

std::vector<SinkPosition> sink_positions(const Unit& unit, const CallSite& call) {
  if (!call.callee || call.arguments.empty()) return {};
  return SinkFinder(unit, call).find();
}

}  // namespace unblock::lint
