// Boost.Beast's parser with callbacks that keep only the target: no field is stored, nothing is allocated.
#include "bench/target/request.h"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

namespace unblock::bench {
namespace {

namespace http = boost::beast::http;
using boost::beast::string_view;
using boost::system::error_code;

class TargetParser final : public http::basic_parser<true> {
 public:
  TargetParser() {
    eager(true);
    header_limit(kMaxRequestBytes);
    body_limit(kMaxRequestBytes);
  }
  std::string_view target() const { return target_; }
  bool is_get() const { return is_get_; }
  bool is_http_10() const { return is_http_10_; }

 private:
  void on_request_impl(http::verb method, string_view, string_view target, int version, error_code&) override {
    target_ = std::string_view(target.data(), target.size());
    is_get_ = method == http::verb::get;
    is_http_10_ = version == 10;
  }
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_field_impl(http::field, string_view, string_view, error_code&) override {}
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
  std::size_t on_body_impl(string_view body, error_code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code&) override { return body.size(); }
  void on_finish_impl(error_code&) override {}

  std::string_view target_;
  bool is_get_ = false;
  bool is_http_10_ = false;
};

constexpr std::array<std::string_view, 9> kMethods = {"GET ", "HEAD ", "POST ", "PUT ", "DELETE ",
                                                      "OPTIONS ", "PATCH ", "CONNECT ", "TRACE "};

}  // namespace

Request parse_request(std::string_view bytes) {
  TargetParser parser;
  Request request;
  error_code error;
  // An eager put() stops after each part of a chunked body, so it is asked until it stands still.
  while (!parser.is_done() && request.bytes < bytes.size()) {
    const std::string_view rest = bytes.substr(request.bytes);
    const std::size_t taken = parser.put(boost::asio::const_buffer(rest.data(), rest.size()), error);
    request.bytes += taken;
    if (error || taken == 0) break;
  }
  if (parser.is_done() && !error) {
    request.state = Request::State::complete;
    request.target = parser.target();
    request.is_get = parser.is_get();
    request.is_http_10 = parser.is_http_10();
    request.keep_alive = parser.keep_alive();
  } else if ((error && error != http::error::need_more) || bytes.size() >= kMaxRequestBytes) {
    request.state = Request::State::malformed;
  }
  return request;
}

Protocol detect_protocol(std::string_view bytes) {
  for (const std::string_view method : kMethods) {
    const std::size_t known = std::min(bytes.size(), method.size());
    if (bytes.substr(0, known) != method.substr(0, known)) continue;
    return known == method.size() ? Protocol::http : Protocol::undecided;
  }
  return Protocol::echo;
}

}  // namespace unblock::bench
