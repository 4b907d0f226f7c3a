// A function of another file waits for the disk.
#pragma once

#include "loop.h"

void save();
