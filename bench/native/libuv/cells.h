// libuv as its own examples use it: uv_write with a request per write, uv_read_start once, everything in callbacks.
#pragma once

#include "bench/measure/context.h"

namespace unblock::bench::native {

void libuv_echo(Context& context);
void libuv_gather(Context& context);
void libuv_sleep(Context& context);
void libuv_cancel(Context& context);

}  // namespace unblock::bench::native
