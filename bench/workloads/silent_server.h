// A listening socket that nobody accepts from: clients connect and wait, for an answer or for a place in the queue.
#pragma once

#include <vector>

#include "runtimes/runtime.h"

namespace unblock::bench {

class SilentServer {
 public:
  enum class Queue {
    roomy,
    full
  };

  /// roomy: thousands may connect, and nothing they send is read. full: a connect stays pending. Throws std::system_error.
  explicit SilentServer(Queue queue);
  ~SilentServer();
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;
  const Endpoint& endpoint() const { return endpoint_; }

 private:
  std::vector<int> descriptors_;  // the listener, then the clients that fill its queue
  Endpoint endpoint_;
};

}  // namespace unblock::bench
