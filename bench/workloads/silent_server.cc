#include "bench/workloads/silent_server.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace unblock::bench {
namespace {

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

}  // namespace

SilentServer::SilentServer(Queue queue) {
  const int listener = checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  descriptors_.push_back(listener);
  const int small = 4096;  // inherited by what connects: a writer's own buffer is all there is
  ::setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
  const Endpoint any = Endpoint::loopback(0);
  checked(::bind(listener, any.data(), any.size), "bind");
  checked(::listen(listener, queue == Queue::full ? 0 : 4096), "listen");
  endpoint_.size = sizeof(endpoint_.address);
  checked(::getsockname(listener, reinterpret_cast<sockaddr*>(&endpoint_.address), &endpoint_.size), "getsockname");
  if (queue == Queue::roomy) return;
  // A backlog of 0 has room for one.
  descriptors_.push_back(checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
  checked(::connect(descriptors_.back(), endpoint_.data(), endpoint_.size), "connect");
}

SilentServer::~SilentServer() {
  for (const int descriptor : descriptors_) ::close(descriptor);
}

}  // namespace unblock::bench
