#include "parts.h"

void Source::fill() {}

void Buffered::fill() {}
