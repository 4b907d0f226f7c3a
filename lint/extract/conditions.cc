#include "lint/extract/conditions.h"

#include <clang/AST/Attr.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>
#include <utility>

#include "lint/extract/callable.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/excuses.h"
#include "lint/extract/expressions.h"
#include "lint/extract/has_role.h"
#include "lint/extract/readiness.h"
#include "lint/libraries/name_pattern.h"

namespace unblock::lint {
namespace {

std::optional<std::int64_t> constant(const clang::ASTContext& ast, const clang::Expr* expr) {
  const auto value = constant_integer(ast, expr);
  return value ? std::optional<std::int64_t>(value->getExtValue()) : std::nullopt;
}

bool spelled_by_macro(const clang::ASTContext& ast, const clang::Expr* expr, const std::string& macro) {
  clang::SourceLocation location = expr->getBeginLoc();
  while (location.isMacroID()) {
    if (clang::Lexer::getImmediateMacroName(location, ast.getSourceManager(), ast.getLangOpts()) == macro) return true;
    location = ast.getSourceManager().getImmediateMacroCallerLoc(location);
  }
  return false;
}

bool has_flag(const clang::ASTContext& ast, const clang::Expr* expr, const Condition& condition) {
  expr = expr->IgnoreParenImpCasts();
  if (const auto value = constant(ast, expr); value && condition.value) {
    return (*value & *condition.value) == *condition.value;
  }
  if (spelled_by_macro(ast, expr, condition.has_flag)) return true;
  if (const auto* named = llvm::dyn_cast<clang::DeclRefExpr>(expr)) {
    if (named->getDecl()->getNameAsString() == last_component(condition.has_flag)) return true;
  }
  const auto* either = llvm::dyn_cast<clang::BinaryOperator>(expr);
  return either && either->getOpcode() == clang::BO_Or &&
         (has_flag(ast, either->getLHS(), condition) || has_flag(ast, either->getRHS(), condition));
}

/// Whether all numbers in an initialiser are zero and there is at least one, or none are written at all.
class Zeros {
 public:
  explicit Zeros(const Unit& unit) : unit_(unit), ast_(*unit.ast) {}

  bool only(const clang::Expr* expr) {
    if (!expr) return false;
    expr = bare(expr);
    if (const auto value = constant(ast_, expr)) return *value == 0;
    if (const auto* literal = llvm::dyn_cast<clang::UserDefinedLiteral>(expr)) return is_zero(*literal);
    if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expr)) return construct->getNumArgs() == 0 || only(construct->getArg(0));
    if (const auto* call = llvm::dyn_cast<clang::CallExpr>(expr)) return call->getNumArgs() == 0 && has_role(unit_, call->getDirectCallee(), Role::zero);
    if (llvm::isa<clang::ImplicitValueInitExpr>(expr) || llvm::isa<clang::CXXScalarValueInitExpr>(expr)) return true;
    if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(expr)) {
      return std::all_of(list->inits().begin(), list->inits().end(), [&](const clang::Expr* each) { return only(each); });
    }
    if (const auto* address = llvm::dyn_cast<clang::UnaryOperator>(expr)) return only(address->getSubExpr());
    const auto* named = llvm::dyn_cast<clang::DeclRefExpr>(expr);
    const auto* variable = named ? llvm::dyn_cast<clang::VarDecl>(named->getDecl()) : nullptr;
    return variable && variable->getInit() && of_variable(*variable);
  }

 private:
  bool is_zero(const clang::UserDefinedLiteral& literal) {
    const auto kind = literal.getLiteralOperatorKind();
    const bool raw = kind == clang::UserDefinedLiteral::LOK_Template || kind == clang::UserDefinedLiteral::LOK_Raw;
    if (const auto* cooked = raw ? nullptr : literal.getCookedLiteral()) return only(cooked);
    const auto text = clang::Lexer::getSourceText(clang::CharSourceRange::getTokenRange(literal.getSourceRange()), ast_.getSourceManager(), ast_.getLangOpts());
    return text.starts_with("0") && (text.size() < 2 || !llvm::isDigit(text[1])) && !text.starts_with("0.");
  }

  /// False for one that is made of itself.
  bool of_variable(const clang::VarDecl& variable) {
    const auto [known, fresh] = variables_.try_emplace(&variable, false);
    if (!fresh) return known->second;
    const bool zero = only(variable.getInit());
    return variables_[&variable] = zero;
  }

  const Unit& unit_;
  const clang::ASTContext& ast_;
  llvm::DenseMap<const clang::VarDecl*, bool> variables_;
};

