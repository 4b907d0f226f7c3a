#include "lint/checks/analysis.h"

#include "lint/extract/collector.h"
#include "lint/extract/targets.h"
#include "lint/lifetimes/beginnings.h"
#include "lint/lifetimes/loop_runs.h"
#include "lint/lifetimes/makings.h"
#include "lint/link/excuses.h"

namespace unblock::lint {
namespace {

/// What the link found out, in terms of the tree: the program of one unit has its functions and calls in the same order.
class Return {
 public:
  explicit Return(AnalysedUnit& analysis) : analysis_(analysis), program_(*analysis.program) {}

  void run() {
    for (Node node = 0; node < program_.functions.size(); ++node) {
      for (unsigned i = 0; i < program_.functions[node].calls.size(); ++i) return_call({node, i});
    }
    for (const LinkedHandOver& given : program_.hand_overs) return_hand_over(given);
  }

 private:
  CallOrigin& origin(CallRef call) { return analysis_.extraction.origins[call.function].calls[call.call]; }

  std::vector<Target> visible(const std::vector<LinkedTarget>& targets, std::size_t from) const {
    std::vector<Target> result;
    for (std::size_t i = from; i < targets.size(); ++i) {
      const auto found = analysis_.extraction.functions.find(program_.symbols.name(targets[i].function));
      if (found != analysis_.extraction.functions.end()) result.push_back({found->second, targets[i].certain});
    }
    return result;
  }

  void return_call(CallRef ref) {
    const LinkedCall& call = program_.linked(ref);
    CallOrigin& from = origin(ref);
    if (call.wait) from.site->blocks = from.waits[static_cast<std::size_t>(call.wait - call.facts->waits.data())];
    for (const Target& target : visible(call.targets, call.facts->targets.size())) from.site->targets.push_back(target);
  }

  void return_hand_over(const LinkedHandOver& given) {
    const CallOrigin& call = origin(given.call);
    const clang::Expr* callable = given.call == given.origin ? call.handed_over[given.argument] : call.site->arguments[given.argument];
    const SinkRow* row = origin(given.origin).sinks[given.origin_position];
    analysis_.unit->hand_overs.push_back({call.site, callable, row, given.runs_on, visible(given.targets, 0)});
  }

  AnalysedUnit& analysis_;
  Program& program_;
};

void note_own_files(AnalysedUnit& analysis) {
  facts::Unit& facts = analysis.extraction.facts;
  for (const auto& [name, file] : analysis.extraction.files) {
    if (name == facts.file || analysis.own.contains(name)) facts.own_files.push_back(name);
  }
}

}  // namespace

std::unique_ptr<AnalysedUnit> analyse_unit(clang::ASTContext& ast, std::shared_ptr<const ModelSet> models, OwnCode own) {
  auto analysis = std::make_unique<AnalysedUnit>();
  analysis->unit = std::make_unique<Unit>();
  Unit& unit = *analysis->unit;
  unit.ast = &ast;
  unit.models = std::move(models);
  analysis->own = std::move(own);
  collect_functions(unit, analysis->own);
  find_targets(unit);
  analysis->extraction = extract(unit);
  note_own_files(*analysis);
  analysis->lifetimes = std::make_unique<Lifetimes>(unit);
  mark_beginnings(*analysis->lifetimes, analysis->extraction);
  add_loop_runs(*analysis->lifetimes, analysis->extraction.facts);
  add_makings(*analysis->lifetimes, *analysis->extraction.ids, analysis->extraction.facts);
  analysis->program = link({&analysis->extraction.facts});
  analysis->excuses = excuses(*analysis->program);
  Return(*analysis).run();
  return analysis;
}

}  // namespace unblock::lint
