// What one translation unit says, as plain data: which functions it defines, what they call, what they hand over to run later,
// and what may excuse a call. Made by extract, joined and judged by link, written to disk and read back. Nothing of Clang in here.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "lint/libraries/library_model.h"

namespace unblock::lint::facts {

/// Functions and variables go by Clang's unified symbol resolution (USR), which is the same in every unit. What other units cannot
/// name (internal linkage, locals) carries kLocalMark and the unit's own path in front, so that equal names never meet.
inline constexpr char kLocalMark = '!';

struct Place {
  std::string file;  ///< absolute, or relative to the root of the facts
  unsigned line = 0;
  unsigned column = 0;

  friend bool operator==(const Place&, const Place&) = default;
  friend auto operator<=>(const Place&, const Place&) = default;
};

/// A macro that a place was expanded from, outermost last.
struct Expansion {
  std::string macro;
  Place at;  ///< in the macro's definition

  friend bool operator==(const Expansion&, const Expansion&) = default;
};

/// A function that something may run. Not certain: through a virtual call or a choice.
struct Target {
  std::string function;
  bool certain = true;

  friend bool operator==(const Target&, const Target&) = default;
};

/// What an expression that is called, kept or handed over may run: functions, or whatever its slot holds. A slot is a parameter
/// ("ID#0"), a member or a variable that outlives the function.
struct Callable {
  std::vector<Target> targets;
  std::string slot;

  bool empty() const { return targets.empty() && slot.empty(); }
  friend bool operator==(const Callable&, const Callable&) = default;
};

/// Holds when the variable is known to be a handle that does not block, or a file that was opened.
struct HandleTest {
  std::string variable;
  bool nonblocking = false;
  bool opened_file = false;

  friend bool operator==(const HandleTest&, const HandleTest&) = default;
};

/// What a call may wait for, as far as one unit can tell: what depends on handles is left open for the link.
struct Wait {
  Tier tier = Tier::wait;
  std::string instead;
  bool sync_wait = false;
  bool runs_loop = false;
  bool unless_ready = false;
  bool null_callback = false;
  bool excused = false;                 ///< it matches, and means that the call does not wait
  std::vector<HandleTest> only_if;      ///< one of these must hold, where there are any
  std::vector<HandleTest> unless;       ///< none of these may hold

  friend bool operator==(const Wait&, const Wait&) = default;
};

/// An argument that is handed over to run later.
struct HandOver {
  Callable callable;
  RunsOn runs_on = RunsOn::loop;
  std::vector<std::string> workers;  ///< members: where one of them is only the queue of a thread, it runs on that thread
  bool spawns = false;

  friend bool operator==(const HandOver&, const HandOver&) = default;
};

/// A callable given to a function of the project: what becomes of it is that function's business.
struct Pass {
  unsigned index = 0;
  Callable callable;
  RunsOn runs_on = RunsOn::loop;     ///< where an executor that is bound to it runs it; loop where none is
  std::vector<std::string> workers;
  std::vector<Target> task_of;       ///< the coroutine whose task it is, should somebody spawn it

  friend bool operator==(const Pass&, const Pass&) = default;
};

/// A call is made only where a parameter of the function that makes it has this value (or another one than this).
struct ParameterTest {
  unsigned index = 0;
  unsigned value = 0;
  bool differs = false;

  friend bool operator==(const ParameterTest&, const ParameterTest&) = default;
};

/// A constant that a call gives to a parameter.
struct Constant {
  unsigned index = 0;
  unsigned value = 0;

  friend bool operator==(const Constant&, const Constant&) = default;
};

struct Call {
  Place at;
  std::vector<Expansion> expansions;
  std::string callee;        ///< USR of the function named; empty where a value is called
  std::string name;          ///< for messages: "load", "Session::on_read"
  std::string short_name;    ///< "load"
  std::string lambda_name;   ///< how a message calls the lambda that it enters: "'is_odd'", "a lambda"
  std::string method;        ///< USR, where overriders of it may be what runs
  std::vector<Target> targets;
  std::string through;       ///< the slot that is called, where it is one
  std::vector<Wait> waits;   ///< the first that applies counts
  bool at_once = false;      ///< the callee does not wait, whatever its body shows
  bool readiness = false;    ///< it waits for a handle to become ready
  bool before_suspension = false;  ///< in a coroutine, where none of its suspension points has come yet
  bool after_pool = false;   ///< in a coroutine, where what it has awaited last went on on a pool
  bool waited_for = false;   ///< it makes a task that somebody waits for at once: sync_wait(work()), co_await work()
  std::vector<HandOver> hands_over;
  std::vector<Pass> passes;
  std::vector<std::string> pool_tasks;  ///< coroutines whose tasks it gives to a pool
  std::vector<ParameterTest> only_when;  ///< all of these
  std::vector<Constant> constants;

