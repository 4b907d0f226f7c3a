#include "parts.h"

void run_later(loop::function handler) { loop::post_on_pool(handler); }
