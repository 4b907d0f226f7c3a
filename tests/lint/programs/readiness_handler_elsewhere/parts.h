// A handler of another file runs when its socket is ready.
#pragma once

#include "loop.h"

void on_event();
