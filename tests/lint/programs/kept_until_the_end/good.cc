#include "parts.h"

int main() {
  loop::Loop loop;
  const auto server = std::make_shared<Server>(loop);
  server->listen();
  loop.run();
}
