#include <unistd.h>

#include "parts.h"

void start(Session& session) {
  session.on_done([] { sleep(1); });
}
