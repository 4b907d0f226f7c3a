// Declarations in the shape of gRPC's C++ completion queue and channel.
#pragma once

namespace grpc {

template <class T>
class ClientReaderInterface {
 public:
  virtual ~ClientReaderInterface() = default;
};

class CompletionQueue {
 public:
  enum NextStatus { SHUTDOWN, GOT_EVENT, TIMEOUT };
  bool Next(void** tag, bool* ok);
  template <class Deadline>
  NextStatus AsyncNext(void** tag, bool* ok, const Deadline& deadline);
};

}  // namespace grpc
