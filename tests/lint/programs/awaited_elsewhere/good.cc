#include "parts.h"

loop::Task load() { co_return; }
