#include "parts.h"

void Timer::start() { loop::post(handler_); }
