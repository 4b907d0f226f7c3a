#include "parts.h"

void run_later(loop::function handler) { enqueue(handler); }
