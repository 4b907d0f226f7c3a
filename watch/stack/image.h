// The code of one process as it was mapped at one moment: unwinds snapshots of its threads and names addresses. By elfutils.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "watch/snapshot/snapshot.h"

struct Dwfl;

namespace unblock::watch {

/// One call on a stack, as the unwinder finds it.
struct Call {
  std::uint64_t pc = 0;        ///< the return address, or in the innermost call the next instruction
  std::uint64_t sp = 0;        ///< the stack pointer in it
  std::uint64_t frame = 0;     ///< where its frame begins: the same for all that one invocation does; 0 when unknown
  std::uint64_t function = 0;  ///< where its function begins; 0 when unknown
  bool innermost = false;
};

/// A function in the source that an address belongs to. One address has several when calls were inlined.
struct Frame {
  std::string function;   ///< as a person reads it; "" when there is no symbol
  std::string qualified;  ///< the name alone, as the linter's models spell it
  std::string file;
  unsigned line = 0;
  std::string module;     ///< the file of the program or library
  std::string address;    ///< "libx.so+0x123", with the build id of the file: for those who have its symbols elsewhere
  bool own = false;       ///< of the program, not of a library of the system
  bool is_wrapper = false;  ///< of the preloaded library
  bool c_linkage = false;
  std::uint64_t frame = 0;  ///< of the call that it belongs to
};

class Image {
 public:
  /// `maps` is the text of /proc/PID/maps.
  Image(pid_t process, const std::string& maps);
  ~Image();
  Image(const Image&) = delete;
  Image& operator=(const Image&) = delete;

  /// Innermost first. Registers that a sleeping thread does not show are found on its stack: the first value that leads to
  /// where the thread began.
  std::vector<Call> unwind(const Snapshot& snapshot);

  /// The frames of one call, innermost inlined function first; at least one.
  const std::vector<Frame>& frames(const Call& call);

 private:
  struct Walk;
  struct Code {
    std::uint64_t begin, end, offset;
    std::string path;
  };
  const Code* code_at(std::uint64_t address) const;
  std::size_t read_code(std::uint64_t address, unsigned char* to, std::size_t size) const;
  bool may_return_to(std::uint64_t address, std::uint64_t function) const;
  std::vector<Call> walk(const Snapshot& snapshot, bool& complete);

  pid_t process_;
  Dwfl* dwfl_ = nullptr;
  bool attached_ = false;
  const Snapshot* current_ = nullptr;
  std::vector<Code> code_;
  std::unordered_map<std::uint64_t, std::vector<Frame>> known_;
};

}  // namespace unblock::watch
