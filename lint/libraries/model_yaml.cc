// One function per section of the file. Names are expanded by `variants` as they are read.
#include "lint/libraries/model_yaml.h"

#include <fmt/format.h>

#include <map>

#include "lint/libraries/yaml_map.h"
#include "reports/model/error.h"

namespace unblock::lint {
namespace {

using Variants = std::map<std::string, std::vector<std::string>>;

const std::vector<std::pair<const char*, Tier>> kTiers = {
    {"wait", Tier::wait}, {"network", Tier::network}, {"disk", Tier::disk}, {"lock", Tier::lock}, {"cpu", Tier::cpu}};

class ModelReader {
 public:
  explicit ModelReader(YamlMap& top) : top_(top) {}

  Library read();

 private:
  std::vector<std::string> names(YamlMap& map, const std::string& key);
  Names names_and_except(YamlMap& map, const std::string& key, bool required);
  Tier tier(YamlMap& map);
  ArgumentRef argument(YamlMap& map, const std::string& key);
  Condition condition(YamlMap& map);
  std::vector<Condition> conditions(YamlMap& map, const std::string& key);

  void read_variants();
  void read_blocking();
  void read_nonblocking();
  void read_sinks();
  void read_sink(YamlMap& row);
  void read_wrappers();
  void read_tasks();
  void read_locks();
  void read_lifetimes();
  void read_operations();
  void read_operation(YamlMap& row);
  void read_roles();
  CalledRow called(YamlMap& row, const std::string& key);

