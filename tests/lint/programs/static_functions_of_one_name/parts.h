// Two files have a static function of one name; each calls its own.
#pragma once

#include "loop.h"

void tick();
