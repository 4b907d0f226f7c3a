#include "watch/stack/image.h"

#include <dwarf.h>
#include <elfutils/libdwfl.h>

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

#include "watch/stack/frames_of_address.h"
#include "watch/stack/prologue.h"

namespace unblock::watch {
namespace {

char* debug_path = nullptr;

// What is not on the machine stays unknown: nothing is fetched from a server of debug files.
const Dwfl_Callbacks kFind = {
    .find_elf = dwfl_linux_proc_find_elf, .find_debuginfo = dwfl_standard_find_debuginfo, .section_address = nullptr, .debuginfo_path = &debug_path};

}  // namespace

struct Image::Walk {
  static pid_t next_thread(Dwfl*, void* self, void** argument) {
    if (*argument) return 0;
    *argument = self;
    return static_cast<Image*>(self)->process_;
  }
  static bool get_thread(Dwfl*, pid_t, void* self, void** argument) {
    *argument = self;
    return true;
  }
  static bool memory_read(Dwfl*, Dwarf_Addr address, Dwarf_Word* result, void* self) {
    const Snapshot& snapshot = *static_cast<Image*>(self)->current_;
    const std::uint64_t begin = snapshot.stack_pointer();
    if (address < begin || address + sizeof *result > begin + snapshot.stack.size()) return false;
    std::memcpy(result, snapshot.stack.data() + (address - begin), sizeof *result);
    return true;
  }
  static bool set_initial_registers(Dwfl_Thread* thread, void* self) {
    const Snapshot& snapshot = *static_cast<Image*>(self)->current_;
    for (unsigned i = 0; i < Snapshot::kCode; ++i) {
      const Dwarf_Word value = snapshot.registers[i];
      if (snapshot.known >> i & 1 && !dwfl_thread_state_registers(thread, static_cast<int>(i), 1, &value)) return false;
    }
    dwfl_thread_state_register_pc(thread, snapshot.registers[Snapshot::kCode]);
    return true;
  }
  static int take(Dwfl_Frame* state, void* to) {
    auto& calls = *static_cast<std::vector<Call>*>(to);
    Call call;
    bool activation = false;
    if (!dwfl_frame_pc(state, &call.pc, &activation)) return DWARF_CB_ABORT;
    Dwarf_Word sp = 0;
    if (dwfl_frame_reg(state, Snapshot::kStackPointer, &sp) == 0) call.sp = sp;
    call.innermost = activation;
    if (!calls.empty()) calls.back().frame = call.sp;  // the caller's stack pointer is where the callee's frame begins
    calls.push_back(call);
    return calls.size() < 512 ? DWARF_CB_OK : DWARF_CB_ABORT;
  }
  static constexpr Dwfl_Thread_Callbacks kCallbacks = {.next_thread = next_thread,
                                                       .get_thread = get_thread,
                                                       .memory_read = memory_read,
                                                       .set_initial_registers = set_initial_registers,
                                                       .detach = nullptr,
                                                       .thread_detach = nullptr};
};

Image::Image(pid_t process, const std::string& maps) : process_(process) {
  dwfl_ = dwfl_begin(&kFind);
  if (!dwfl_) return;
  dwfl_report_begin(dwfl_);
  if (FILE* file = fmemopen(const_cast<char*>(maps.data()), maps.size(), "r")) {
    dwfl_linux_proc_maps_report(dwfl_, file);
    std::fclose(file);
  }
  dwfl_report_end(dwfl_, nullptr, nullptr);
  attached_ = dwfl_attach_state(dwfl_, nullptr, process, &Walk::kCallbacks, this);
  std::istringstream lines(maps);
  for (std::string line; std::getline(lines, line);) {
    Code code{};
    char rights[5] = {};
    int path = 0;
    if (std::sscanf(line.c_str(), "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64 " %*s %*s %n", &code.begin, &code.end, rights, &code.offset, &path) < 4) continue;
    if (path > 0) code.path = line.substr(static_cast<std::size_t>(path));
    if (rights[2] == 'x') code_.push_back(std::move(code));
  }
}

Image::~Image() {
  if (dwfl_) dwfl_end(dwfl_);
}

const Image::Code* Image::code_at(std::uint64_t address) const {
  const auto found = std::find_if(code_.begin(), code_.end(), [&](const Code& code) { return address >= code.begin && address < code.end; });
  return found == code_.end() ? nullptr : &*found;
}

/// The bytes of the program's code, from its file.
std::size_t Image::read_code(std::uint64_t address, unsigned char* to, std::size_t size) const {
  const Code* code = code_at(address);
  if (!code) return 0;
  std::ifstream file(code->path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(code->offset + (address - code->begin)));
  file.read(reinterpret_cast<char*>(to), static_cast<std::streamsize>(std::min<std::uint64_t>(size, code->end - address)));
  return static_cast<std::size_t>(file.gcount());
}

/// Whether the function may have been called from just before this address. A call to another function says that it was not;
/// a call through the linkage table or a pointer leaves it open.
bool Image::may_return_to(std::uint64_t address, std::uint64_t function) const {
  unsigned char before[6];
  if (!code_at(address) || read_code(address - sizeof before, before, sizeof before) != sizeof before) return false;
  constexpr unsigned char kDirect = 0xe8, kIndirect = 0xff;
  if (before[1] == kDirect) {
    std::int32_t distance = 0;
    std::memcpy(&distance, before + 2, sizeof distance);
    const std::uint64_t target = address + static_cast<std::uint64_t>(static_cast<std::int64_t>(distance));
    if (target == function) return true;
    Dwfl_Module* module = dwfl_addrmodule(dwfl_, target);
    GElf_Off offset = 0;
    GElf_Sym symbol;
    const bool is_named = module && dwfl_module_addrinfo(module, target, &offset, &symbol, nullptr, nullptr, nullptr) && offset < symbol.st_size;
    return !is_named;  // the linkage table has no symbols
  }
  for (int i = 0; i < 5; ++i) {
    if (before[i] == kIndirect && (before[i + 1] >> 3 & 7) == 2) return true;
  }
  return false;
}

std::vector<Call> Image::walk(const Snapshot& snapshot, bool& complete) {
  std::vector<Call> calls;
  current_ = &snapshot;
  complete = attached_ && dwfl_getthread_frames(dwfl_, process_, Walk::take, &calls) == 0;
  for (Call& call : calls) {
    const std::uint64_t address = call.innermost ? call.pc : call.pc - 1;
    Dwfl_Module* module = dwfl_addrmodule(dwfl_, address);
    GElf_Off offset = 0;
    GElf_Sym symbol;
    if (module && dwfl_module_addrinfo(module, address, &offset, &symbol, nullptr, nullptr, nullptr)) call.function = address - offset;
  }
  return calls;
}

std::vector<Call> Image::unwind(const Snapshot& snapshot) {
  bool complete = false;
  std::vector<Call> best = walk(snapshot, complete);
  if (complete || best.empty() || snapshot.known >> Snapshot::kFramePointer & 1) return best;
  // A function finds its frame by rbp, which no deeper function has saved: so rbp still holds that frame, which lies above. What its
  // first instructions do says where; else the first place on the stack to which it may return.
  Snapshot guess = snapshot;
  const std::uint64_t begin = snapshot.stack_pointer(), inner = best.back().sp, function = best.back().function;
  const auto leads_home = [&](std::uint64_t frame) {
    std::uint64_t words[2];
    const std::uint64_t at = frame - begin;
    if (frame < inner || at + sizeof words > snapshot.stack.size()) return false;
    std::memcpy(words, snapshot.stack.data() + at, sizeof words);
    if (!may_return_to(words[1], function)) return false;
    guess.set(Snapshot::kFramePointer, frame);
    std::vector<Call> calls = walk(guess, complete);
    if (complete || calls.size() > best.size()) best = std::move(calls);
    return complete;
  };
  unsigned char code[64];
  const std::size_t size = function != 0 ? read_code(function, code, sizeof code) : 0;
  if (const auto distance = frame_distance(code, size); distance && leads_home(inner + *distance)) return best;
  unsigned attempts = 0;
  for (std::uint64_t frame = (inner + 7) / 8 * 8; frame < begin + snapshot.stack.size() && attempts < 4096; frame += 8, ++attempts) {
    if (leads_home(frame)) break;
  }
  return best;
}

const std::vector<Frame>& Image::frames(const Call& call) {
  const std::uint64_t address = call.innermost ? call.pc : call.pc - 1;
  auto [entry, is_new] = known_.try_emplace(address);
  if (is_new) entry->second = frames_of_address(dwfl_, address);
  return entry->second;
}

}  // namespace unblock::watch