bool is_variable(const clang::Expr* expr, const std::string& name) {
  const auto* object = named_object(expr);
  return object && qualified_name(*object) == name;
}

/// What a call is about: its object, or the first argument of a free function.
const clang::ValueDecl* asked_object(const CallSite& call) {
  if (call.object) return named_object(call.object);
  return call.arguments.empty() ? nullptr : named_object(call.arguments[0]);
}

/// Whether the function that calls has asked the same object one of these questions before.
bool asked_before(const Unit& unit, const CallSite& call, const Names& questions) {
  const auto* object = call.in ? asked_object(call) : nullptr;
  if (!object) return false;
  for (const CallSite& other : call.in->calls) {
    if (&other == &call) break;
    if (!other.object || named_object(other.object) != object) continue;
    for (const std::string& name : unit.names_of(other).qualified) {
      if (names_match(questions, name)) return true;
    }
  }
  return false;
}

/// Finds the literal that an argument is or begins with: "/proc/stat", std::string("/proc/") + name, a constant with such a value, a
/// buffer that snprintf fills, a stream that it is put into, a parameter that every caller of the unit gives such a text.
class Beginnings {
 public:
  Beginnings(const Unit& unit, const Function* in) : unit_(unit), in_(in) {}

  const clang::StringLiteral* of(const clang::Expr* expr) {
    if (!expr) return nullptr;
    expr = bare(expr);
    if (const auto* literal = llvm::dyn_cast<clang::StringLiteral>(expr)) return literal->isOrdinary() ? literal : nullptr;
    if (const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expr)) {
      return construct->getNumArgs() > 0 ? of(construct->getArg(0)) : nullptr;
    }
    if (const auto* sum = llvm::dyn_cast<clang::CXXOperatorCallExpr>(expr)) {
      return sum->getOperator() == clang::OO_Plus || sum->getOperator() == clang::OO_Slash ? of(sum->getArg(0)) : nullptr;
    }
    if (const auto* call = llvm::dyn_cast<clang::CXXMemberCallExpr>(expr)) {
      return call->getNumArgs() == 0 ? of(call->getImplicitObjectArgument()) : nullptr;
    }
    if (const auto* call = llvm::dyn_cast<clang::CallExpr>(expr)) return is_called(*call, Role::formats) && call->getNumArgs() > 0 ? of(call->getArg(0)) : nullptr;
    const auto* named = llvm::dyn_cast<clang::DeclRefExpr>(expr);
    const auto* variable = named ? llvm::dyn_cast<clang::VarDecl>(named->getDecl()) : nullptr;
    if (!variable) return nullptr;
    const auto [known, fresh] = variables_.try_emplace(variable, nullptr);  // nothing while it is looked for
    if (!fresh) return known->second;
    const clang::StringLiteral* found = of_variable(*variable);
    return variables_[variable] = found;
  }

 private:
  bool is_called(const clang::CallExpr& call, Role role) const { return has_role(unit_, call.getDirectCallee(), role); }

  const clang::StringLiteral* of_variable(const clang::VarDecl& variable) {
    if (const auto* parameter = llvm::dyn_cast<clang::ParmVarDecl>(&variable)) return of_parameter(*parameter);
    if (variable.getType()->isArrayType() && !variable.hasInit()) return printed_into(variable);
    if (const clang::StringLiteral* put = put_first_into(variable)) return put;
    const bool fixed = variable.getInit() && (variable.getType().isConstQualified() || (variable.isLocalVarDecl() && !is_assigned(variable)));
    return fixed ? of(variable.getInit()) : nullptr;
  }

  bool is_assigned(const clang::VarDecl& variable) const {
    return std::any_of(unit_.assignments.begin(), unit_.assignments.end(), [&](const Assignment& each) { return each.to == &variable && each.value != variable.getInit(); });
  }

  /// char path[64]; snprintf(path, sizeof path, "/proc/%d/stat", pid);
  const clang::StringLiteral* printed_into(const clang::VarDecl& buffer) {
    const clang::StringLiteral* found = nullptr;
    if (!in_) return nullptr;
    for (const CallSite& call : in_->calls) {
      const clang::Expr* format = has_role(unit_, call, Role::prints_text) ? format_of(call) : nullptr;
      if (format && named_object(call.argument(0)) == &buffer) found = of(format);
    }
    return found;
  }

  /// std::ostringstream path; path << "/proc/" << process;
  const clang::StringLiteral* put_first_into(const clang::VarDecl& stream) {
    if (!in_ || !class_of(stream.getType()) || is_replaced(stream)) return nullptr;
    for (const CallSite& call : in_->calls) {
      if (begins_with(call, stream)) return of(llvm::cast<clang::CXXOperatorCallExpr>(call.expr)->getArg(1));
    }
    return nullptr;
  }

  /// Whether a call is the innermost of `stream << "a" << b << c`.
  static bool begins_with(const CallSite& call, const clang::VarDecl& stream) {
    const auto* operation = llvm::dyn_cast<clang::CXXOperatorCallExpr>(call.expr);
    const auto* left = operation && operation->getOperator() == clang::OO_LessLess ? llvm::dyn_cast<clang::DeclRefExpr>(bare(operation->getArg(0))) : nullptr;
    return left && left->getDecl() == &stream;
  }

  /// path.str("other"), path.seekp(0): what was put in first need not be the beginning any more.
  bool is_replaced(const clang::VarDecl& stream) const {
    return std::any_of(in_->calls.begin(), in_->calls.end(), [&](const CallSite& call) {
      const auto* method = llvm::dyn_cast<clang::CXXMemberCallExpr>(call.expr);
      const auto* object = method ? llvm::dyn_cast<clang::DeclRefExpr>(bare(method->getImplicitObjectArgument())) : nullptr;
      return object && object->getDecl() == &stream && method->getNumArgs() > 0;
    });
  }

  /// The first pointer after the buffer: sprintf(text, format, …), snprintf(text, size, format, …)
  static const clang::Expr* format_of(const CallSite& print) {
    const auto is_pointer = [](const clang::Expr* argument) { return argument->getType()->isPointerType(); };
    const auto found = print.arguments.size() > 1 ? std::find_if(print.arguments.begin() + 1, print.arguments.end(), is_pointer) : print.arguments.end();
    return found == print.arguments.end() ? nullptr : *found;
  }

  const clang::StringLiteral* of_parameter(const clang::ParmVarDecl& parameter) {
    const auto* owner = llvm::dyn_cast<clang::FunctionDecl>(parameter.getDeclContext());
    const Function* function = owner ? unit_.find(owner) : nullptr;
    const clang::StringLiteral* found = nullptr;
    if (!function) return nullptr;
    for (const Function& caller : unit_.functions) {
      for (const CallSite& call : caller.calls) {
        if (!call.callee || unit_.find(call.callee) != function) continue;
        const clang::StringLiteral* given = in(caller, call.argument(static_cast<int>(parameter.getFunctionScopeIndex())));
        if (!given || (found && given->getString() != found->getString())) return nullptr;
        found = given;
      }
    }
    return found;
  }

  /// What an expression of another function is.
  const clang::StringLiteral* in(const Function& function, const clang::Expr* expr) {
    const Function* home = std::exchange(in_, &function);
    const clang::StringLiteral* found = of(expr);
    in_ = home;
    return found;
  }

  const Unit& unit_;
  const Function* in_;
  llvm::DenseMap<const clang::VarDecl*, const clang::StringLiteral*> variables_;
};

