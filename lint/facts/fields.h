// The fields of every fact, in the order in which files hold them: named once, for writing and for reading.
#pragma once

#include "lint/facts/facts.h"

namespace unblock::lint::facts {

// A path or a name that begins with one is given to path(), so that files do not say where the project lies.
template <class Archive>
void fields(Archive& a, Place& x) {
  a.path(x.file);
  a.all(x.line, x.column);
}
template <class Archive>
void fields(Archive& a, Expansion& x) { a.all(x.macro, x.at); }
template <class Archive>
void fields(Archive& a, Target& x) {
  bool uncertain = !x.certain;  // what is usual is left out
  a.id(x.function);
  a.all(uncertain);
  x.certain = !uncertain;
}
template <class Archive>
void fields(Archive& a, Callable& x) {
  a.all(x.targets);
  a.id(x.slot);
}
template <class Archive>
void fields(Archive& a, HandleTest& x) {
  a.id(x.variable);
  a.all(x.nonblocking, x.opened_file);
}
template <class Archive>
void fields(Archive& a, Wait& x) {
  a.all(x.tier, x.instead, x.sync_wait, x.runs_loop, x.unless_ready, x.null_callback, x.excused, x.only_if, x.unless);
}
template <class Archive>
void fields(Archive& a, HandOver& x) {
  a.all(x.callable, x.runs_on);
  a.ids(x.workers);
  a.all(x.spawns);
}
template <class Archive>
void fields(Archive& a, Pass& x) {
  a.all(x.index, x.callable, x.runs_on);
  a.ids(x.workers);
  a.all(x.task_of);
}
template <class Archive>
void fields(Archive& a, ParameterTest& x) { a.all(x.index, x.value, x.differs); }
template <class Archive>
void fields(Archive& a, Constant& x) { a.all(x.index, x.value); }
template <class Archive>
void fields(Archive& a, Call& x) {
  a.all(x.at);
  a.id(x.callee);
  a.all(x.name, x.short_name, x.targets, x.waits, x.at_once);
  a.id(x.method);
  a.id(x.through);
  a.all(x.hands_over, x.passes, x.readiness, x.lambda_name, x.expansions);
  a.ids(x.pool_tasks);
  a.all(x.only_when, x.constants, x.before_suspension, x.waited_for, x.after_pool);
}
template <class Archive>
void fields(Archive& a, Store& x) {
  a.id(x.slot);
  a.all(x.callable);
}
template <class Archive>
void fields(Archive& a, Function& x) {
  a.id(x.id);
  a.all(x.name, x.at, x.calls, x.lambda, x.coroutine, x.generator, x.annotated_async, x.awaits_readiness, x.moves_to_pool);
  a.ids(x.overrides);
  a.ids(x.runs_loops);
  a.all(x.stores);
}
template <class Archive>
void fields(Archive& a, Flow& x) {
  a.id(x.from);
  a.id(x.to);
}
template <class Archive>
void fields(Archive& a, LoopMember& x) {
  a.id(x.variable);
  a.all(x.other_uses);
}
template <class Archive>
void fields(Archive& a, Making& x) {
  a.id(x.type);
  a.id(x.owner);
  a.id(x.member);
  a.id(x.put_by);
  a.all(x.until_the_end);
}
template <class Archive>
void fields(Archive& a, Suppression& x) { a.all(x.at, x.checks, x.first_line, x.last_line, x.used); }
template <class Archive>
void fields(Archive& a, CheckOption& x) { a.all(x.check, x.as_error, x.tiers); }
template <class Archive>
void fields(Archive& a, Unit& x) {
  a.path(x.file);
  a.all(x.functions);
  a.ids(x.nonblocking_handles);
  a.ids(x.opened_files);
  a.all(x.flows, x.loop_members, x.suppressions, x.checks);
  a.paths(x.reported_files);
  a.all(x.incomplete);
  a.paths(x.own_files);
  a.all(x.programs, x.makings);
  a.ids(x.loop_owners);
  a.ids(x.emptied);
  a.all(x.runs_on_after_exceptions, x.ends_with_exceptions);
}

}  // namespace unblock::lint::facts
