// A comment silences the call, whichever file the reason stands in.
#pragma once

#include "loop.h"

void load();
void fetch();