bool argument_holds(const Unit& unit, const Function* in, const clang::Expr* expr, const Condition& condition) {
  const clang::ASTContext& ast = *unit.ast;
  if (!condition.has_flag.empty() && !has_flag(ast, expr, condition)) return false;
  if (!condition.is_variable.empty() && !is_variable(expr, condition.is_variable)) return false;
  if (condition.equals && constant(ast, expr) != condition.equals) return false;
  if (condition.is_null && is_null(ast, expr) != *condition.is_null) return false;
  if (condition.zero_duration && !Zeros(unit).only(expr)) return false;
  const clang::StringLiteral* literal = condition.is_string || !condition.starts_with.empty() ? Beginnings(unit, in).of(expr) : nullptr;
  if (condition.is_string && (!literal || literal->getString() != *condition.is_string)) return false;
  if (!condition.starts_with.empty()) {
    const bool starts = literal && std::any_of(condition.starts_with.begin(), condition.starts_with.end(),
                                               [&](const std::string& text) { return (literal->getString() + "/").str().starts_with(text); });
    if (!starts) return false;
  }
  return true;
}

bool parameter_is(const clang::FunctionDecl* callee, int index, const std::string& type) {
  if (!callee) return false;
  const int count = static_cast<int>(callee->getNumParams());
  if (index < 0) index += count;
  if (index < 0 || index >= count) return false;
  const std::string name = type_name(callee->getParamDecl(index)->getType());
  return name == type || name_matches(type, name);
}

