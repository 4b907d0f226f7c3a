// Whether a function is one of the linter's blocking calls, by name alone.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "watch/stack/image.h"

namespace unblock::lint {
class ModelSet;
}

namespace unblock::watch {

class BlockingCalls {
 public:
  BlockingCalls();
  ~BlockingCalls();

  enum class Kind {
    no,
    blocks,
    runs_loop
  };
  Kind kind(const Frame& frame) const;
  /// The function as a program calls it: libc's __GI___libc_read is read.
  static std::string public_name(const Frame& frame);
  /// What to call instead; empty when the models do not say.
  std::string instead(const Frame& frame) const;

 private:
  std::shared_ptr<const lint::ModelSet> models_;
  mutable std::unordered_map<std::string, Kind> known_;
};

}  // namespace unblock::watch
