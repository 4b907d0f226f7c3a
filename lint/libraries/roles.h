// What a name stands for in the eyes of the checks: std::vector is a container that moves its elements, `push_back` puts something in.
// The vocabulary is closed and stands here; which names have a role the model files say, under `roles`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace unblock::lint {

enum class Role : std::uint8_t {
  // Types
  view,
  refers_elsewhere,
  owns_memory,
  keeps_inside,
  byte_store,
  text_stream,
  smart_pointer,
  shared_pointer,
  unique_pointer,
  weak_pointer,
  optional,
  reference_wrapper,
  shares_itself,
  iterator,
  stable_container,
  hashed_container,
  moving_container,
  grows_at_ends,
  sequence,
  callable,
  holds_anything,
  future,
  deferred_operation,
  cancellation_token,
  cancellation_exception,
  error_code,
  deferred_lock,
  atomic,
  thread,
  restartable_loop,
  work_guard,
  // Members that reach into their object
  gives_memory,
  gives_beginning,
  gives_iterator,
  gives_held,
  gives_strong,
  only_looks,
  // Members that change their object
  puts_in,
  puts_at_end,
  makes_room,
  constructs_in_place,
  emplaces,
  assigns,
  rearranges,
  erases,
  takes_out,
  clears,
  resets,
  swaps,
  exchanges,
  releases,
  // Functions about objects
  gives_this,
  shares_this,
  gives_owner,
  makes_object,
  makes_reference,
  gives_object,
  makes_tuple,
  binds,
  wraps_callback,
  allocates,
  frees,
  keeps_nothing,
  // Functions that wait, run and end
  waits,
  may_wait,
  asks_result,
  waits_for_all,
  shuts_down,
  stops,
  ends_loop,
  runs_loop,
  restarts_loop,
  uses_queue,
  joins,
  detaches,
  cancels,
  asks_open,
  starts_async,
  drops_result,
  gives_executor,
  executes,
  posts,
  defers,
  gives_future,
  keeps_promise,
  // Locks and atomics
  locks,
  tries_lock,
  unlocks,
  mentions_lock,
  may_fail_exchange,
  plain_exchange,
  // Texts and bytes
  makes_buffer,
  memory_member,
  user_data,
  copies_memory,
  reads_text,
  formats,
  prints_text,
  // Constants
  would_block,
  deferred_policy,
  zero,
  greatest,
  stackless,
};

/// Several roles, for asking whether a name has one of them.
class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(Role role) { bits_[index(role) / 64] = std::uint64_t{1} << (index(role) % 64); }

  constexpr bool meets(RoleSet other) const { return (bits_[0] & other.bits_[0]) != 0 || (bits_[1] & other.bits_[1]) != 0; }
  constexpr bool empty() const { return bits_[0] == 0 && bits_[1] == 0; }
  friend constexpr RoleSet operator|(RoleSet a, RoleSet b) {
    a.bits_[0] |= b.bits_[0];
    a.bits_[1] |= b.bits_[1];
    return a;
  }

 private:
  static constexpr unsigned index(Role role) { return static_cast<unsigned>(role); }

  std::uint64_t bits_[2] = {0, 0};
};

constexpr RoleSet operator|(Role a, Role b) { return RoleSet(a) | RoleSet(b); }

struct RoleRow {
  Role role;
  const char* name;     ///< as the model files spell it
  const char* meaning;  ///< what a name with this role does or is
};

/// The whole vocabulary, in the order of the enumeration.
const std::vector<RoleRow>& role_rows();

/// A name (or pattern) with a role. One without `::` is meant in any namespace or class.
struct RoleName {
  Role role;
  std::string pattern;
};

/// From names to roles. Plain names are asked often: whoever asks keeps the answers by identifier (extract/unit.h).
class RoleIndex {
 public:
  struct Plain {
    RoleSet roles;
    bool more = false;  ///< the qualified name may have more: ask for that too
  };

  void add(const RoleName& name);
  Plain plain(std::string_view name) const;
  /// The roles that a name has only because it is qualified so.
  RoleSet qualified(std::string_view name) const;

 private:
  struct Entry {
    std::string pattern;
    RoleSet roles;
  };

  std::unordered_map<std::string, RoleSet> plain_;
  std::vector<Entry> plain_wild_;
  std::unordered_map<std::string, std::vector<Entry>> qualified_;  ///< by the last component
  std::vector<Entry> qualified_wild_;
};

}  // namespace unblock::lint
