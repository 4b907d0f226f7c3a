#include "mistakes.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <resolv.h>
#include <semaphore.h>
#include <sqlite3.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace seeded {
namespace {

int failures = 0;

void expect(bool holds, const char* what) {
  if (holds) return;
  std::printf("unexpected: %s (%s)\n", what, std::strerror(errno));
  ++failures;
}

/// Does something later, in another thread.
template <class Function>
std::jthread after(Function function) {
  return std::jthread([function] {
    std::this_thread::sleep_for(kLong);
    function();
  });
}

constexpr timespec kTimespec{0, std::chrono::nanoseconds(kLong).count()};
constexpr int kMs = static_cast<int>(kLong.count());

struct Pair {
  int fd[2];
  Pair() { expect(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) == 0, "socketpair"); }
  ~Pair() {
    ::close(fd[0]);
    ::close(fd[1]);
  }
};

/// A socket on the loopback with a port of its own.
int bound(int type, sockaddr_in& address) {
  const int fd = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
  address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  expect(::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0, "bind");
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return fd;
}

}  // namespace

// Not static and not inlined: the tests ask for these names.
#define MISTAKE __attribute__((noinline)) void

MISTAKE mistake_nanosleep() { expect(::nanosleep(&kTimespec, nullptr) == 0, "nanosleep"); }
MISTAKE mistake_clock_nanosleep() { expect(::clock_nanosleep(CLOCK_MONOTONIC, 0, &kTimespec, nullptr) == 0, "clock_nanosleep"); }
MISTAKE mistake_usleep() { expect(::usleep(kMs * 1000) == 0, "usleep"); }
MISTAKE mistake_sleep_for() { std::this_thread::sleep_for(kLong); }

MISTAKE mistake_read() {
  Pair pair;
  const auto writer = after([&] { expect(::write(pair.fd[1], "x", 1) == 1, "write"); });
  char byte;
  expect(::read(pair.fd[0], &byte, 1) == 1, "read");
}

MISTAKE mistake_recv_with_timeout() {
  Pair pair;
  const timeval timeout{0, kMs * 1000};
  ::setsockopt(pair.fd[0], SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  char byte;
  expect(::recv(pair.fd[0], &byte, 1, 0) == -1 && errno == EAGAIN, "recv with a timeout");
}

MISTAKE mistake_fgets() {
  Pair pair;
  const auto writer = after([&] { expect(::write(pair.fd[1], "line\n", 5) == 5, "write"); });
  FILE* file = ::fdopen(::dup(pair.fd[0]), "r");
  char line[16];
  expect(std::fgets(line, sizeof line, file) != nullptr, "fgets");
  std::fclose(file);
}

MISTAKE mistake_accept() {
  sockaddr_in address;
  const int listener = bound(SOCK_STREAM, address);
  ::listen(listener, 1);
  const auto client = after([&] {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    expect(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0, "connect");
    ::close(fd);
  });
  const int fd = ::accept(listener, nullptr, nullptr);
  expect(fd >= 0, "accept");
  ::close(fd);
  ::close(listener);
}

/// A socket of the file system whose queue is full takes a connection when the one before it is accepted.
MISTAKE mistake_connect() {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "unblock-watch-%d", ::getpid());
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), first = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0),
            second = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto* where = reinterpret_cast<const sockaddr*>(&address);
  expect(::bind(listener, where, sizeof address) == 0 && ::listen(listener, 0) == 0 && ::connect(first, where, sizeof address) == 0, "listen");
  {
    const auto accepter = after([&] { ::close(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)); });
    expect(::connect(second, where, sizeof address) == 0, "connect");
  }
  for (const int fd : {listener, first, second}) ::close(fd);
}

