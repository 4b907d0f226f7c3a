// A target on another host (unblock-target --listen): greeted with the token, then asked as one on this machine is.
#pragma once

#include <chrono>
#include <string>

#include "bench/target/line_channel.h"
#include "bench/target/target.h"

namespace unblock::bench {

/// What a run needs to reach one.
struct RemoteAddress {
  std::string url{};    ///< unblock://HOST:PORT; empty: there is none
  std::string token{};
};

class RemoteTarget : public Target {
 public:
  /// Greets it. Throws TargetError where nobody answers in time, or who answers is another version, refuses the token or does not
  /// know it; reports::InputError where the address is none.
  explicit RemoteTarget(const RemoteAddress& where, std::chrono::milliseconds deadline = std::chrono::seconds(10));

 private:
  std::string ask(const std::string& command) override;
  TargetError failure(const std::string& what) override;
  /// An answer of the greeting; its refusals are errors.
  std::string greet(const std::string& line);
  void show_token(const std::string& token);

  std::string url_;
  LineChannel channel_;
};

}  // namespace unblock::bench
