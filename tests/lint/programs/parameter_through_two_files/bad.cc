#include "parts.h"

void enqueue(loop::function handler) { loop::post(handler); }
