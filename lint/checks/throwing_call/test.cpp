// Cases of async-throwing-call: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <boost/asio/ip/tcp.hpp>

#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

std::string seen;

class Porter {
 public:
  void bad() {
    acceptor_.async_accept([this](error_code error, tcp::socket guest) {
      if (error) return;
      // expect: 'basic_socket::remote_endpoint' throws in a handler
      seen = guest.remote_endpoint().address().to_string();
      greet(guest);
    });
  }
  void good() {
    acceptor_.async_accept([](error_code, tcp::socket guest) {
      error_code gone;
      seen = guest.remote_endpoint(gone).address().to_string();
      try {
        seen = guest.remote_endpoint().address().to_string();
      } catch (const boost::system::system_error&) {
        seen.clear();
      }
    });
  }
  void silenced() {
    acceptor_.async_accept([](error_code, tcp::socket guest) {
      seen = guest.remote_endpoint().address().to_string();  // NOLINT(async-throwing-call)
    });
  }
  std::string not_in_a_handler() { return peer_.remote_endpoint().address().to_string(); }

 private:
  void greet(tcp::socket& guest) {
    // expect: 'basic_socket::remote_endpoint' throws in a handler
    seen = guest.remote_endpoint().address().to_string();
  }

  tcp::acceptor acceptor_;
  tcp::socket peer_;
};

#define WHO(socket) socket.remote_endpoint()
template <class Acceptor>
void macro_in_template(Acceptor& acceptor) {
  acceptor.async_accept([](error_code, tcp::socket guest) {
    // expect: 'basic_socket::remote_endpoint' throws in a handler
    seen = WHO(guest).address().to_string();
  });
}
void instantiated(tcp::acceptor& acceptor) { macro_in_template(acceptor); }
