#include "lint/link/chains.h"

namespace unblock::lint {

std::vector<Chain> find_chains(const Program& program, const BlockingPaths::Wanted& wanted) {
  const BlockingPaths paths(program, wanted);
  const BlockingPaths when_ready(program, [&](const facts::Wait& wait) { return wanted(wait) && !wait.unless_ready; });
  std::vector<Chain> found;
  for (const Context& context : program.contexts) {
    const auto& calls = program.functions[context.function].calls;
    const bool begins_off_the_loop = context.kind == ContextKind::coroutine && program.waited_for.contains(context.function);
    for (unsigned i = 0; i < calls.size(); ++i) {
      if (calls[i].facts->after_pool || (begins_off_the_loop && calls[i].facts->before_suspension)) continue;
      auto steps = (context.after_readiness ? when_ready : paths).from({context.function, i});
      if (!steps.empty()) found.push_back({&context, std::move(steps)});
    }
  }
  return found;
}

}  // namespace unblock::lint
