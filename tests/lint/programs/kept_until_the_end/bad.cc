#include "parts.h"

int main() {
  loop::Loop loop;
  for (int port = 0; port < 2; ++port) {
    const auto server = std::make_shared<Server>(loop);
    server->listen();
  }
  loop.run();
}
