#include <unistd.h>

#include "parts.h"

void Session::on_timer() { sleep(1); }
