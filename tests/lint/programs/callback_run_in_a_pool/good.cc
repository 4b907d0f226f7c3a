#include "parts.h"

void Job::submit() { loop::post_on_pool(work); }
