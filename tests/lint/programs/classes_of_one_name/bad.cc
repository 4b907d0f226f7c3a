#include <unistd.h>

#include "parts.h"

class Session {
 public:
  void load() { sleep(1); }
};

void other() {
  loop::post([] { Session().load(); });  // expect: async-blocking-call
}
