#include "parts.h"

Timer::Timer(loop::function handler) : handler_(handler) {}
