#include "watch/stack/frames_of_address.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

#include <cstdio>
#include <string_view>

#include "watch/stack/names.h"

namespace unblock::watch {
namespace {

bool begins_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  for (const std::string_view beginning : beginnings) {
    if (text.starts_with(beginning)) return true;
  }
  return false;
}

bool is_of_system(std::string_view module) {
  return module.empty() || begins_with_any(module, {"/usr/lib", "/lib", "/usr/local/lib", "[vdso", "linux-vdso", "[vsyscall"});
}

bool is_of_wrapper(const Frame& frame) {
  return frame.module.find("libunblock-watch") != std::string::npos || frame.qualified.starts_with("unblock::watch::preload::");
}

bool is_of_library(const Frame& frame) {
  return begins_with_any(frame.qualified, {"std::", "__gnu_cxx::", "boost::", "asio::", "__cxa", "_start"}) ||
         begins_with_any(frame.file, {"/usr/include/", "/usr/lib/"});
}

void name(Frame& frame, const char* symbol) {
  if (!symbol || !*symbol) return;
  frame.function = readable_name(symbol);
  frame.qualified = qualified_name(symbol);
  frame.c_linkage = std::string_view(symbol).substr(0, 2) != "_Z";
}

std::string build_id_of(Dwfl_Module* module) {
  const unsigned char* bits = nullptr;
  GElf_Addr where = 0;
  const int size = dwfl_module_build_id(module, &bits, &where);
  std::string text;
  for (int i = 0; i < size; ++i) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", bits[i]);
    text += two;
  }
  return text;
}

const char* linkage_name(Dwarf_Die* die) {
  for (const unsigned key : {unsigned{DW_AT_linkage_name}, unsigned{DW_AT_MIPS_linkage_name}}) {
    Dwarf_Attribute attribute;
    if (const char* found = dwarf_formstring(dwarf_attr_integrate(die, key, &attribute))) return found;
  }
  return nullptr;
}

/// Where an inlined function was called: file and line of the frame around it.
void call_place(Dwarf_Die* unit, Dwarf_Die* inlined, Frame& around) {
  Dwarf_Attribute attribute;
  Dwarf_Word line = 0, index = 0;
  if (dwarf_formudata(dwarf_attr(inlined, DW_AT_call_line, &attribute), &line) == 0) around.line = static_cast<unsigned>(line);
  Dwarf_Files* files = nullptr;
  if (dwarf_formudata(dwarf_attr(inlined, DW_AT_call_file, &attribute), &index) == 0 && dwarf_getsrcfiles(unit, &files, nullptr) == 0) {
    if (const char* file = dwarf_filesrc(files, index, nullptr, nullptr)) around.file = file;
  }
}

/// The next scope inside of `die` that holds the address; false when there is none.
bool scope_inside(Dwarf_Die& die, Dwarf_Addr address, Dwarf_Die& found) {
  Dwarf_Die child;
  for (int error = dwarf_child(&die, &child); error == 0; error = dwarf_siblingof(&child, &child)) {
    const int tag = dwarf_tag(&child);
    const bool is_scope = tag == DW_TAG_inlined_subroutine || tag == DW_TAG_lexical_block;
    if (!is_scope || dwarf_haspc(&child, address) != 1) continue;
    found = child;
    return true;
  }
  return false;
}

/// The function that holds the address, wherever it stands: a lambda's stands inside of the function that it was written in, which
/// does not hold the address itself. So the search cannot follow the ranges of outer scopes, as libdw's own does.
bool function_inside(Dwarf_Die& die, Dwarf_Addr address, Dwarf_Die& found, int depth = 0) {
  constexpr int kDeepest = 32;
  Dwarf_Die child;
  for (int error = dwarf_child(&die, &child); error == 0; error = dwarf_siblingof(&child, &child)) {
    const int tag = dwarf_tag(&child);
    if (tag == DW_TAG_subprogram && dwarf_haspc(&child, address) == 1) {
      found = child;
      return true;
    }
    const bool may_hold_functions = tag == DW_TAG_subprogram || tag == DW_TAG_namespace || tag == DW_TAG_structure_type ||
                                    tag == DW_TAG_class_type || tag == DW_TAG_union_type || tag == DW_TAG_lexical_block;
    if (may_hold_functions && depth < kDeepest && function_inside(child, address, found, depth + 1)) return true;
  }
  return false;
}