bool effect(const clang::FunctionDecl& function, clang::FunctionEffect::Kind kind) {
  for (const auto& found : function.getFunctionEffects()) {
    if (found.Effect.kind() == kind) return true;
  }
  return false;
}

bool annotated(const clang::FunctionDecl& function, llvm::StringRef text) {
  for (const auto* attribute : function.specific_attrs<clang::AnnotateAttr>()) {
    if (attribute->getAnnotation() == text) return true;
  }
  return false;
}

bool says_nonblocking(const clang::FunctionDecl& function) {
  return annotated(function, "unblock::nonblocking") || effect(function, clang::FunctionEffect::Kind::NonBlocking);
}

const BlockingRow* attribute_row() {
  static const BlockingRow row{.functions = {},
                               .tier = Tier::wait,
                               .instead = "",
                               .only_if = {},
                               .unless = {},
                               .sync_wait = false,
                               .runs_loop = false,
                               .unless_ready = false,
                               .checked = "",
                               .null_callback = false};
  return &row;
}

const clang::Expr* argument_of(const CallSite& call, const Condition& condition) {
  return condition.argument->kind == ArgumentRef::Kind::object ? call.object : call.argument(condition.argument->index);
}

/// The variable or member that holds a handle: `file` of `file`, `*file` and `file.get()`.
const clang::ValueDecl* holder_of(const Unit& unit, const clang::Expr* handle) {
  const auto* got = llvm::dyn_cast<clang::CXXMemberCallExpr>(bare(handle));
  const clang::Expr* owner = got ? got->getImplicitObjectArgument() : nullptr;
  const bool is_held = owner && has_role(unit, owner->getType(), Role::smart_pointer) && has_role(unit, got->getMethodDecl(), Role::gives_held);
  return named_object(is_held ? owner : handle);
}

struct Outcome {
  bool holds = false;
  std::optional<HandleNeed> need;  ///< and this too must hold
};

