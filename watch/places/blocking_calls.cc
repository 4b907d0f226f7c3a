#include "watch/places/blocking_calls.h"

#include <string_view>

#include "lint/libraries/load_models.h"
#include "lint/libraries/model_set.h"
#include "lint/libraries/name_pattern.h"

namespace unblock::watch {
namespace {

/// glibc calls the same function by several names inside of itself: __nanosleep, ___pthread_mutex_lock, __libc_read.
std::string of_libc(std::string name) {
  if (name.find("::") != std::string::npos) return name;
  if (name.starts_with("__GI_")) name.erase(0, 5);
  const std::size_t first = name.find_first_not_of('_');
  if (first == std::string::npos) return name;
  name.erase(0, first);
  if (name == "do_system") return "system";
  for (const std::string_view inner : {"libc_", "new_", "IO_"}) {
    if (name.starts_with(inner)) name.erase(0, inner.size());
  }
  for (const char* ending : {"64", "_time64", "_chk"}) {
    if (name.ends_with(ending) && name.size() > 6) name.resize(name.size() - std::string_view(ending).size());
  }
  return name;
}

lint::FunctionNames names_of(const Frame& frame) {
  const std::string name = BlockingCalls::public_name(frame);
  return {std::string(lint::last_component(name)), {name}, frame.c_linkage};
}

}  // namespace

BlockingCalls::BlockingCalls() : models_(lint::load_models({})) {}
BlockingCalls::~BlockingCalls() = default;

std::string BlockingCalls::public_name(const Frame& frame) { return frame.c_linkage ? of_libc(frame.qualified) : frame.qualified; }

BlockingCalls::Kind BlockingCalls::kind(const Frame& frame) const {
  if (frame.qualified.empty()) return Kind::no;
  auto [entry, is_new] = known_.try_emplace(frame.qualified, Kind::no);
  if (is_new) {
    for (const lint::BlockingRow* row : models_->blocking(names_of(frame))) {
      entry->second = row->runs_loop ? Kind::runs_loop : Kind::blocks;
    }
  }
  return entry->second;
}

std::string BlockingCalls::instead(const Frame& frame) const {
  for (const lint::BlockingRow* row : models_->blocking(names_of(frame))) return row->instead;
  return {};
}

}  // namespace unblock::watch
