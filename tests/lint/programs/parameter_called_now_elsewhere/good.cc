#include "parts.h"

void for_each_line(loop::function line) { loop::post_on_pool(line); }
