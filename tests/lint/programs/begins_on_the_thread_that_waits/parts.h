// Until it first suspends a coroutine runs on the thread of who waits for it.
#pragma once

#include "loop.h"

loop::Task prepare();
loop::Task session();
loop::Task rest();
