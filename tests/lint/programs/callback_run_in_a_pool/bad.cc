#include "parts.h"

void Job::submit() { loop::post(work); }
