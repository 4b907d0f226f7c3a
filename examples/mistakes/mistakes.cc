// A chat server as it should not be written. `unblock lint` names each mistake, why it is one, and what to do instead;
// `unblock watch` shows what they cost when two visitors come.
#include <netdb.h>

#include <boost/asio.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::use_awaitable;

namespace {

std::mutex rooms_mutex;
int rooms = 0;

// Looks harmless, three calls away from any handler.
bool host_known(const std::string& host) {
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), nullptr, nullptr, &found);
  if (found) freeaddrinfo(found);
  return error == 0;
}

bool may_enter(const std::string& host) { return host != "localhost" && host_known(host); }

asio::awaitable<void> announce(tcp::socket& socket, std::string text) {
  co_await asio::async_write(socket, asio::buffer(text), use_awaitable);
}

// Mistake: the coroutine waits in getaddrinfo, and so does every other client.
asio::awaitable<void> greet(tcp::socket& socket, std::string host) {
  if (!may_enter(host)) co_return;
  // Mistake: called, never awaited. Nothing is announced.
  announce(socket, "welcome\n");
}

// Mistake: a pause that stops the whole loop.
asio::awaitable<void> slow_down() {
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  co_return;
}

// Mistake: the lock is held while others run; one of them may want it.
asio::awaitable<void> open_room(tcp::socket& socket) {
  std::lock_guard lock(rooms_mutex);
  ++rooms;
  co_await announce(socket, "a room was opened\n");
}

// Mistake: waits for the loop's own work on the loop's thread. It never comes.
void read_now(tcp::socket& socket) {
  asio::post(socket.get_executor(), [&socket] {
    static char byte;
    auto read = socket.async_read_some(asio::buffer(&byte, 1), asio::use_future);
    std::cout << read.get() << " bytes\n";
  });
}

// Mistake: the line is gone before the write is done.
void say(tcp::socket& socket, int visitor) {
  std::string line = "visitor " + std::to_string(visitor) + "\n";
  asio::async_write(socket, asio::buffer(line), [](boost::system::error_code, std::size_t) {});
}

asio::awaitable<void> serve(tcp::socket socket) {
  co_await slow_down();
  co_await greet(socket, "example.org");
  co_await open_room(socket);
  say(socket, 1);
}

}  // namespace

int main() {
  asio::io_context io(1);
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  acceptor.async_accept([&io](boost::system::error_code error, tcp::socket socket) {
    if (!error) asio::co_spawn(io, serve(std::move(socket)), asio::detached);
  });
  acceptor.async_accept([](boost::system::error_code error, tcp::socket socket) {
    static tcp::socket kept = std::move(socket);
    if (!error) read_now(kept);
  });
  const tcp::endpoint address = acceptor.local_endpoint();
  std::thread visitors([address] {
    asio::io_context own;
    tcp::socket first(own), second(own);
    first.connect(address);
    std::this_thread::sleep_for(std::chrono::seconds(1));
    second.connect(address);
    std::this_thread::sleep_for(std::chrono::seconds(1));
    std::quick_exit(0);  // the last mistake never ends
  });
  io.run();
  visitors.join();
}
