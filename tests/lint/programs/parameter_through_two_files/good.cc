#include "parts.h"

void enqueue(loop::function handler) { loop::post_on_thread(handler); }
