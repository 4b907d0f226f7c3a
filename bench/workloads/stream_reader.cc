#include "bench/workloads/stream_reader.h"

#include <boost/beast/http/basic_parser.hpp>
#include <cstring>
#include <fmt/format.h>
#include <limits>
#include <vector>

#include "bench/target/pattern.h"

namespace unblock::bench {

namespace beast = boost::beast;
using ErrorCode = boost::system::error_code;

class StreamReader::Parser final : beast::http::basic_parser<false> {
 public:
  explicit Parser(std::size_t event_size) : event_size_(event_bytes(event_size)), buffer_(16 * 1024) {
    eager(true);
    body_limit(std::numeric_limits<std::uint64_t>::max());
  }

  std::span<std::byte> space() {
    if (filled_ == buffer_.size()) buffer_.resize(buffer_.size() * 2);
    return std::span(buffer_).subspan(filled_);
  }

  void received(std::size_t count) {
    filled_ += count;
    std::size_t used = 0;
    while (used < filled_ && !done()) {
      ErrorCode error;
      const std::size_t n = put({buffer_.data() + used, filled_ - used}, error);
      used += n;
      if (error == beast::http::error::need_more || (!error && n == 0)) break;
      if (error) problem_ = "the stream is not HTTP: " + error.message();
    }
    std::memmove(buffer_.data(), buffer_.data() + used, filled_ - used);
    filled_ -= used;
  }

  std::optional<StreamEvent> next() {
    if (events_.size() - taken_ < event_size_) {
      events_.erase(0, std::exchange(taken_, 0));
      return std::nullopt;
    }
    const std::string_view text(events_.data() + taken_, event_size_);
    taken_ += event_size_;
    const std::optional<StreamEvent> event = parse_event(text);
    if (!event || !text.ends_with("\n\n") || event->sequence != expected_++ || !matches_pattern(event->padding)) {
      problem_ = fmt::format("event {} of the stream is not the one that was asked for", expected_);
      return std::nullopt;
    }
    return event;
  }

  bool done() const { return is_done() || !problem_.empty(); }
  const std::string& problem() const { return problem_; }

 private:
  using View = beast::string_view;
  void on_request_impl(beast::http::verb, View, View, int, ErrorCode&) override {}
  void on_response_impl(int code, View, int, ErrorCode&) override {
    if (code != 200) problem_ = fmt::format("the stream's status is {}", code);
  }
  void on_field_impl(beast::http::field, View, View, ErrorCode&) override {}
  void on_header_impl(ErrorCode&) override {}
  void on_body_init_impl(boost::optional<std::uint64_t> const&, ErrorCode&) override {}
  std::size_t on_body_impl(View part, ErrorCode&) override { return keep(part); }
  void on_chunk_header_impl(std::uint64_t, View, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, View part, ErrorCode&) override { return keep(part); }
  void on_finish_impl(ErrorCode&) override {}

  std::size_t keep(View part) {
    events_.append(part.data(), part.size());
    return part.size();
  }

  std::size_t event_size_;
  std::vector<std::byte> buffer_;
  std::size_t filled_ = 0;
  std::string events_;
  std::size_t taken_ = 0;
  std::uint64_t expected_ = 0;
  std::string problem_;
};

StreamReader::StreamReader(std::size_t event_size) : parser_(std::make_unique<Parser>(event_size)) {}
StreamReader::~StreamReader() = default;
std::span<std::byte> StreamReader::space() { return parser_->space(); }
void StreamReader::received(std::size_t count) { parser_->received(count); }
std::optional<StreamEvent> StreamReader::next() { return parser_->next(); }
bool StreamReader::done() const { return parser_->done(); }
const std::string& StreamReader::problem() const { return parser_->problem(); }

}  // namespace unblock::bench
