#include "parts.h"

void start() { loop::post(on_event); }
