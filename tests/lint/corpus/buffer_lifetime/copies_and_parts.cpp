// Buffers over copies and parts of things that look as if they lived on.
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// bad: functor_with_its_own_bytes
namespace functor_bytes_bad {
struct Receive {
  int& received;
  std::array<char, 32> bytes{};
  void operator()(error_code error, std::size_t count) {
    if (!error && bytes[0] != 0) received += static_cast<int>(count);
  }
};
void receive(tcp::socket& socket, int& received) {
  Receive next{received};
  socket.async_read_some(asio::buffer(next.bytes), next);  // expect: async-buffer-lifetime
}
}  // namespace functor_bytes_bad
// good: functor_with_its_own_bytes
namespace functor_bytes_good {
struct Receive {
  int& received;
  std::shared_ptr<std::array<char, 32>> bytes;
  void operator()(error_code error, std::size_t count) {
    if (!error && (*bytes)[0] != 0) received += static_cast<int>(count);
  }
};
void receive(tcp::socket& socket, int& received) {
  Receive next{received, std::make_shared<std::array<char, 32>>()};
  socket.async_read_some(asio::buffer(*next.bytes), next);
}
}  // namespace functor_bytes_good

// bad: local_of_a_handler
namespace handler_local_bad {
class Beacon : public std::enable_shared_from_this<Beacon> {
 public:
  void blink() {
    lamp_.expires_after(std::chrono::seconds(3));
    lamp_.async_wait([self = shared_from_this()](error_code error) {
      if (error) return;
      const std::string flash = "flash " + std::to_string(++self->flashes_);
      asio::async_write(self->ship_, asio::buffer(flash), [self](error_code failed, std::size_t) {  // expect: async-buffer-lifetime
        if (!failed) self->blink();
      });
    });
  }

 private:
  asio::steady_timer lamp_;
  tcp::socket ship_;
  int flashes_ = 0;
};
}  // namespace handler_local_bad
// good: local_of_a_handler
namespace handler_local_good {
class Beacon : public std::enable_shared_from_this<Beacon> {
 public:
  void blink() {
    lamp_.expires_after(std::chrono::seconds(3));
    lamp_.async_wait([self = shared_from_this()](error_code error) {
      if (error) return;
      self->flash_ = "flash " + std::to_string(++self->flashes_);
      asio::async_write(self->ship_, asio::buffer(self->flash_), [self](error_code failed, std::size_t) {
        if (!failed) self->blink();
      });
    });
  }

 private:
  asio::steady_timer lamp_;
  tcp::socket ship_;
  std::string flash_;
  int flashes_ = 0;
};
}  // namespace handler_local_good

// bad: one_text_a_guest
namespace text_a_guest_bad {
struct Guest {
  std::string name;
  tcp::socket socket;
};
void seat(asio::io_context& io, std::list<Guest>& guests) {
  for (Guest& guest : guests) {
    std::string card = "your table, " + guest.name;
    asio::async_write(guest.socket, asio::buffer(card), [](error_code, std::size_t) {});  // expect: async-buffer-lifetime
  }
  io.run();
}
}  // namespace text_a_guest_bad
// good: one_text_a_guest
namespace text_a_guest_good {
struct Guest {
  std::string name;
  tcp::socket socket;
};
void seat(asio::io_context& io, std::list<Guest>& guests) {
  std::list<std::string> cards;
  for (Guest& guest : guests) {
    cards.push_back("your table, " + guest.name);
    asio::async_write(guest.socket, asio::buffer(cards.back()), [](error_code, std::size_t) {});
  }
  io.run();
}
}  // namespace text_a_guest_good

// bad: characters_of_a_local
namespace characters_bad {
class Typist {
 public:
  void type(int page) {
    std::string line = "page " + std::to_string(page);
    asio::async_write(paper_, asio::buffer(line.c_str(), line.size()), std::bind(&Typist::on_typed, this, std::placeholders::_1));  // expect: async-buffer-lifetime
  }

 private:
  void on_typed(error_code error) { jammed_ = bool(error); }
  tcp::socket paper_;
  bool jammed_ = false;
};
}  // namespace characters_bad
// good: characters_of_a_local
namespace characters_good {
class Typist {
 public:
  void type(int page) {
    line_ = "page " + std::to_string(page);
    asio::async_write(paper_, asio::buffer(line_.c_str(), line_.size()), std::bind(&Typist::on_typed, this, std::placeholders::_1));
  }

 private:
  void on_typed(error_code error) { jammed_ = bool(error); }
  tcp::socket paper_;
  std::string line_;
  bool jammed_ = false;
};
}  // namespace characters_good

// bad: base_class_sends_bytes
namespace base_sends_bad {
class Peer {
 protected:
  void send(const void* bytes, std::size_t count) {
    asio::async_write(wire_, asio::buffer(bytes, count), [this](error_code, std::size_t) { ++sent_; });
  }
  tcp::socket wire_;
  int sent_ = 0;
};
class Miner : public Peer {
 public:
  void found(std::uint64_t nonce) {
    std::array<unsigned char, 8> bytes{};
    for (unsigned char& byte : bytes) {
      byte = static_cast<unsigned char>(nonce);
      nonce >>= 8;
    }
    send(bytes.data(), bytes.size());  // expect: async-buffer-lifetime
  }
};
}  // namespace base_sends_bad
// good: base_class_sends_bytes
namespace base_sends_good {
class Peer {
 protected:
  void send(const void* bytes, std::size_t count) {
    asio::async_write(wire_, asio::buffer(bytes, count), [this](error_code, std::size_t) { ++sent_; });
  }
  void send_now(const void* bytes, std::size_t count) { asio::write(wire_, asio::buffer(bytes, count)); }
  tcp::socket wire_;
  int sent_ = 0;
};
class Miner : public Peer {
 public:
  void found(std::uint64_t nonce) {
    std::array<unsigned char, 8> bytes{};
    for (unsigned char& byte : bytes) {
      byte = static_cast<unsigned char>(nonce);
      nonce >>= 8;
    }
    send_now(bytes.data(), bytes.size());
    kept_ = bytes;
    send(kept_.data(), kept_.size());
  }

 private:
  std::array<unsigned char, 8> kept_{};
};
}  // namespace base_sends_good

// bad: length_read_into_a_local
namespace length_read_bad {
class Parcel : public std::enable_shared_from_this<Parcel> {
 public:
  void weigh() {
    std::uint32_t weight = 0;
    asio::mutable_buffer scale(&weight, sizeof weight);
    asio::async_read(socket_, scale, asio::bind_executor(strand_, [self = shared_from_this()](error_code error, std::size_t) { self->broken_ = bool(error); }));  // expect: async-buffer-lifetime
  }

 private:
  tcp::socket socket_;
  asio::strand<asio::io_context::executor_type> strand_;
  bool broken_ = false;
};
}  // namespace length_read_bad
// good: length_read_into_a_local
namespace length_read_good {
class Parcel : public std::enable_shared_from_this<Parcel> {
 public:
  void weigh() {
    asio::mutable_buffer scale(&weight_, sizeof weight_);
    asio::async_read(socket_, scale, asio::bind_executor(strand_, [self = shared_from_this()](error_code error, std::size_t) { self->broken_ = bool(error); }));
  }

 private:
  tcp::socket socket_;
  asio::strand<asio::io_context::executor_type> strand_;
  std::uint32_t weight_ = 0;
  bool broken_ = false;
};
}  // namespace length_read_good
