#include "lint/link/build.h"

#include "lint/extract/collector.h"
#include "lint/extract/conditions.h"
#include "lint/extract/executors.h"
#include "lint/extract/handles.h"
#include "lint/link/contexts.h"

namespace unblock::lint {

std::unique_ptr<Unit> build_unit(clang::ASTContext& ast, std::shared_ptr<const ModelSet> models) {
  auto unit = std::make_unique<Unit>();
  unit->ast = &ast;
  unit->models = std::move(models);
  collect_functions(*unit);
  link_calls(*unit);
  find_handles(*unit);
  find_blocking_calls(*unit);
  find_worker_loops(*unit);
  find_contexts(*unit);
  return unit;
}

}  // namespace unblock::lint
