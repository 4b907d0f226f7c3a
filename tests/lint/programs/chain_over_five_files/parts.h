// The call that waits is four files away.
#pragma once

#include "loop.h"

void one();
void two();
void three();
void four();
