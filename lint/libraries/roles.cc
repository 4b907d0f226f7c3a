#include "lint/libraries/roles.h"

#include "lint/libraries/name_pattern.h"

namespace unblock::lint {

const std::vector<RoleRow>& role_rows() {
  static const std::vector<RoleRow> kRows = {
      {Role::view, "view", "refers to text or elements that somebody else owns"},
      {Role::refers_elsewhere, "refers_elsewhere", "a type whose value leads to memory that is not its own, whatever else it is"},
      {Role::owns_memory, "owns_memory", "a type whose value owns the memory that it hands out"},
      {Role::keeps_inside, "keeps_inside", "of these, one whose memory may move with the value"},
      {Role::byte_store, "byte_store", "what is read into a value of this type stays in it until it is taken out"},
      {Role::text_stream, "text_stream", "a stream that reads text out of a buffer"},
      {Role::smart_pointer, "smart_pointer", "a class that is a pointer"},
      {Role::shared_pointer, "shared_pointer", "a pointer whose copies keep the object alive"},
      {Role::unique_pointer, "unique_pointer", "a pointer that alone owns the object"},
      {Role::weak_pointer, "weak_pointer", "a pointer that knows whether the object is still there"},
      {Role::optional, "optional", "holds one value or none"},
      {Role::reference_wrapper, "reference_wrapper", "a reference that can be copied"},
      {Role::shares_itself, "shares_itself", "a base class that lets an object ask for a shared pointer to itself"},
      {Role::iterator, "iterator", "a place in a sequence"},
      {Role::stable_container, "stable_container", "a container whose elements stay where they are until they are erased"},
      {Role::hashed_container, "hashed_container", "of these, one whose iterators are invalid after an insertion"},
      {Role::moving_container, "moving_container", "a container that moves its elements"},
      {Role::grows_at_ends, "grows_at_ends", "of these, one whose elements, but not its iterators, stay valid when others are put at its ends"},
      {Role::sequence, "sequence", "a list of values"},
      {Role::callable, "callable", "holds something that can be called"},
      {Role::holds_anything, "holds_anything", "holds a value of any type"},
      {Role::future, "future", "waits for a value"},
      {Role::deferred_operation, "deferred_operation", "an operation that starts when it is awaited or called"},
      {Role::cancellation_token, "cancellation_token", "tells a function that its caller has given up"},
      {Role::cancellation_exception, "cancellation_exception", "a class that a cancellation may be caught as"},
      {Role::error_code, "error_code", "tells whether an operation has failed"},
      {Role::deferred_lock, "deferred_lock", "an argument with which a guard does not wait for its lock"},
      {Role::atomic, "atomic", "a value that threads share"},
      {Role::thread, "thread", "owns a thread"},
      {Role::restartable_loop, "restartable_loop", "a loop that returns when it has no work, and then has to be restarted"},
      {Role::work_guard, "work_guard", "keeps a loop running while it has no work"},
      {Role::gives_memory, "gives_memory", "gives a pointer, reference or iterator to memory of its object"},
      {Role::gives_beginning, "gives_beginning", "of these, one that gives the beginning of that memory"},
      {Role::gives_iterator, "gives_iterator", "gives a place in its object"},
      {Role::gives_held, "gives_held", "gives what its object holds or points to"},
      {Role::gives_strong, "gives_strong", "gives a shared pointer for a weak one"},
      {Role::only_looks, "only_looks", "asks a task something, and leaves it as it is"},
      {Role::puts_in, "puts_in", "puts its arguments into its object"},
      {Role::puts_at_end, "puts_at_end", "of these, one that puts them at the beginning or the end"},
      {Role::makes_room, "makes_room", "makes room for more elements"},
      {Role::constructs_in_place, "constructs_in_place", "makes an element of its arguments"},
      {Role::emplaces, "emplaces", "gives its object another value, made of its arguments"},
      {Role::assigns, "assigns", "gives a container other elements"},
      {Role::rearranges, "rearranges", "may move or remove elements"},
      {Role::erases, "erases", "destroys single elements"},
      {Role::takes_out, "takes_out", "takes an element out"},
      {Role::clears, "clears", "removes everything"},
      {Role::resets, "resets", "gives a pointer or an optional another value or none"},
      {Role::swaps, "swaps", "exchanges the values of two objects"},
      {Role::exchanges, "exchanges", "puts a value in and gives the old one back"},
      {Role::releases, "releases", "gives away what its object owns"},
      {Role::gives_this, "gives_this", "gives a shared or weak pointer to its object"},
      {Role::shares_this, "shares_this", "of these, one that throws where no shared pointer owns the object"},
      {Role::gives_owner, "gives_owner", "in a template, sounds like giving something that keeps an object alive"},
      {Role::makes_object, "makes_object", "makes an object and the pointer that owns it"},
      {Role::makes_reference, "makes_reference", "makes a reference wrapper for its argument"},
      {Role::gives_object, "gives_object", "names the same object as its argument"},
      {Role::makes_tuple, "makes_tuple", "keeps its arguments as they are"},
      {Role::binds, "binds", "makes a callable of a function and arguments that it keeps"},
      {Role::wraps_callback, "wraps_callback", "in a template, sounds like making a callback of its arguments"},
      {Role::allocates, "allocates", "allocates memory"},
      {Role::frees, "frees", "frees its only argument"},
      {Role::keeps_nothing, "keeps_nothing", "works on a handle that it is given, and does not keep it"},
      {Role::waits, "waits", "waits for something, or runs a loop"},
      {Role::may_wait, "may_wait", "sounds as if it waited"},
      {Role::asks_result, "asks_result", "waits for a result and gives it"},
      {Role::waits_for_all, "waits_for_all", "waits for all tasks that it is given, and gives them or their results"},
      {Role::shuts_down, "shuts_down", "ends a pool, and waits for it"},
      {Role::stops, "stops", "ends a loop, or makes it ready for the next run"},
      {Role::ends_loop, "ends_loop", "after this call nothing more is run"},
      {Role::runs_loop, "runs_loop", "runs a loop"},
      {Role::restarts_loop, "restarts_loop", "makes a loop ready for another run"},
      {Role::uses_queue, "uses_queue", "runs a loop, ends it, or gives it functions"},
      {Role::joins, "joins", "waits for a thread"},
      {Role::detaches, "detaches", "lets a thread or a task go"},
      {Role::cancels, "cancels", "cancels what is pending"},
      {Role::asks_open, "asks_open", "asks whether something is still in use"},
      {Role::starts_async, "starts_async", "starts work whose future waits for it when it dies"},
      {Role::drops_result, "drops_result", "calls a callable and drops what that returns"},
      {Role::gives_executor, "gives_executor", "gives the executor of its object"},
      {Role::executes, "executes", "the function by which an executor gets work"},
      {Role::posts, "posts", "gives an executor work for later"},
      {Role::defers, "defers", "gives an executor work for when the present one is done"},
      {Role::gives_future, "gives_future", "gives the future of a promise"},
      {Role::keeps_promise, "keeps_promise", "gives a promise its value"},
      {Role::locks, "locks", "locks a mutex or a guard"},
      {Role::tries_lock, "tries_lock", "locks a mutex if it is free"},
      {Role::unlocks, "unlocks", "unlocks a mutex or a guard"},
      {Role::mentions_lock, "mentions_lock", "a member of a mutex by which it may be locked"},
      {Role::may_fail_exchange, "may_fail_exchange", "publishes a value only if nobody else did"},
      {Role::plain_exchange, "plain_exchange", "exchanges a value without publishing it"},
      {Role::makes_buffer, "makes_buffer", "in a template, makes a view of its first argument"},
      {Role::memory_member, "memory_member", "the member of a struct that points to the memory of a buffer"},
      {Role::user_data, "user_data", "the member of a handle that its callbacks get"},
      {Role::copies_memory, "copies_memory", "copies bytes"},
      {Role::reads_text, "reads_text", "reads a line or a word"},
      {Role::formats, "formats", "makes a text that begins as its first argument does"},
      {Role::prints_text, "prints_text", "prints into its first argument; the format is the pointer that follows"},
      {Role::would_block, "would_block", "the error of a call that would have had to wait: a macro or an enumerator"},
      {Role::deferred_policy, "deferred_policy", "the policy of work that runs only when it is asked for"},
      {Role::zero, "zero", "a duration of nothing"},
      {Role::greatest, "greatest", "a time that never comes"},
      {Role::stackless, "stackless", "the label that a stackless coroutine jumps to"},
  };
  return kRows;
}

void RoleIndex::add(const RoleName& name) {
  const std::string last(last_component(name.pattern));
  const bool qualified = last.size() != name.pattern.size();
  const bool wild = name.pattern.find('*') != std::string::npos;
  if (!qualified && !wild) {
    plain_[last] = plain_[last] | name.role;
  } else if (!qualified) {
    plain_wild_.push_back({name.pattern, name.role});
  } else if (last.find('*') == std::string::npos) {
    qualified_[last].push_back({name.pattern, name.role});
  } else {
    qualified_wild_.push_back({name.pattern, name.role});
  }
}

RoleIndex::Plain RoleIndex::plain(std::string_view name) const {
  const std::string key(name);
  Plain result;
  if (const auto found = plain_.find(key); found != plain_.end()) result.roles = found->second;
  for (const Entry& entry : plain_wild_) {
    if (name_matches(entry.pattern, name)) result.roles = result.roles | entry.roles;
  }
  result.more = qualified_.count(key) != 0;
  for (const Entry& entry : qualified_wild_) result.more = result.more || name_matches(last_component(entry.pattern), name);
  return result;
}

RoleSet RoleIndex::qualified(std::string_view name) const {
  RoleSet roles;
  const auto add = [&](const Entry& entry) {
    if (name_matches(entry.pattern, name)) roles = roles | entry.roles;
  };
  const auto found = qualified_.find(std::string(last_component(name)));
  if (found != qualified_.end()) {
    for (const Entry& entry : found->second) add(entry);
  }
  for (const Entry& entry : qualified_wild_) add(entry);
  return roles;
}

}  // namespace unblock::lint
