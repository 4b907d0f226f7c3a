#include "parts.h"

void start(loop::Pool& pool) { pool.spawn(crunch()); }