/// The function and the inlined calls in it that hold the address, outermost first; empty without debug information.
std::vector<Dwarf_Die> scopes_at(Dwarf_Die& unit, Dwarf_Addr address) {
  Dwarf_Die die;
  if (!function_inside(unit, address, die)) return {};
  std::vector<Dwarf_Die> scopes = {die};
  for (Dwarf_Die inner; scope_inside(die, address, inner); die = inner) {
    if (dwarf_tag(&inner) == DW_TAG_inlined_subroutine) scopes.push_back(inner);
  }
  return scopes;
}

/// The inlined functions at the address, innermost first, then the function that is really there.
std::vector<Frame> inlined_frames(Dwfl_Module* module, std::uint64_t address, const Frame& plain) {
  Dwarf_Addr bias = 0;
  Dwarf_Die* unit = dwfl_module_addrdie(module, address, &bias);
  if (!unit) return {};
  std::vector<Dwarf_Die> scopes = scopes_at(*unit, address - bias);
  std::vector<Frame> frames;
  Frame next = plain;  // its place is known, its name not yet
  for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope) {
    Frame frame = next;
    const char* symbol = linkage_name(&*scope);
    name(frame, symbol ? symbol : dwarf_diename(&*scope));
    frames.push_back(frame);
    next = plain;
    if (dwarf_tag(&*scope) == DW_TAG_inlined_subroutine) call_place(unit, &*scope, next);
  }
  return frames;
}

}  // namespace

std::vector<Frame> frames_of_address(Dwfl* dwfl, std::uint64_t address) {
  Frame plain;
  char text[64];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(address));
  plain.address = text;
  Dwfl_Module* module = dwfl ? dwfl_addrmodule(dwfl, address) : nullptr;
  if (!module) return {plain};
  Dwarf_Addr begin = 0;
  const char* path = dwfl_module_info(module, nullptr, &begin, nullptr, nullptr, nullptr, nullptr, nullptr);
  plain.module = path ? path : "";
  const std::size_t slash = plain.module.rfind('/');
  std::snprintf(text, sizeof text, "+0x%llx", static_cast<unsigned long long>(address - begin));
  plain.address = plain.module.substr(slash == std::string::npos ? 0 : slash + 1) + text;
  GElf_Off offset = 0;
  GElf_Sym symbol;
  Dwarf_Addr unused = 0;
  const char* found = dwfl_module_addrinfo(module, address, &offset, &symbol, nullptr, nullptr, &unused);
  Frame named = plain;
  if (found && (symbol.st_size == 0 || offset < symbol.st_size)) name(named, found);
  else if (const std::string id = build_id_of(module); !id.empty()) named.address += " (build id " + id + ")";
  if (Dwfl_Line* line = dwfl_module_getsrc(module, address)) {
    int number = 0;
    if (const char* file = dwfl_lineinfo(line, nullptr, &number, nullptr, nullptr, nullptr)) {
      named.file = file;
      named.line = static_cast<unsigned>(number);
    }
  }
  Frame place = named;
  place.function.clear();
  place.qualified.clear();
  std::vector<Frame> frames = inlined_frames(module, address, place);
  if (frames.empty()) frames = {named};
  else if (!named.function.empty()) {  // the symbol table's name is whole where the debug information's is not
    frames.back().function = named.function;
    frames.back().qualified = named.qualified;
    frames.back().c_linkage = named.c_linkage;
  }
  for (Frame& frame : frames) {
    frame.is_wrapper = is_of_wrapper(frame);
    frame.own = !frame.is_wrapper && !is_of_system(plain.module) && !is_of_library(frame);
  }
  return frames;
}

}  // namespace unblock::watch
