// Of two ways to one call one is meant so: the other is a finding, where it begins.
#pragma once

#include "loop.h"

void load();
