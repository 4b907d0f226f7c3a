// Cases of async-@DASHED@: bad, good, silenced. An `expect` stands above the line it is about and quotes a part of the message.
#include "awaiters.h"
#include "lazy_task.h"

namespace bad {
// expect: is a coroutine named 'placeholder'
Lazy<void> placeholder() { co_await sleep_ms(1); }
}  // namespace bad

namespace silenced {
Lazy<void> placeholder() { co_await sleep_ms(1); }  // NOLINT(async-@DASHED@)
}  // namespace silenced

Lazy<void> good() { co_await sleep_ms(1); }
