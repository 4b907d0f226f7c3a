// An unblock-lint that stays with the file in which somebody works, and has read its headers already when it is saved again.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace unblock::lint::lsp {

class WarmLinter {
 public:
  WarmLinter() = default;
  ~WarmLinter() { let_go(); }
  WarmLinter(const WarmLinter&) = delete;
  WarmLinter& operator=(const WarmLinter&) = delete;

  /// SARIF. Turns to this file if it stays with another one. Nothing where that does not work out: a run of its own then tells why.
  std::optional<std::string> lint(const std::vector<std::string>& command, const std::string& file, unsigned timeout_s);

  /// The file that it stays with; empty: none.
  const std::string& file() const { return file_; }
  void let_go();

 private:
  bool start(const std::vector<std::string>& command, const std::string& file);
  std::optional<std::string> ask(unsigned timeout_s);

  std::string file_;
  pid_t process_ = -1;
  int requests_ = -1, answers_ = -1;
};

}  // namespace unblock::lint::lsp
