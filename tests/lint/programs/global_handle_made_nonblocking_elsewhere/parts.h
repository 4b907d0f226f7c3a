// A global descriptor is made non-blocking where it is opened.
#pragma once

#include "loop.h"

extern int listener;