MISTAKE mistake_getaddrinfo() {
  sockaddr_in server;
  const int fd = bound(SOCK_DGRAM, server);
  const timeval most{5, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
  std::jthread name_server([fd] {  // says of each name that there is none, slowly
    for (int i = 0; i < 2; ++i) {
      unsigned char packet[512];
      sockaddr_in from;
      socklen_t size = sizeof from;
      const ssize_t got = ::recvfrom(fd, packet, sizeof packet, 0, reinterpret_cast<sockaddr*>(&from), &size);
      if (got < 12) return;
      if (i == 0) std::this_thread::sleep_for(kLong);
      packet[2] |= 0x80;
      packet[3] = 3;
      ::sendto(fd, packet, static_cast<std::size_t>(got), 0, reinterpret_cast<sockaddr*>(&from), size);
    }
  });
  ::res_init();
  _res.nscount = 1;
  _res.nsaddr_list[0] = server;
  _res.options &= ~static_cast<unsigned long>(RES_DNSRCH | RES_DEFNAMES);
  addrinfo hints{}, *found = nullptr;
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  expect(::getaddrinfo("there.is.no.such.name.invalid.test.", "80", &hints, &found) != 0, "getaddrinfo");
  ::shutdown(fd, SHUT_RDWR);
  name_server.join();
  ::close(fd);
}

MISTAKE mistake_mutex() {
  std::mutex mutex;
  std::promise<void> locked;
  std::jthread holder([&] {
    const std::lock_guard lock(mutex);
    locked.set_value();
    std::this_thread::sleep_for(kLong);
  });
  locked.get_future().wait();
  mutex.lock();
  mutex.unlock();
}

MISTAKE mistake_future() {
  std::promise<int> promise;
  const auto setter = after([&] { promise.set_value(1); });
  expect(promise.get_future().get() == 1, "future");
}

MISTAKE mistake_condition_variable() {
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  const auto setter = after([&] {
    const std::lock_guard lock(mutex);
    done = true;
    changed.notify_all();
  });
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return done; });
}

MISTAKE mistake_join() {
  std::thread thread([] { std::this_thread::sleep_for(kLong); });
  thread.join();
}

MISTAKE mistake_semaphore() {
  sem_t semaphore;
  ::sem_init(&semaphore, 0, 0);
  const auto poster = after([&] { ::sem_post(&semaphore); });
  expect(::sem_wait(&semaphore) == 0, "sem_wait");
}

MISTAKE mistake_semtimedop() {
  const int id = ::semget(IPC_PRIVATE, 1, 0600);
  sembuf take{0, -1, 0};
  expect(::semtimedop(id, &take, 1, &kTimespec) == -1 && errno == EAGAIN, "semtimedop");
  ::semctl(id, 0, IPC_RMID);
}

MISTAKE mistake_sigtimedwait() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN + 5);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  expect(::sigtimedwait(&set, nullptr, &kTimespec) == -1 && errno == EAGAIN, "sigtimedwait");
}

MISTAKE mistake_flock() {
  char name[] = "/tmp/unblock-watch-XXXXXX";
  const int fd = ::mkstemp(name);
  const int other = ::open(name, O_RDWR | O_CLOEXEC);
  ::unlink(name);
  ::flock(other, LOCK_EX);
  auto unlocker = after([&] { ::flock(other, LOCK_UN); });
  expect(::flock(fd, LOCK_EX) == 0, "flock");
  unlocker.join();
  ::close(fd);
  ::close(other);
}

MISTAKE mistake_system() { expect(std::system("sleep 0.06") == 0, "system"); }

MISTAKE mistake_pclose() {
  FILE* pipe = ::popen("sleep 0.06", "r");
  expect(::pclose(pipe) == 0, "pclose");
}

MISTAKE mistake_waitpid() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::usleep(kMs * 1000);
    ::_exit(3);
  }
  int status = 0;
  expect(::waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 3, "waitpid");
}

