#include "parts.h"

void start() { loop::spawn(crunch()); }
