#include "parts.h"

void Tick::operator()() {}
