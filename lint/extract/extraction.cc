#include "lint/extract/extraction.h"

#include <clang/AST/Attr.h>
#include <clang/Basic/SourceManager.h>

#include <algorithm>
#include <set>

#include "lint/extract/call_facts.h"
#include "lint/extract/decl_names.h"
#include "lint/extract/executors.h"
#include "lint/extract/handles.h"
#include "lint/extract/ids.h"
#include "lint/extract/places.h"
#include "lint/extract/pools.h"
#include "lint/extract/readiness.h"
#include "lint/extract/sinks.h"
#include "lint/extract/slots.h"
#include "lint/extract/suppressions.h"
#include "lint/extract/task_type.h"

namespace unblock::lint {
namespace {

/// A generator that never awaits runs on whatever thread asks it for its next value.
bool is_generator(const Unit& unit, const Function& function) {
  if (!function.coroutine || !task_type(unit, function.decl->getReturnType()).generator) return false;
  return std::all_of(function.suspensions.begin(), function.suspensions.end(),
                     [](const clang::Expr* suspension) { return llvm::isa<clang::CoyieldExpr>(suspension); });
}

bool annotated_async(const clang::FunctionDecl& function) {
  const auto attributes = function.specific_attrs<clang::AnnotateAttr>();
  return std::any_of(attributes.begin(), attributes.end(), [](const auto* attribute) { return attribute->getAnnotation() == "unblock::async"; });
}

class Extractor {
 public:
  explicit Extractor(Unit& unit) : unit_(unit), ids_(*(out_.ids = std::make_unique<Ids>(unit))), places_(*unit.ast), calls_(unit, ids_, places_) {}

  Extraction run() {
    out_.facts.file = main_file(*unit_.ast);
    for (const Function& function : unit_.functions) out_.functions[ids_.of(*function.decl)] = function.decl;
    std::vector<std::vector<std::vector<SinkPosition>>> sinks;
    for (Function& function : unit_.functions) sinks.push_back(sinks_of(function));
    std::size_t index = 0;
    for (Function& function : unit_.functions) add(function, sinks[index++]);
    add_handles();
    for (const LoopMemberUse& use : loop_member_uses(unit_)) out_.facts.loop_members.push_back({ids_.of(*use.member), use.other_uses});
    add_suppressions();
    return std::move(out_);
  }

 private:
  /// async_read(socket, buffer, yield): a stackful coroutine waits inside of this call, and hands nothing over.
  std::vector<std::vector<SinkPosition>> sinks_of(Function& function) {
    std::vector<std::vector<SinkPosition>> all;
    for (const CallSite& call : function.calls) {
      auto& kept = all.emplace_back();
      for (const SinkPosition& position : sink_positions(unit_, call)) {
        if (type_listed(*unit_.models, &Library::suspending_tokens, position.argument->getType())) {
          function.suspensions.push_back(call.expr);
        } else {
          kept.push_back(position);
        }
      }
    }
    return all;
  }

  void add(Function& function, const std::vector<std::vector<SinkPosition>>& sinks) {
    facts::Function& added = out_.facts.functions.emplace_back();
    FunctionOrigin& origin = out_.origins.emplace_back();
    origin.function = &function;
    added.id = ids_.of(*function.decl);
    added.name = function.name();
    added.at = places_.of(function.lambda ? function.lambda->getBeginLoc() : function.decl->getLocation());
    added.lambda = function.lambda != nullptr;
    added.coroutine = function.coroutine;
    added.generator = is_generator(unit_, function);
    added.annotated_async = annotated_async(*function.decl);
    added.awaits_readiness = awaits_readiness(unit_, function);
    added.moves_to_pool = moves_to_pool(unit_, function);
    if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function.decl)) {
      for (const auto* overridden : method->overridden_methods()) added.overrides.push_back(ids_.of(*overridden));
    }
    for (const clang::ValueDecl* loop : loops_run_by(unit_, function)) added.runs_loops.push_back(ids_.of(*loop));
    added.stores = stores_in(unit_, function, ids_);
    std::size_t index = 0;
    for (CallSite& call : function.calls) calls_.add(call, sinks[index++], added, origin);
    for (const CallOrigin& call : origin.calls) note_files(call.site->location());
    note_file(function.decl->getLocation());
  }

  /// Only what may meet a handle of another unit, or lead from one that is made here to where it is asked for.
  void add_handles() {
    const HandleFacts handles = find_handles(unit_);
    for (const auto* handle : handles.nonblocking) out_.facts.nonblocking_handles.push_back(ids_.of(*handle));
    for (const auto* handle : handles.opened_files) out_.facts.opened_files.push_back(ids_.of(*handle));
    std::set<const clang::ValueDecl*> known(handles.nonblocking.begin(), handles.nonblocking.end()), wanted = calls_.tested();
    known.insert(handles.opened_files.begin(), handles.opened_files.end());
    const auto spread = [&](std::set<const clang::ValueDecl*>& reached, bool forward) {
      for (bool changed = true; changed;) {
        changed = false;
        for (const auto& [from, to] : handles.flows) {
          const auto* start = forward ? from : to;
          if (reached.count(start) != 0 || ids_.is_shared(*start)) changed |= reached.insert(forward ? to : from).second;
        }
      }
    };
    spread(known, true);
    spread(wanted, false);
    std::set<facts::Flow> flows;
    for (const auto& [from, to] : handles.flows) {
      const bool comes = known.count(from) != 0 || ids_.is_shared(*from), goes = wanted.count(to) != 0 || ids_.is_shared(*to);
      if (comes && goes) flows.insert({ids_.of(*from), ids_.of(*to)});
    }
    out_.facts.flows.assign(flows.begin(), flows.end());
    for (auto* list : {&out_.facts.nonblocking_handles, &out_.facts.opened_files}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
  }

  /// Where it stands, and where the macros that it comes from are defined.
  void note_files(clang::SourceLocation location) {
    const auto& sources = unit_.ast->getSourceManager();
    note_file(location);
    for (; location.isMacroID(); location = sources.getImmediateMacroCallerLoc(location)) note_file(sources.getSpellingLoc(location));
  }

  void note_file(clang::SourceLocation location) {
    const auto& sources = unit_.ast->getSourceManager();
    if (location.isValid()) files_.insert(sources.getFileID(sources.getFileLoc(location)));
  }

  void add_suppressions() {
    const auto& sources = unit_.ast->getSourceManager();
    for (clang::FileID file : files_) {
      const std::string name = places_.of(sources.getLocForStartOfFile(file)).file;
      if (!out_.files.emplace(name, file).second) continue;
      if (const auto text = sources.getBufferDataOrNone(file)) {
        const auto found = find_suppressions(*text, name);
        out_.facts.suppressions.insert(out_.facts.suppressions.end(), found.begin(), found.end());
      }
    }
    std::sort(out_.facts.suppressions.begin(), out_.facts.suppressions.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  }

  Unit& unit_;
  Extraction out_;
  Ids& ids_;
  Places places_;
  CallFacts calls_;
  std::set<clang::FileID> files_;
};

}  // namespace

Extraction extract(Unit& unit) { return Extractor(unit).run(); }

}  // namespace unblock::lint