Outcome evaluate(const Unit& unit, const CallSite& call, const Condition& condition) {
  if (condition.arguments && static_cast<int>(call.arguments.size()) != *condition.arguments) return {};
  if (!condition.asked_before.names.empty() && !asked_before(unit, call, condition.asked_before)) return {};
  if (condition.parameter && !parameter_is(call.callee, *condition.parameter, condition.type)) return {};
  if (!condition.argument) return {true, std::nullopt};
  const clang::Expr* expr = argument_of(call, condition);
  if (!expr || !argument_holds(unit, call.in, expr, condition)) return {};
  if (!condition.nonblocking_handle && !condition.opened_file) return {true, std::nullopt};
  const auto* object = holder_of(unit, expr);
  if (!object) return {};
  return {true, HandleNeed{object, condition.nonblocking_handle, condition.opened_file}};
}

/// False: the row does not apply, whatever is known about handles.
bool may_apply(const Unit& unit, const CallSite& call, const BlockingRow& row, PossibleWait& out) {
  bool outright = row.only_if.empty();
  for (const Condition& condition : row.only_if) {
    const Outcome outcome = evaluate(unit, call, condition);
    outright = outright || (outcome.holds && !outcome.need);
    if (outcome.holds && outcome.need) out.only_if.push_back(*outcome.need);
  }
  if (outright) out.only_if.clear();
  if (!outright && out.only_if.empty()) return false;
  for (const Condition& condition : row.unless) {
    const Outcome outcome = evaluate(unit, call, condition);
    if (outcome.holds && !outcome.need) return false;
    if (outcome.holds) out.unless.push_back(*outcome.need);
  }
  out.row = &row;
  return true;
}

bool awaited(const Function& function, const clang::VarDecl& variable) {
  return std::any_of(function.suspensions.begin(), function.suspensions.end(), [&](const clang::Expr* suspension) {
    const auto* await = llvm::dyn_cast<clang::CoawaitExpr>(suspension);
    return await && named_object(await->getOperand()) == &variable;
  });
}

/// A thread object that was joined, detached, awaited or moved away has nothing to wait for in its destructor.
bool given_up_before(const Unit& unit, const CallSite& destruction) {
  if (!llvm::isa<clang::CXXDestructorDecl>(destruction.callee)) return false;
  for (const clang::VarDecl* local : destruction.in->locals) {
    if (local->getInit() != destruction.expr) continue;
    if (awaited(*destruction.in, *local)) return true;
    for (const CallSite& other : destruction.in->calls) {
      const bool gives_up = has_role(unit, other, Role::detaches | Role::joins | Role::swaps);
      if (gives_up && other.object && named_object(other.object) == local) return true;
      if (other.moves() && named_object(other.arguments[0]) == local) return true;
    }
  }
  return false;
}

}  // namespace

bool returns_at_once(const Unit& unit, const CallSite& call) {
  return is_excused(unit, call) || (call.callee && (says_nonblocking(*call.callee) || given_up_before(unit, call) || unit.models->is_nonblocking(unit.names_of(call))));
}

bool condition_holds(const Unit& unit, const CallSite& call, const Condition& condition) {
  const Outcome outcome = evaluate(unit, call, condition);
  return outcome.holds && !outcome.need;
}

std::vector<PossibleWait> possible_waits(const Unit& unit, const CallSite& call) {
  if (!call.callee || given_up_before(unit, call) || says_nonblocking(*call.callee)) return {};
  using Effect = clang::FunctionEffect::Kind;
  if (annotated(*call.callee, "unblock::blocking") || effect(*call.callee, Effect::Blocking)) return {{attribute_row(), false, {}, {}}};
  std::vector<PossibleWait> waits;
  const auto rows = unit.models->blocking(unit.names_of(call));
  if (rows.empty() || is_excused(unit, call)) return waits;
  for (const BlockingRow* row : rows) {
    PossibleWait wait;
    if (!may_apply(unit, call, *row, wait)) continue;
    wait.excused = row->unless_ready && (expects_would_block(unit, *call.in) || asks_readiness_before(unit, call));
    const bool certain = wait.only_if.empty() && wait.unless.empty();
    waits.push_back(std::move(wait));
    if (certain) break;
  }
  return waits;
}

}  // namespace unblock::lint
