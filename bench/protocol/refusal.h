// Why a row has no time: a status and a sentence. On the wire it is one text, the row's error_message.
#pragma once

#include <string>
#include <string_view>

namespace unblock::bench {

struct Refusal {
  enum class Why {
    none,
    not_applicable,
    wrong_work,
    failed
  };
  Why why = Why::none;
  std::string sentence{};

  explicit operator bool() const { return why != Why::none; }
  /// "n/a: …", "wrong work: …", "failed: …"; the sentence alone where a worker says none of them.
  std::string message() const;
  static Refusal parse(std::string_view message);
};

}  // namespace unblock::bench
