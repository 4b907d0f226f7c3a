#include "parts.h"

void Session::on_timer() {}
