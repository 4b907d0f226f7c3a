// Raw epoll, level-triggered, one state machine per connection: read until the answer is there, send the next.
#pragma once

#include "bench/measure/context.h"

namespace unblock::bench::native {

void epoll_echo(Context& context);
void epoll_echo_tls(Context& context);
void epoll_gather(Context& context);

}  // namespace unblock::bench::native
