// The call stands in a macro of a header.
#pragma once

#include "loop.h"

void load();

#define LOAD() load()
