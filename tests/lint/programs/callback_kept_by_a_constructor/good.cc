#include "parts.h"

Timer* make() {
  return new Timer([] {});
}
