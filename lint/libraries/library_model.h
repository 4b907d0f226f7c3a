// What model files say about libraries, as plain values. One Library is one YAML file; lint/libraries/README.md explains the keys.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lint/libraries/roles.h"

namespace unblock::lint {

enum class Tier {
  wait,
  network,
  disk,
  lock,
  cpu
};
enum class RunsOn {
  loop,
  pool,
  thread,
  caller,
  executor,
  unknown
};
enum class TaskStart {
  lazy,
  eager,
  unknown
};

/// Names of functions or types as a row lists them: qualified, `*` allowed inside a component.
struct Names {
  std::vector<std::string> names;
  std::vector<std::string> except;
};

/// The argument a row speaks of; negative indexes count from the end.
struct ArgumentRef {
  enum class Kind {
    index,
    object,
    result
  };
  Kind kind = Kind::index;
  int index = 0;
};

/// One condition on a call. All members that are set must hold.
struct Condition {
  std::optional<ArgumentRef> argument;
  std::string has_flag;
  std::optional<std::int64_t> value;
  std::optional<std::int64_t> equals;
  std::optional<bool> is_null;
  std::optional<std::string> is_string;
  std::vector<std::string> starts_with;
  bool zero_duration = false;
  bool nonblocking_handle = false;
  bool opened_file = false;
  std::string is_variable;
  Names asked_before;
  std::optional<int> parameter;
  std::string type;
  std::optional<int> arguments;
};

struct BlockingRow {
  Names functions;
  Tier tier = Tier::wait;
  std::string instead;
  std::vector<Condition> only_if;
  std::vector<Condition> unless;
  bool sync_wait = false;
  bool runs_loop = false;
  bool unless_ready = false;  ///< does not wait in the handler of a readiness operation
  std::string checked;
  bool null_callback = false;  ///< made from a row of sync_functions: it blocks because its callback is null
};

struct NonblockingRow {
  Names functions;
};

struct NonblockingHandleRow {
  Names functions;
  ArgumentRef handle;
  std::optional<Condition> when;
};

struct SinkRow {
  Names functions;
  std::vector<int> callbacks;
  Names parameter_types;
  Names token_concepts;
  Names token_results;
  Names token_initiators;
  Names token_members;     ///< member functions that take a token, where a template hides which class they belong to
  RunsOn runs_on = RunsOn::loop;
  std::optional<int> executor;
  bool spawns = false;
  std::optional<int> token;
  bool keeps_callable = false;
  bool data_follows = false;       ///< the argument after the callable is a pointer that it gets
  bool lives_with_object = false;  ///< the object that it is called on drops the callable when it dies
};

struct WrapperRow {
  Names functions;
  int callable = 0;
  std::optional<int> executor;
};

enum class TaskKind {
  lazy,
  eager,
  detached,
  not_a_task
};

struct TaskRow {
  Names types;
  TaskKind kind = TaskKind::lazy;
};

struct LockFunctionRow {
  Names acquire;
  Names release;
  int handle = 0;
};

struct BufferRow {
  Names functions;
  int memory = 0;
};

struct HandleRow {
  Names types;
  Names init;
  int init_argument = 0;
  Names stop;
  int stop_argument = 0;
  Names close;
  int close_argument = 0;
};

/// Calls elsewhere in the unit that decide whether a row applies.
struct CalledRow {
  Names functions;
  std::optional<Condition> when;
};

/// What an operation does to the objects and the memory that it is given.
struct OperationRow {
  Names functions;
  std::vector<Condition> unless;
  ArgumentRef object{ArgumentRef::Kind::object, 0};  ///< the stream, timer or handle that it works on
  std::string exclusive;                             ///< "read", "write": one at a time on the same object
  std::vector<int> borrows;                          ///< arguments whose memory it uses until it completes
  bool aborts_waits = false;                         ///< what waits on the object completes with an error
  bool timer_wait = false;
  bool asks_timer = false;                           ///< tells when the timer is due
  bool accepts = false;                              ///< takes the next connection: a failure may last
  bool closes = false;                               ///< what is started on the object afterwards fails at once
  std::optional<int> reads_ahead_into;               ///< reads what follows too, and leaves it in this argument
  bool reads = false;
  bool throws = false;                               ///< throws where the other side or the loop makes it fail
  bool loop_only = false;                            ///< belongs to the loop's thread
  bool makes_loop = false;                           ///< the thread that calls it has a loop of its own
  CalledRow unless_called;
  CalledRow only_where_called;
  std::string instead;
};

struct SyncFunctionRow {
  Names functions;
  int callback = -1;
  Tier tier = Tier::disk;
  std::string instead;
};

struct Library {
  std::string name;
  std::string title;
  std::string checked;
  std::string file;
  bool c_linkage = false;  ///< its functions have C linkage: a C++ function of the same name is another one
  std::vector<BlockingRow> blocking;
  std::vector<NonblockingRow> nonblocking;
  std::vector<NonblockingHandleRow> nonblocking_handles;
  std::vector<SinkRow> sinks;
  std::vector<WrapperRow> wrappers;
  Names pools;
  Names detached_tokens;
  Names awaitable_tokens;
  Names future_tokens;
  Names suspending_tokens;
  Names readiness;
  Names resumes_on_pool;  ///< operations after which the coroutine that awaits them is on a thread for what blocks
  Names opened_files;
  std::vector<TaskRow> tasks;
  Names mutexes;
  Names guards;
  Names async_mutexes;
  std::vector<LockFunctionRow> lock_functions;
  Names awaiters_that_keep_arguments;
  std::vector<BufferRow> buffers;
  std::vector<HandleRow> handles;
  Names requests;
  std::vector<OperationRow> operations;
  Names io_objects;  ///< types whose destructor aborts what is pending on them
  Names loops;       ///< types that own an event loop and what waits on it
  std::vector<SyncFunctionRow> sync_functions;
  std::vector<RoleName> roles;
};

/// "wait", "network", … as the model files spell it.
const char* tier_name(Tier tier);

/// What a tier means to the reader of a message: "waits", "waits for the network", …
const char* tier_phrase(Tier tier);

}  // namespace unblock::lint