  friend bool operator==(const Call&, const Call&) = default;
};

/// A callable that is put into a slot to be run later by whoever finds it there.
struct Store {
  std::string slot;
  Callable callable;

  friend bool operator==(const Store&, const Store&) = default;
};

struct Function {
  std::string id;
  std::string name;  ///< for messages
  Place at;
  bool lambda = false;
  bool coroutine = false;
  bool generator = false;
  bool annotated_async = false;
  bool awaits_readiness = false;
  bool moves_to_pool = false;             ///< `co_await pool.schedule()`: its rest runs there
  std::vector<std::string> overrides;     ///< USRs of the methods it overrides
  std::vector<std::string> runs_loops;    ///< members that are loops, and that it runs
  std::vector<Call> calls;                ///< in order of the source; those that matter to nobody are left out
  std::vector<Store> stores;

  friend bool operator==(const Function&, const Function&) = default;
};

/// `variable = value` between things that may hold handles, whatever the functions.
struct Flow {
  std::string from;
  std::string to;

  friend bool operator==(const Flow&, const Flow&) = default;
  friend auto operator<=>(const Flow&, const Flow&) = default;
};

/// What the unit does with a member that is an event loop of the project's own.
struct LoopMember {
  std::string variable;
  bool other_uses = false;  ///< more than running it and giving it functions

  friend bool operator==(const LoopMember&, const LoopMember&) = default;
};

/// Objects that a smart pointer owns, and what keeps that: a member of `owner`, or nothing that the unit shows to last.
struct Making {
  std::string type;            ///< their class; or the function that returns them, as if that were one
  std::string owner;           ///< empty: who keeps them is not known; a function: who calls it and takes its result
  std::string member;
  std::string put_by;          ///< the function that puts it there, where another one may be already; empty: a constructor, or there is none before
  bool until_the_end = false;  ///< a global, a static or a local of `main` keeps them

  friend bool operator==(const Making&, const Making&) = default;
  friend auto operator<=>(const Making&, const Making&) = default;
};

/// A comment that silences checks on some lines: NOLINT, NOLINTNEXTLINE, NOLINTBEGIN to NOLINTEND.
struct Suppression {
  Place at;
  std::string checks;  ///< globs; empty: all
  unsigned first_line = 0;
  unsigned last_line = 0;
  bool used = false;   ///< by a check that looks at this unit alone

  friend bool operator==(const Suppression&, const Suppression&) = default;
};

/// What the options of the unit say about the checks that link judges.
struct CheckOption {
  std::string check;
  bool as_error = false;
  std::vector<std::string> tiers;

  friend bool operator==(const CheckOption&, const CheckOption&) = default;
};

struct Unit {
  std::string file;
  bool incomplete = false;  ///< it did not compile as a whole
  std::vector<Function> functions;
  std::vector<std::string> nonblocking_handles;
  std::vector<std::string> opened_files;
  std::vector<Flow> flows;
  std::vector<LoopMember> loop_members;
  std::vector<Making> makings;
  std::vector<std::string> loop_owners;     ///< classes with a loop as a member or base, of those that keep what is made
  std::vector<std::string> emptied;         ///< members that lose what they hold
  bool runs_on_after_exceptions = false;    ///< it runs a loop that goes on when a handler has thrown
  bool ends_with_exceptions = false;        ///< and one that then ends
  std::vector<Suppression> suppressions;
  std::vector<CheckOption> checks;
  std::vector<std::string> programs;        ///< of the build, in which it ends; empty where that is not known: perhaps in all
  std::vector<std::string> own_files;       ///< of those in which its facts stand: the project's own, which it could change
  std::vector<std::string> reported_files;  ///< of those: the unit's file and the headers that the options let findings be shown in

  friend bool operator==(const Unit&, const Unit&) = default;
};

/// Null: the check was off for this unit.
inline const CheckOption* option_of(const Unit& unit, const std::string& check) {
  const auto found = std::find_if(unit.checks.begin(), unit.checks.end(), [&](const CheckOption& each) { return each.check == check; });
  return found == unit.checks.end() ? nullptr : &*found;
}

}  // namespace unblock::lint::facts
