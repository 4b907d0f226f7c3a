#include "parts.h"

void Worker::start() { loop_.run(); }
