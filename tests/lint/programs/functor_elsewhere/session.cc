#include "parts.h"

void start() { loop::post(Tick()); }
