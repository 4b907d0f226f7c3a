#include "parts.h"

void ring(const std::shared_ptr<Dial>& dial) {
  dial->on_answer([dial] { dial->count(); });  // expect: async-ownership-cycle
}
