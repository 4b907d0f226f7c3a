#include "lint/driver/prefix/server.h"

#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

namespace unblock::lint {
namespace {

constexpr pid_t kReady = 0;

/// A fork whose child belongs to the driver, which waits for it. No other thread runs here that could hold a lock.
pid_t fork_for_driver() { return static_cast<pid_t>(syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0)); }

bool send_file(int socket, const std::size_t& index, int fd) {
  iovec data = {const_cast<std::size_t*>(&index), sizeof index};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof fd)] = {};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof fd);
  std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
  return sendmsg(socket, &message, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof index);
}

/// Without a pipe when the driver has closed its end.
NextFile receive_file(int socket) {
  NextFile next;
  iovec data = {&next.index, sizeof next.index};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t got = 0;
  do {
    got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (got == static_cast<ssize_t>(sizeof next.index) && header != nullptr) std::memcpy(&next.result_pipe, CMSG_DATA(header), sizeof(int));
  return next;
}

bool send_number(int socket, pid_t number) { return send(socket, &number, sizeof number, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof number); }

bool receive_number(int socket, pid_t& number) {
  ssize_t got = 0;
  do {
    got = recv(socket, &number, sizeof number, 0);
  } while (got < 0 && errno == EINTR);
  return got == static_cast<ssize_t>(sizeof number);
}

}  // namespace

PrefixServer::PrefixServer(const std::function<void(int socket)>& serve) : started_(std::chrono::steady_clock::now()) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot make a socket");
  }
  process_ = fork();
  if (process_ < 0) throw std::system_error(errno, std::generic_category(), "cannot start a process");
  if (process_ == 0) {
    close(ends[0]);
    serve(ends[1]);
    _exit(1);
  }
  close(ends[1]);
  socket_ = ends[0];
}

PrefixServer::~PrefixServer() {
  close(socket_);
  kill(process_, SIGKILL);
  while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {}
}

bool PrefixServer::become_ready() {
  pid_t number = -1;
  ready_ = receive_number(socket_, number) && number == kReady;
  return ready_;
}

pid_t PrefixServer::start(std::size_t index, int result_pipe) {
  pid_t child = -1;
  if (!send_file(socket_, index, result_pipe) || !receive_number(socket_, child)) return -1;
  return child;
}

NextFile next_file(int socket) {
  if (!send_number(socket, kReady)) _exit(0);
  for (;;) {
    const NextFile next = receive_file(socket);
    if (next.result_pipe < 0) _exit(0);
    const pid_t child = fork_for_driver();
    if (child == 0) {
      close(socket);
      return next;
    }
    close(next.result_pipe);
    if (!send_number(socket, child)) _exit(0);
  }
}

}  // namespace unblock::lint
