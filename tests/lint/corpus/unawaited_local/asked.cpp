// Tasks that are asked in a loop, and tasks that have ended when they are got.
#include "eager_task.h"
#include "lazy_task.h"

#include <utility>
#include <vector>

Eager<int> warm_up() { co_return 1; }
Eager<std::vector<Eager<int>>> start_all(int count);
Eager<std::vector<Eager<int>>> when_all(std::vector<Eager<int>> tasks);
void warm(Eager<int>& oven, int degrees);

// bad: asked_in_a_loop
namespace asked_in_a_loop_bad {
void bake(int guests) {
  auto oven = warm_up();  // expect: async-unawaited-local
  for (int i = 0; i < guests; ++i) warm(oven, i);
}
}  // namespace asked_in_a_loop_bad
// good: asked_in_a_loop
namespace asked_in_a_loop_good {
void bake() {
  auto oven = warm_up();
  for (int i = 0; i < 3; ++i) warm(oven, i);
}
}  // namespace asked_in_a_loop_good

// bad: asked_in_some_rounds
namespace asked_in_some_rounds_bad {
void bake(bool cold) {
  auto oven = warm_up();  // expect: async-unawaited-local
  for (int i = 0; i < 3; ++i) {
    if (cold) warm(oven, i);
  }
}
}  // namespace asked_in_some_rounds_bad
// good: asked_in_some_rounds
namespace asked_in_some_rounds_good {
void bake(bool cold) {
  auto oven = warm_up();
  for (int i = 0; i < 3; ++i) {
    const int degrees = cold ? 200 : 180;
    warm(oven, degrees + i);
  }
}
}  // namespace asked_in_some_rounds_good

// bad: got_from_what_waits_for_all
namespace got_from_what_waits_for_all_bad {
Lazy<bool> bake(int count) {
  auto ovens = co_await start_all(count);  // expect: async-unawaited-local
  co_return ovens.empty();
}
}  // namespace got_from_what_waits_for_all_bad
// good: got_from_what_waits_for_all
namespace got_from_what_waits_for_all_good {
Lazy<bool> bake(std::vector<Eager<int>> ovens) {
  auto all = when_all(std::move(ovens));
  auto ended = co_await std::move(all);
  co_return ended.empty();
}
}  // namespace got_from_what_waits_for_all_good
