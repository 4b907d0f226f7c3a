#include "parts.h"

void Server::listen() {
  loop_.post([this] { ++guests_; });  // expect: async-unowned-capture
}
