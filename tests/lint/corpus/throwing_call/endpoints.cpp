// The throwing form of a question about a peer that may have gone.
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>

#include <functional>
#include <memory>
#include <string>

namespace asio = boost::asio;
using boost::system::error_code;

// bad: logged_after_a_read
class Logged : public std::enable_shared_from_this<Logged> {
 public:
  void read() {
    asio::async_read(socket_, asio::buffer(bytes_), std::bind(&Logged::on_read, shared_from_this(), std::placeholders::_1));
  }

 private:
  void on_read(error_code error) {
    if (error) log_ += socket_.remote_endpoint().address().to_string();  // expect: async-throwing-call
  }
  asio::ip::tcp::socket socket_;
  std::string log_;
  char bytes_[16];
};
// good: logged_after_a_read
class WellLogged : public std::enable_shared_from_this<WellLogged> {
 public:
  void read() {
    asio::async_read(socket_, asio::buffer(bytes_), std::bind(&WellLogged::on_read, shared_from_this(), std::placeholders::_1));
  }

 private:
  void on_read(error_code error) {
    error_code gone;
    if (error) log_ += socket_.remote_endpoint(gone).address().to_string();
  }
  asio::ip::tcp::socket socket_;
  std::string log_;
  char bytes_[16];
};

// bad: two_calls_down
void allow(const asio::ip::tcp::endpoint&);
void check_peer(asio::ip::tcp::socket& peer) { allow(peer.remote_endpoint()); }  // expect: async-throwing-call
void admit(asio::ip::tcp::socket& peer) { check_peer(peer); }
void listen(asio::ip::tcp::acceptor& door, asio::ip::tcp::socket& peer) {
  door.async_accept(peer, [&peer](error_code error) {
    if (!error) admit(peer);
  });
}
// good: two_calls_down
void check_peer_guarded(asio::ip::tcp::socket& peer) { allow(peer.remote_endpoint()); }
void admit_guarded(asio::ip::tcp::socket& peer) {
  try {
    check_peer_guarded(peer);
  } catch (const std::exception&) {
    peer.close();
  }
}
void listen_guarded(asio::ip::tcp::acceptor& door, asio::ip::tcp::socket& peer) {
  door.async_accept(peer, [&peer](error_code error) {
    if (!error) admit_guarded(peer);
  });
}
