#include "lint/extract/suppressions.h"

#include <algorithm>

namespace unblock::lint {
namespace {

class Reader {
 public:
  Reader(llvm::StringRef text, const std::string& file) : text_(text), file_(file) {}

  std::vector<facts::Suppression> run() {
    for (std::size_t at = text_.find("NOLINT"); at != llvm::StringRef::npos; at = text_.find("NOLINT", at + 6)) look_at(at);
    return std::move(found_);
  }

 private:
  void look_at(std::size_t at) {
    move_to(at);
    llvm::StringRef rest = text_.drop_front(at + 6);
    const bool next = rest.consume_front("NEXTLINE");
    const bool begin = !next && rest.consume_front("BEGIN");
    const bool end = !next && !begin && rest.consume_front("END");
    if (!rest.empty() && (llvm::isAlnum(rest.front()) || rest.front() == '_')) return;  // another word
    const std::string checks = listed(rest);
    if (end) return close(checks);
    facts::Suppression suppression;
    suppression.at = {file_, line_, static_cast<unsigned>(at - line_start_ + 1)};
    suppression.checks = checks;
    suppression.first_line = line_ + (next ? 1 : 0);
    suppression.last_line = begin ? 0 : suppression.first_line;  // none: until its end is found
    found_.push_back(suppression);
  }

  /// "(a, b)": what stands in the parentheses; empty for all checks, and a blank for none.
  static std::string listed(llvm::StringRef rest) {
    if (!rest.consume_front("(")) return "";
    const std::size_t end = rest.find_first_of(")\n");
    if (end == llvm::StringRef::npos || rest[end] != ')') return "";
    return end == 0 ? " " : rest.take_front(end).str();
  }

  void close(const std::string& checks) {
    const auto open = std::find_if(found_.rbegin(), found_.rend(), [&](const facts::Suppression& suppression) {
      return suppression.last_line == 0 && suppression.checks == checks;
    });
    if (open != found_.rend()) open->last_line = line_;
  }

  void move_to(std::size_t at) {
    for (; counted_ < at; ++counted_) {
      if (text_[counted_] != '\n') continue;
      ++line_;
      line_start_ = counted_ + 1;
    }
  }

  llvm::StringRef text_;
  const std::string& file_;
  std::vector<facts::Suppression> found_;
  std::size_t counted_ = 0, line_start_ = 0;
  unsigned line_ = 1;
};

}  // namespace

std::vector<facts::Suppression> find_suppressions(llvm::StringRef text, const std::string& file) {
  auto found = Reader(text, file).run();
  std::erase_if(found, [](const facts::Suppression& suppression) { return suppression.last_line == 0; });  // never closed: clang-tidy complains
  return found;
}

}  // namespace unblock::lint