  YamlMap& top_;
  Variants variants_;
  Library library_;
};

std::vector<std::string> ModelReader::names(YamlMap& map, const std::string& key) {
  std::vector<std::string> result;
  for (const std::string& name : map.strings(key)) {
    if (name.empty() || name.starts_with("::") || name.find('<') != std::string::npos) {
      map.fail(fmt::format("expected a qualified name without leading '::' and template arguments, found '{}'", name), key);
    }
    const std::size_t colon = name.find("::");
    const auto variant = colon == std::string::npos ? variants_.end() : variants_.find(name.substr(0, colon));
    if (variant == variants_.end()) {
      result.push_back(name);
      continue;
    }
    for (const std::string& first : variant->second) result.push_back(first + name.substr(colon));
  }
  return result;
}

Names ModelReader::names_and_except(YamlMap& map, const std::string& key, bool required) {
  Names result{names(map, key), names(map, "except")};
  if (required && result.names.empty()) map.fail(fmt::format("expected at least one name under '{}'", key));
  return result;
}

Tier ModelReader::tier(YamlMap& map) {
  const auto found = map.word<Tier>("tier", kTiers);
  if (!found) map.fail("a row needs the key 'tier' (wait, network, disk, lock or cpu)");
  return *found;
}

ArgumentRef ModelReader::argument(YamlMap& map, const std::string& key) {
  const std::string text = map.required_text(key);
  if (text == "object") return {ArgumentRef::Kind::object, 0};
  if (text == "result") return {ArgumentRef::Kind::result, 0};
  return {ArgumentRef::Kind::index, static_cast<int>(*map.integer(key))};
}

Condition ModelReader::condition(YamlMap& map) {
  Condition result;
  if (map.node("argument")) result.argument = argument(map, "argument");
  result.has_flag = map.text("has_flag").value_or("");
  result.value = map.integer("value");
  result.equals = map.integer("equals");
  result.is_null = map.boolean("is_null");
  result.is_string = map.text("is_string");
  result.starts_with = map.strings("starts_with");
  result.zero_duration = map.boolean("zero_duration").value_or(false);
  result.nonblocking_handle = map.boolean("nonblocking_handle").value_or(false);
  result.opened_file = map.boolean("opened_file").value_or(false);
  result.is_variable = map.text("is_variable").value_or("");
  result.asked_before.names = names(map, "asked_before");
  if (const auto parameter = map.integer("parameter")) result.parameter = static_cast<int>(*parameter);
  result.type = map.text("type").value_or("");
  if (const auto count = map.integer("arguments")) result.arguments = static_cast<int>(*count);
  const bool on_argument = !result.has_flag.empty() || result.equals || result.is_null || result.is_string || !result.starts_with.empty() ||
                           result.zero_duration || result.nonblocking_handle || result.opened_file || !result.is_variable.empty();
  if (on_argument && !result.argument) map.fail("this condition needs the key 'argument'");
  if (result.type.empty() != !result.parameter) map.fail("'parameter' and 'type' stand together in a condition");
  const bool on_call = result.parameter || result.arguments || !result.asked_before.names.empty();
  if (!on_argument && !on_call) map.fail("expected a condition (see lint/libraries/README.md)");
  return result;
}

std::vector<Condition> ModelReader::conditions(YamlMap& map, const std::string& key) {
  std::vector<Condition> result;
  map.maps(key, "a condition", [&](YamlMap& row) { result.push_back(condition(row)); });
  return result;
}

void ModelReader::read_variants() {
  const auto node = top_.node("variants");
  if (!node) return;
  if (!node->IsMap()) top_.fail("expected 'variants' as a map from a first name to a list of names", "variants");
  YamlMap map(*node, top_.file(), "variants");
  for (const auto& entry : *node) {
    const std::string key = entry.first.Scalar();
    variants_[key] = map.strings(key);
    if (variants_[key].empty()) map.fail("expected at least one name", key);
  }
}

void ModelReader::read_blocking() {
  top_.maps("blocking", "a blocking row", [&](YamlMap& row) {
    BlockingRow result;
    result.functions = names_and_except(row, "functions", true);
    result.tier = tier(row);
    result.instead = row.text("instead").value_or("");
    result.only_if = conditions(row, "only_if");
    result.unless = conditions(row, "unless");
    result.sync_wait = row.boolean("sync_wait").value_or(false);
    result.runs_loop = row.boolean("runs_loop").value_or(false);
    result.unless_ready = row.boolean("unless_ready").value_or(false);
    result.checked = row.text("checked").value_or("");
    library_.blocking.push_back(std::move(result));
  });
}

void ModelReader::read_nonblocking() {
  top_.maps("nonblocking", "a nonblocking row", [&](YamlMap& row) {
    row.text("checked");
    library_.nonblocking.push_back({names_and_except(row, "functions", true)});
  });
  library_.opened_files.names = names(top_, "opened_files");
  top_.maps("nonblocking_handles", "a nonblocking_handles row", [&](YamlMap& row) {
    NonblockingHandleRow result;
    result.functions = names_and_except(row, "functions", true);
    result.handle = argument(row, "handle");
    row.maps("when", "a condition", [&](YamlMap& when) { result.when = condition(when); });
    library_.nonblocking_handles.push_back(std::move(result));
  });
}

void ModelReader::read_sink(YamlMap& row) {
  SinkRow result;
  result.functions = names_and_except(row, "functions", false);
  result.callbacks = row.integers("callback");
  result.parameter_types = names_and_except(row, "parameter_types", false);
  result.token_concepts.names = names(row, "token_concepts");
  result.token_results.names = names(row, "token_results");
  result.token_initiators.names = names(row, "token_initiators");
  result.token_members.names = names(row, "token_members");
  const auto runs_on = row.word<RunsOn>("runs_on", {{"loop", RunsOn::loop}, {"pool", RunsOn::pool}, {"thread", RunsOn::thread}, {"caller", RunsOn::caller}, {"executor", RunsOn::executor}});
  if (!runs_on) row.fail("a sink needs the key 'runs_on' (loop, pool, thread, caller or executor)");
  result.runs_on = *runs_on;
  if (const auto executor = row.integer("executor")) result.executor = static_cast<int>(*executor);
  result.spawns = row.boolean("spawns").value_or(false);
  if (const auto token = row.integer("token")) result.token = static_cast<int>(*token);
  result.data_follows = row.boolean("data_follows").value_or(false);
  result.lives_with_object = row.boolean("lives_with_object").value_or(false);
  result.keeps_callable = row.boolean("keeps_callable").value_or(false);
  row.text("checked");
  const bool by_type = !result.parameter_types.names.empty() || !result.token_concepts.names.empty() ||
                       !result.token_results.names.empty() || !result.token_initiators.names.empty();
  if (!by_type && result.functions.names.empty()) {
    row.fail("a sink needs 'functions', 'parameter_types' or one of the 'token_…' keys");
  }
  if (!result.functions.names.empty() && result.callbacks.empty()) row.fail("a sink with 'functions' needs 'callback'");
  if (result.runs_on == RunsOn::executor && !result.executor) row.fail("'runs_on: executor' needs the key 'executor'");
  library_.sinks.push_back(std::move(result));
}

void ModelReader::read_sinks() {
  top_.maps("sinks", "a sink", [&](YamlMap& row) { read_sink(row); });
  library_.pools.names = names(top_, "pools");
  library_.detached_tokens.names = names(top_, "detached_tokens");
  library_.awaitable_tokens.names = names(top_, "awaitable_tokens");
  library_.future_tokens.names = names(top_, "future_tokens");
  library_.suspending_tokens.names = names(top_, "suspending_tokens");
  library_.readiness.names = names(top_, "readiness");
  library_.resumes_on_pool.names = names(top_, "resumes_on_pool");
}

void ModelReader::read_wrappers() {
  top_.maps("wrappers", "a wrapper", [&](YamlMap& row) {
    WrapperRow result;
    result.functions = names_and_except(row, "functions", true);
    const auto callable = row.integer("callable");
    if (!callable) row.fail("a wrapper needs the key 'callable'");
    result.callable = static_cast<int>(*callable);
    if (const auto executor = row.integer("executor")) result.executor = static_cast<int>(*executor);
    library_.wrappers.push_back(std::move(result));
  });
}

void ModelReader::read_tasks() {
  top_.maps("tasks", "a task row", [&](YamlMap& row) {
    TaskRow result;
    result.types = names_and_except(row, "types", true);
    const auto kind = row.word<TaskKind>("kind", {{"lazy", TaskKind::lazy}, {"eager", TaskKind::eager}, {"detached", TaskKind::detached}, {"not_a_task", TaskKind::not_a_task}});
    if (!kind) row.fail("a task row needs the key 'kind' (lazy, eager, detached or not_a_task)");
    result.kind = *kind;
    library_.tasks.push_back(std::move(result));
  });
  library_.awaiters_that_keep_arguments.names = names(top_, "awaiters_that_keep_arguments");
}

void ModelReader::read_locks() {
  top_.maps("locks", "locks", [&](YamlMap& map) {
    library_.mutexes.names = names(map, "mutexes");
    library_.guards.names = names(map, "guards");
    library_.async_mutexes.names = names(map, "async_mutexes");
    map.maps("functions", "a lock function row", [&](YamlMap& row) {
      LockFunctionRow result;
      result.acquire.names = names(row, "acquire");
      result.release.names = names(row, "release");
      result.handle = static_cast<int>(row.integer("handle").value_or(0));
      if (result.acquire.names.empty() || result.release.names.empty()) row.fail("expected 'acquire' and 'release'");
      library_.lock_functions.push_back(std::move(result));
    });
  });
}

void ModelReader::read_lifetimes() {
  top_.maps("buffers", "a buffer row", [&](YamlMap& row) {
    library_.buffers.push_back(
        {names_and_except(row, "functions", true), static_cast<int>(row.integer("memory").value_or(0))});
  });
  top_.maps("handles", "a handle row", [&](YamlMap& row) {
    HandleRow result;
    result.types = names_and_except(row, "types", true);
    result.init.names = names(row, "init");
    result.init_argument = static_cast<int>(row.integer("init_argument").value_or(0));
    result.stop.names = names(row, "stop");
    result.stop_argument = static_cast<int>(row.integer("stop_argument").value_or(0));
    result.close.names = names(row, "close");
    result.close_argument = static_cast<int>(row.integer("close_argument").value_or(0));
    library_.handles.push_back(std::move(result));
  });
  top_.maps("requests", "a request row", [&](YamlMap& row) {
    const Names types = names_and_except(row, "types", true);
    library_.requests.names.insert(library_.requests.names.end(), types.names.begin(), types.names.end());
    library_.requests.except.insert(library_.requests.except.end(), types.except.begin(), types.except.end());
  });
  top_.maps("sync_functions", "a sync_functions row", [&](YamlMap& row) {
    SyncFunctionRow result;
    result.functions = names_and_except(row, "functions", true);
    result.callback = static_cast<int>(row.integer("callback").value_or(-1));
    result.tier = tier(row);
    result.instead = row.text("instead").value_or("");
    library_.sync_functions.push_back(std::move(result));
  });
}

CalledRow ModelReader::called(YamlMap& row, const std::string& key) {
  CalledRow result;
  row.maps(key, "a row of functions", [&](YamlMap& map) {
    result.functions = names_and_except(map, "functions", true);
    map.maps("when", "a condition", [&](YamlMap& when) { result.when = condition(when); });
  });
  return result;
}

void ModelReader::read_operation(YamlMap& row) {
  OperationRow result;
  result.functions = names_and_except(row, "functions", true);
  result.unless = conditions(row, "unless");
  if (row.node("object")) result.object = argument(row, "object");
  result.exclusive = row.text("exclusive").value_or("");
  result.borrows = row.integers("borrows");
  result.aborts_waits = row.boolean("aborts_waits").value_or(false);
  result.timer_wait = row.boolean("timer_wait").value_or(false);
  result.asks_timer = row.boolean("asks_timer").value_or(false);
  result.accepts = row.boolean("accepts").value_or(false);
  result.closes = row.boolean("closes").value_or(false);
  if (const auto into = row.integer("reads_ahead_into")) result.reads_ahead_into = static_cast<int>(*into);
  result.reads = row.boolean("reads").value_or(false);
  result.throws = row.boolean("throws").value_or(false);
  result.loop_only = row.boolean("loop_only").value_or(false);
  result.makes_loop = row.boolean("makes_loop").value_or(false);
  result.unless_called = called(row, "unless_called");
  result.only_where_called = called(row, "only_where_called");
  result.instead = row.text("instead").value_or("");
  row.text("checked");
  const bool says_something = !result.exclusive.empty() || !result.borrows.empty() || result.aborts_waits || result.timer_wait || result.asks_timer || result.accepts || result.closes ||
                              result.reads_ahead_into || result.reads || result.throws || result.loop_only || result.makes_loop;
  if (!says_something) row.fail("an operation needs a key that says what it does (see lint/libraries/README.md)");
  library_.operations.push_back(std::move(result));
}

void ModelReader::read_operations() {
  top_.maps("operations", "an operation", [&](YamlMap& row) { read_operation(row); });
  library_.io_objects.names = names(top_, "io_objects");
  library_.loops.names = names(top_, "loops");
}

void ModelReader::read_roles() {
  top_.maps("roles", "the map of roles", [&](YamlMap& map) {
    for (const RoleRow& row : role_rows()) {
      for (std::string& name : names(map, row.name)) library_.roles.push_back({row.role, std::move(name)});
    }
  });
}

Library ModelReader::read() {
  const bool for_the_gate = top_.node("gate").has_value();  // .unblock.yaml is shared with `unblock bench gate`
  library_.name = for_the_gate ? top_.text("library").value_or("project") : top_.required_text("library");
  library_.title = top_.text("title").value_or(library_.name);
  library_.checked = top_.text("checked").value_or("not compared");
  library_.c_linkage = top_.word<bool>("linkage", {{"C", true}, {"C++", false}}).value_or(false);
  read_variants();
  read_blocking();
  read_nonblocking();
  read_sinks();
  read_wrappers();
  read_tasks();
  read_locks();
  read_lifetimes();
  read_operations();
  read_roles();
  top_.finish();
  return std::move(library_);
}

}  // namespace

Library parse_model(std::string_view text, const std::string& file) {
  try {
    YamlMap top(YAML::Load(std::string(text)), file, "a model file");
    Library library = ModelReader(top).read();
    library.file = file;
    return library;
  } catch (const YAML::Exception& error) {
    throw reports::InputError(fmt::format("{}:{}: not YAML: {}", file, error.mark.line + 1, error.msg));
  }
}

}  // namespace unblock::lint
