// Boost.Beast's parser behind a small face: the only file of the workloads that knows Beast.
#include "bench/workloads/http_exchange.h"

#include <boost/beast/http/basic_parser.hpp>
#include <cstring>
#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <optional>
#include <stdexcept>

#include "bench/target/ledger.h"
#include "bench/target/pattern.h"

namespace unblock::bench {

namespace beast = boost::beast;
using ErrorCode = boost::system::error_code;

HttpExchange::HttpExchange(const Context& context, std::int64_t delay_us, std::int64_t bytes) {
  std::string host = "unblock";
  path_ = fmt::format("/wait/{}/{}", delay_us, bytes);
  if (context.real_host().empty()) {
    body_ = pattern(static_cast<std::size_t>(bytes));
  } else {
    path_ = context.real_path();
    host = context.real_host();
    body_known_ = counted_by_target_ = false;
  }
  request_ = fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\n\r\n", path_, host);
}

HttpExchange::HttpExchange(std::string path)
    : path_(std::move(path)), request_(fmt::format("GET {} HTTP/1.1\r\nHost: unblock\r\n\r\n", path_)), body_known_(false) {}

void HttpExchange::learn(std::string body) {
  body_ = std::move(body);
  body_known_ = true;
}

void HttpExchange::require_within(std::size_t answers) const {
  constexpr double kLongestS = 3;  // as what waits in place may take: bench/workloads/workload.h
  const double total_s = static_cast<double>(answers) * static_cast<double>(answer_ns_) / 1e9;
  if (total_s <= kLongestS) return;
  throw std::runtime_error(fmt::format("the server takes {:.3g} s for an answer: {} of them one after another would take {:.0f} s; choose fewer with --case",
                                       static_cast<double>(answer_ns_) / 1e9, answers, total_s));
}

void HttpExchange::add_to(Claim& claim, std::uint64_t connections, std::uint64_t count) const {
  claim.requests += connections * count;
  claim.bytes_out += connections * count * request_.size();
  if (counted_by_target_) claim.digest += connections * count * request_digest(path_);
}

/// Keeps nothing of the header but the status; compares the body as it comes.
class HttpReader::Parser {
 public:
  explicit Parser(const HttpExchange& exchange) : exchange_(exchange), buffer_(kBuffer) { response_.emplace(*this); }

  std::span<std::byte> space() {
    if (filled_ == buffer_.size()) buffer_.resize(buffer_.size() * 2);  // only a header grows it: received() bounds that
    return std::span(buffer_).subspan(filled_);
  }

  bool received(std::size_t count) {
    if (complete_) restart();
    filled_ += count;
    begun_ = true;
    std::size_t used = 0;
    while (used < filled_ && !complete_) {
      ErrorCode error;
      const std::size_t n = response_->put({buffer_.data() + used, filled_ - used}, error);
      used += n;
      if (error == beast::http::error::need_more) break;
      if (error) {
        complain("the response is not HTTP: " + error.message());
      } else if (response_->is_done() && status_ / 100 == 1) {
        restart();  // an interim answer, such as 100 Continue: the real one follows
        begun_ = true;
      } else if (response_->is_done()) {
        finish();
      } else if (n == 0) {
        break;
      }
    }
    std::memmove(buffer_.data(), buffer_.data() + used, filled_ - used);
    filled_ -= used;
    if (complete_ && filled_ > 0 && exchange_.real()) complain("the server sent more than it was asked for");
    if (!complete_ && filled_ >= kLongestHeader) complain("the response's header is longer than 256 KiB");
    return complete_;
  }

  bool closed() {
    if (complete_ || !begun_) return false;
    ErrorCode error;
    response_->put_eof(error);
    keeps_alive_ = false;
    if (error || !response_->is_done()) {
      complain("the server closed the connection in the middle of its answer");
    } else {
      finish();
    }
    return true;
  }

  bool keeps_alive() const { return keeps_alive_; }

  void start_afresh() {
    filled_ = 0;
    keeps_alive_ = true;
    collected_.clear();
    restart();
  }

  const std::string& problem() const { return problem_; }
  std::string take_body() { return std::move(collected_); }

 private:
  static constexpr std::size_t kBuffer = 4096, kLongestHeader = 256 * 1024, kLongestBody = 64 << 20;

  void complain(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
    complete_ = true;
    keeps_alive_ = false;
  }

  class Response final : public beast::http::basic_parser<false> {
   public:
    explicit Response(Parser& owner) : owner_(owner) {
      eager(true);
      body_limit(std::numeric_limits<std::uint64_t>::max());
      header_limit(kLongestHeader);
    }

   private:
    using View = beast::string_view;
    void on_request_impl(beast::http::verb, View, View, int, ErrorCode&) override {}
    void on_response_impl(int code, View, int, ErrorCode&) override { owner_.status_ = code; }
    void on_field_impl(beast::http::field name, View, View value, ErrorCode&) override {
      if (name == beast::http::field::location) owner_.location_.assign(value.data(), std::min<std::size_t>(value.size(), 200));
    }
    void on_header_impl(ErrorCode&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, ErrorCode&) override {}
    std::size_t on_body_impl(View part, ErrorCode&) override { return owner_.body(part); }
    void on_chunk_header_impl(std::uint64_t, View, ErrorCode&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, View part, ErrorCode&) override { return owner_.body(part); }
    void on_finish_impl(ErrorCode&) override {}
    Parser& owner_;
  };

  std::size_t body(beast::string_view part) {
    if (!exchange_.body_known()) {
      if (collected_.size() + part.size() > kLongestBody) {
        complain("the response's body is longer than 64 MiB");
        return part.size();
      }
      collected_.append(part.data(), part.size());
    } else if (part.size() > exchange_.body().size() - offset_ ||
               std::memcmp(part.data(), exchange_.body().data() + offset_, part.size()) != 0) {
      complain("the response's body is not the expected one");
      return part.size();
    }
    offset_ += part.size();
    return part.size();
  }

  void finish() {
    complete_ = true;
    if (!response_->keep_alive()) keeps_alive_ = false;
    if (status_ != 200) {
      problem_ = fmt::format("the response's status is {}{}", status_, location_.empty() ? "" : ", a redirect to " + location_);
    } else if (problem_.empty() && exchange_.body_known() && offset_ != exchange_.body().size()) {
      problem_ = fmt::format("the response's body has {} bytes, expected {}", offset_, exchange_.body().size());
    }
  }

  void restart() {
    complete_ = begun_ = false;
    location_.clear();
    status_ = 0;
    offset_ = 0;
    problem_.clear();
    response_.emplace(*this);
  }

  const HttpExchange& exchange_;
  std::vector<std::byte> buffer_;
  std::size_t filled_ = 0;
  std::optional<Response> response_;
  bool complete_ = false;
  bool begun_ = false, keeps_alive_ = true;
  std::string location_;
  int status_ = 0;
  std::size_t offset_ = 0;
  std::string problem_;
  std::string collected_;
};

HttpReader::HttpReader(const HttpExchange& exchange) : parser_(std::make_unique<Parser>(exchange)) {}
HttpReader::~HttpReader() = default;
std::span<std::byte> HttpReader::space() { return parser_->space(); }
bool HttpReader::received(std::size_t count) { return parser_->received(count); }
bool HttpReader::closed() { return parser_->closed(); }
bool HttpReader::keeps_alive() const { return parser_->keeps_alive(); }
void HttpReader::start_afresh() { parser_->start_afresh(); }
const std::string& HttpReader::problem() const { return parser_->problem(); }
std::string HttpReader::take_body() { return parser_->take_body(); }

}  // namespace unblock::bench
