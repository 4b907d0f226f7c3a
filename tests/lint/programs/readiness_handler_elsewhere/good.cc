#include "parts.h"

void start() { loop::when_ready(on_event); }
