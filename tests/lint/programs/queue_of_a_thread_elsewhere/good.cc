#include "parts.h"

void Worker::start() {
  loop::post_on_thread([this] { loop_.run(); });
}
