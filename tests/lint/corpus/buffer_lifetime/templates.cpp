// Templates that nobody instantiates, as the headers of a library are written.
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_cat.hpp>

#include <memory>
#include <string>
#include <utility>

namespace asio = boost::asio;

// bad: header_on_the_stack
template <class Stream, class Handler>
class SendFrame {
 public:
  SendFrame(Stream& stream, std::string body, Handler handler) : stream_(stream), body_(std::move(body)), handler_(std::move(handler)) {}
  void start() {
    std::string head = std::to_string(body_.size()) + ":";
    asio::async_write(stream_, boost::beast::buffers_cat(asio::buffer(head), asio::buffer(body_)), std::move(*this));  // expect: async-buffer-lifetime
  }
  void operator()(boost::system::error_code error, std::size_t) { handler_(error); }

 private:
  Stream& stream_;
  std::string body_;
  Handler handler_;
};
// good: header_on_the_stack
template <class Stream, class Handler>
class SendWholeFrame {
 public:
  SendWholeFrame(Stream& stream, std::string body, Handler handler) : stream_(stream), state_(new State{"", std::move(body)}), handler_(std::move(handler)) {}
  void start() {
    State& state = *state_;
    state.head = std::to_string(state.body.size()) + ":";
    asio::async_write(stream_, boost::beast::buffers_cat(asio::buffer(state.head), asio::buffer(state.body)), std::move(*this));
  }
  template <class Context>
  void start_and_run(Context& context) {
    std::string head = "0:";
    asio::async_write(stream_, asio::buffer(head), [](boost::system::error_code, std::size_t) {});
    context.run();
  }
  void operator()(boost::system::error_code error, std::size_t) { handler_(error); }

 private:
  struct State {
    std::string head;
    std::string body;
  };
  Stream& stream_;
  std::unique_ptr<State> state_;
  Handler handler_;
};
