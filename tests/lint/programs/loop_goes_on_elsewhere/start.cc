#include "parts.h"

void Host::greet() {
  loop_.post([this] { write_down(guest_.number()); });  // expect: async-throwing-call
}
