#include "parts.h"

void Session::on_done(loop::function handler) { done_ = handler; }