MISTAKE mistake_curl() {
  sockaddr_in address;
  const int listener = bound(SOCK_STREAM, address);
  ::listen(listener, 1);
  std::jthread server([listener] {
    const int fd = ::accept(listener, nullptr, nullptr);
    char request[1024];
    if (::recv(fd, request, sizeof request, 0) > 0) std::this_thread::sleep_for(kLong);
    constexpr char kAnswer[] = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    ::send(fd, kAnswer, sizeof kAnswer - 1, MSG_NOSIGNAL);
    ::close(fd);
  });
  CURL* curl = ::curl_easy_init();
  const std::string url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
  ::curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  ::curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  expect(::curl_easy_perform(curl) == CURLE_OK, "curl");
  ::curl_easy_cleanup(curl);
  server.join();
  ::close(listener);
}

MISTAKE mistake_sqlite() {
  char folder[] = "/tmp/unblock-watch-XXXXXX";
  expect(::mkdtemp(folder) != nullptr, "mkdtemp");
  const std::string name = std::string(folder) + "/data";
  sqlite3 *one = nullptr, *other = nullptr;
  ::sqlite3_open(name.c_str(), &one);
  ::sqlite3_open(name.c_str(), &other);
  ::sqlite3_exec(other, "CREATE TABLE t(x); BEGIN EXCLUSIVE", nullptr, nullptr, nullptr);
  ::sqlite3_busy_timeout(one, kMs);
  expect(::sqlite3_exec(one, "INSERT INTO t VALUES(1)", nullptr, nullptr, nullptr) == SQLITE_BUSY, "sqlite");
  ::sqlite3_close(one);
  ::sqlite3_close(other);
  ::unlink(name.c_str());
  ::rmdir(folder);
}

MISTAKE mistake_nested_poll() {
  Pair pair;
  pollfd fd{pair.fd[0], POLLIN, 0};
  expect(::poll(&fd, 1, kMs) == 0, "poll");
}

MISTAKE mistake_select_as_sleep() {
  timeval time{0, kMs * 1000};
  expect(::select(0, nullptr, nullptr, nullptr, &time) == 0, "select");
}

MISTAKE mistake_nested_loop() {
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  for (int i = 0; i < 2; ++i) {
    epoll_event event;
    expect(::epoll_wait(epoll, &event, 1, kMs / 2) == 0, "epoll_wait");
  }
  ::close(epoll);
}

MISTAKE mistake_computation() {
  static volatile unsigned long sum = 0;
  timespec now;
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  const long begin = now.tv_sec * 1'000'000'000 + now.tv_nsec;
  do {
    for (int i = 0; i < 20'000; ++i) sum = sum * 31 + 7;
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  } while (now.tv_sec * 1'000'000'000 + now.tv_nsec - begin < kTimespec.tv_nsec);
}

MISTAKE mistake_sort() {
  std::vector<unsigned> numbers(3'000'000);
  unsigned next = 1;
  for (unsigned& number : numbers) number = next = next * 1664525 + 1013904223;
  std::sort(numbers.begin(), numbers.end());
  expect(numbers.front() <= numbers.back(), "sort");
}

namespace {

constexpr void (*kMistakes[])() = {
    mistake_nanosleep, mistake_clock_nanosleep, mistake_usleep, mistake_sleep_for, mistake_read, mistake_recv_with_timeout,
    mistake_fgets, mistake_accept, mistake_connect, mistake_getaddrinfo, mistake_mutex, mistake_future, mistake_condition_variable,
    mistake_join, mistake_semaphore, mistake_semtimedop, mistake_sigtimedwait, mistake_flock, mistake_system,
    mistake_pclose, mistake_waitpid, mistake_curl, mistake_sqlite, mistake_nested_poll, mistake_select_as_sleep,
    mistake_nested_loop, mistake_computation, mistake_sort};

}  // namespace

bool step() {
  static std::size_t steps = 0;
  const std::size_t now = steps++;
  if (now % 2 == 1 && now / 2 < std::size(kMistakes)) kMistakes[now / 2]();
  return now < 2 * std::size(kMistakes) + 4;
}

int result() {
  std::puts(failures == 0 ? "all calls did what they do" : "some calls did something else");
  return failures == 0 ? 0 : 1;
}

}  // namespace seeded
