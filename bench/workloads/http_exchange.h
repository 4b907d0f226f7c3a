// One HTTP/1.1 request and the check of its response. Parsing is Boost.Beast's, without I/O; the body must match to the byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bench/measure/context.h"

namespace unblock::bench {

/// A GET that is the same every time, and what its answer must be.
class HttpExchange {
 public:
  /// On the built-in target: an answer of `bytes` after `delay_us`. On a real server (--target): its path, any stable body.
  HttpExchange(const Context& context, std::int64_t delay_us, std::int64_t bytes);

  /// On the built-in target: a request target of its own, for example "/status/500". The answer's body is kept, not compared.
  explicit HttpExchange(std::string path);

  std::span<const std::byte> request() const { return std::as_bytes(std::span(request_)); }
  const std::string& body() const { return body_; }
  /// False until the first answer of a real server has been learned.
  bool body_known() const { return body_known_; }
  void learn(std::string body);
  /// Whether it goes to a real server, whose connections may end and whose pace is its own.
  bool real() const { return !counted_by_target_; }
  /// How long a real server took for one answer.
  void learn_pace(std::int64_t answer_ns) { answer_ns_ = answer_ns; }
  std::int64_t answer_ns() const { return answer_ns_; }
  /// Throws where so many answers of a real server, one after another, take longer than a pass may.
  void require_within(std::size_t answers) const;
  const std::string& path() const { return path_; }

  /// Adds `count` exchanges on each of `connections` connections to the claim.
  void add_to(Claim& claim, std::uint64_t connections, std::uint64_t count) const;

 private:
  std::string path_;
  std::string request_;
  std::string body_;
  bool body_known_ = true;
  bool counted_by_target_ = true;
  std::int64_t answer_ns_ = 0;
};

/// Collects one response after another from a keep-alive connection.
class HttpReader {
 public:
  explicit HttpReader(const HttpExchange& exchange);
  ~HttpReader();
  HttpReader(const HttpReader&) = delete;
  HttpReader& operator=(const HttpReader&) = delete;

  /// Where the next bytes of the connection go; never empty.
  std::span<std::byte> space();
  /// `count` bytes were put into space(). True when the response is complete; what is wrong with it is in problem().
  bool received(std::size_t count);
  /// The connection has ended. True where that completed the response; then its problem says so, if it is one.
  bool closed();
  /// False where the server said, or showed, that nothing follows on this connection.
  bool keeps_alive() const;
  /// Before the first response of another connection.
  void start_afresh();
  /// Empty when the status was 200 and the body the expected one.
  const std::string& problem() const;
  /// The body, where the exchange did not know it yet.
  std::string take_body();

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace unblock::bench
