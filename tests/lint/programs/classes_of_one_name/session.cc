#include "parts.h"

class Session {
 public:
  void load() {}
};

void tick() {
  loop::post([] { Session().load(); });
}
