#include "parts.h"

void for_each_line(loop::function line) { line(); }
