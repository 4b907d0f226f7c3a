// Functions of two files call each other, and one of them waits.
#pragma once

#include "loop.h"

void ping(int n);
void pong(int n);
