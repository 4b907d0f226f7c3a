#include "parts.h"

void run_later(loop::function handler) {
  loop::post([handler] { handler(); });
}
