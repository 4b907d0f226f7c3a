// The model files: what they may say, what is refused and how, and which file wins.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "lint/libraries/load_models.h"
#include "lint/libraries/model_set.h"
#include "lint/libraries/model_yaml.h"
#include "lint/libraries/name_pattern.h"
#include "reports/model/error.h"

namespace unblock::lint {
namespace {

std::string complaint(const std::string& text) {
  try {
    parse_model(text, "own.yaml");
  } catch (const reports::InputError& error) {
    return error.what();
  }
  return "";
}

FunctionNames function(const std::string& name) { return {std::string(last_component(name)), {name}}; }

TEST(NamePattern, StarStaysInsideOneComponent) {
  EXPECT_TRUE(name_matches("uv_*_cb", "uv_timer_cb"));
  EXPECT_TRUE(name_matches("a::*::c", "a::b::c"));
  EXPECT_FALSE(name_matches("a::*", "a::b::c"));
  EXPECT_FALSE(name_matches("uv_*_cb", "uv_timer_cb_t"));
  EXPECT_TRUE(name_matches("lo_*", "lo_"));
  EXPECT_FALSE(name_matches("sleep", "sleep_for"));
}

TEST(NamePattern, ExceptionsWin) {
  const Names names{{"uv_fs_*"}, {"uv_fs_get_*"}};
  EXPECT_TRUE(names_match(names, "uv_fs_open"));
  EXPECT_FALSE(names_match(names, "uv_fs_get_path"));
}

TEST(ModelYaml, VariantsMultiplyNames) {
  const Library library = parse_model("library: x\nvariants: {asio: [asio, boost::asio]}\npools: asio::thread_pool\n", "x");
  EXPECT_EQ(library.pools.names, (std::vector<std::string>{"asio::thread_pool", "boost::asio::thread_pool"}));
}

TEST(ModelYaml, ConditionsAreRead) {
  const Library library = parse_model(
      "library: x\nblocking:\n  - functions: recv\n    tier: network\n"
      "    unless: [{argument: -1, has_flag: MSG_DONTWAIT, value: 0x40}, {argument: object, nonblocking_handle: true}]\n",
      "x");
  ASSERT_EQ(library.blocking.size(), 1u);
  const auto& unless = library.blocking[0].unless;
  ASSERT_EQ(unless.size(), 2u);
  EXPECT_EQ(unless[0].argument->index, -1);
  EXPECT_EQ(unless[0].value, 0x40);
  EXPECT_EQ(unless[1].argument->kind, ArgumentRef::Kind::object);
}

TEST(ModelYaml, ReadinessAndWhatItExcusesAreRead) {
  const Library library = parse_model(
      "library: x\nreadiness: [s::async_wait]\nresumes_on_pool: s::File::read\nopened_files: open\nsuspending_tokens: s::yield\nblocking:\n"
      "  - {functions: recv, tier: network, unless_ready: true}\n"
      "  - {functions: read, tier: disk, only_if: [{argument: 0, opened_file: true}]}\n",
      "x");
  EXPECT_EQ(library.readiness.names, std::vector<std::string>{"s::async_wait"});
  EXPECT_EQ(library.resumes_on_pool.names, std::vector<std::string>{"s::File::read"});
  EXPECT_EQ(library.opened_files.names, std::vector<std::string>{"open"});
  EXPECT_EQ(library.suspending_tokens.names, std::vector<std::string>{"s::yield"});
  ASSERT_EQ(library.blocking.size(), 2u);
  EXPECT_TRUE(library.blocking[0].unless_ready);
  EXPECT_TRUE(library.blocking[1].only_if.at(0).opened_file);
}

TEST(ModelYaml, NumbersHaveOneSign) {
  EXPECT_NE(complaint("library: x\nbuffers:\n  - {functions: f, memory: --9223372036854775808}\n").find("expected a whole number"),
            std::string::npos);
}

TEST(ModelYaml, QuestionsAskedBeforeNeedNoArgument) {
  const Library library = parse_model(
      "library: x\nblocking:\n  - functions: get\n    tier: wait\n    unless: [{asked_before: [ready]}]\n", "x");
  EXPECT_EQ(library.blocking.at(0).unless.at(0).asked_before.names, std::vector<std::string>{"ready"});
}

TEST(ModelYaml, TheProjectsFileIsSharedWithTheGate) {
  EXPECT_EQ(complaint("gate:\n  counters: {bytes: work}\n"), "");
  EXPECT_NE(complaint("gates: 1\n").find("needs the key 'library'"), std::string::npos);
}

TEST(ModelYaml, ComplaintsNameFileLineAndWhatWasExpected) {
  EXPECT_EQ(complaint("library: x\nblocking:\n  - functions: f\n    tier: slow\n"),
            "own.yaml:4: expected one of wait, network, disk, lock, cpu for 'tier', found 'slow'");
  EXPECT_NE(complaint("library: x\nblocking:\n  - functions: f\n    tier: wait\n    insted: g\n").find("own.yaml:5: unknown key 'insted'"),
            std::string::npos);
  EXPECT_NE(complaint("library: x\nblocking:\n  - tier: wait\n").find("own.yaml:3: expected at least one name"), std::string::npos);
  EXPECT_NE(complaint("- a\n- b\n").find("own.yaml:1: expected a model file as a map"), std::string::npos);
  EXPECT_NE(complaint("library: [x\n").find("not YAML"), std::string::npos);
  EXPECT_NE(complaint("library: x\nsinks:\n  - functions: f\n    runs_on: moon\n").find("own.yaml:4: expected one of loop, pool"),
            std::string::npos);
  EXPECT_NE(complaint("library: x\nsinks:\n  - functions: f\n    runs_on: loop\n").find("needs 'callback'"), std::string::npos);
  EXPECT_NE(complaint("library: x\npools: std::vector<int>\n").find("without leading '::' and template arguments"), std::string::npos);
  EXPECT_NE(complaint("title: x\n").find("needs the key 'library'"), std::string::npos);
}

TEST(ModelYaml, OperationsSayWhatTheyDo) {
  const Library library = parse_model(
      "library: x\noperations:\n- functions: put\n  object: 0\n  exclusive: write\n  borrows: [1, 2]\n"
      "- functions: poke\n  loop_only: true\n  unless_called: {functions: lock_all, when: {argument: 0, equals: 1}}\nio_objects: timer\n",
      "x");
  ASSERT_EQ(library.operations.size(), 2U);
  EXPECT_EQ(library.operations[0].exclusive, "write");
  EXPECT_EQ(library.operations[0].object.kind, ArgumentRef::Kind::index);
  EXPECT_EQ(library.operations[0].borrows, (std::vector<int>{1, 2}));
  EXPECT_TRUE(library.operations[1].loop_only);
  EXPECT_EQ(library.operations[1].object.kind, ArgumentRef::Kind::object);
  EXPECT_EQ(library.operations[1].unless_called.functions.names, std::vector<std::string>{"lock_all"});
  EXPECT_EQ(library.io_objects.names, std::vector<std::string>{"timer"});
  EXPECT_EQ(complaint("library: x\noperations:\n- functions: put\n"),
            "own.yaml:3: an operation needs a key that says what it does (see lint/libraries/README.md)");
}

TEST(ModelSet, OperationsAreFoundByName) {
  std::vector<Library> libraries;
  libraries.push_back(parse_model("library: x\noperations:\n- {functions: a::put, exclusive: write}\n- {functions: a::put, loop_only: true}\n", "x"));
  const ModelSet models(std::move(libraries));
  EXPECT_EQ(models.operations(function("a::put")).size(), 2U);
  EXPECT_TRUE(models.operations(function("b::put")).empty());
  EXPECT_TRUE(models.may_be_operation("put"));
  EXPECT_FALSE(models.may_be_operation("get"));
}

TEST(ModelSet, LaterFileWins) {
  std::vector<Library> libraries;
  libraries.push_back(parse_model("library: a\nblocking:\n  - {functions: f, tier: wait}\n", "a"));
  libraries.push_back(parse_model("library: b\nnonblocking:\n  - functions: f\n", "b"));
  libraries.push_back(parse_model("library: c\nblocking:\n  - {functions: g, tier: disk}\n", "c"));
  const ModelSet models(std::move(libraries));
  EXPECT_TRUE(models.blocking(function("f")).empty());
  EXPECT_TRUE(models.is_nonblocking(function("f")));
  ASSERT_EQ(models.blocking(function("g")).size(), 1u);
  EXPECT_EQ(models.blocking(function("g"))[0]->tier, Tier::disk);
}

TEST(ModelSet, ExactRowBeatsAStarOfTheSameFile) {
  std::vector<Library> libraries;
  libraries.push_back(parse_model(
      "library: a\nblocking:\n  - {functions: 'db_*', tier: network}\n  - {functions: db_open, tier: disk}\n", "a"));
  const ModelSet models(std::move(libraries));
  ASSERT_EQ(models.blocking(function("db_open")).size(), 1u);
  EXPECT_EQ(models.blocking(function("db_open"))[0]->tier, Tier::disk);
  EXPECT_EQ(models.blocking(function("db_close"))[0]->tier, Tier::network);
}

TEST(ModelSet, ALibraryInCDoesNotMeanAFunctionOfCPlusPlus) {
  std::vector<Library> libraries;
  libraries.push_back(parse_model("library: a\nlinkage: C\nblocking:\n  - {functions: connect, tier: network}\n", "a"));
  const ModelSet models(std::move(libraries));
  FunctionNames names = function("connect");
  EXPECT_EQ(models.blocking(names).size(), 1u);
  names.c_linkage = false;
  EXPECT_TRUE(models.blocking(names).empty());
}

TEST(ModelSet, SyncFunctionsBlockWithoutACallback) {
  std::vector<Library> libraries;
  libraries.push_back(parse_model("library: uv\nsync_functions:\n  - {functions: 'uv_fs_*', callback: -1, tier: disk}\n", "uv"));
  const ModelSet models(std::move(libraries));
  ASSERT_EQ(models.blocking(function("uv_fs_open")).size(), 1u);
  EXPECT_TRUE(models.blocking(function("uv_fs_open"))[0]->null_callback);
  EXPECT_EQ(models.blocking(function("uv_fs_open"))[0]->only_if[0].is_null, true);
}

TEST(Roles, EachHasOneRowInTheOrderOfTheEnumeration) {
  const auto& rows = role_rows();
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(static_cast<std::size_t>(rows[i].role), i) << rows[i].name;
  EXPECT_EQ(rows.back().role, Role::stackless);
}

TEST(Roles, ASetMeetsAnotherThatHasOneOfItsRoles) {
  const RoleSet pointers = Role::shared_pointer | Role::unique_pointer;
  EXPECT_TRUE(pointers.meets(Role::unique_pointer));
  EXPECT_TRUE(pointers.meets(Role::stackless | Role::shared_pointer));
  EXPECT_FALSE(pointers.meets(Role::weak_pointer | Role::stackless));
  EXPECT_FALSE(RoleSet().meets(pointers));
}

TEST(Roles, APlainNameIsMeantInAnyNamespaceAndAQualifiedOneOnlyThere) {
  std::vector<Library> libraries;
  libraries.push_back(parse_model("library: x\nvariants: {a: [a, b]}\nroles:\n  view: ['*_view', 'a::Slice', 'a::Text*']\n  callable: Slice\n", "x"));
  const ModelSet models(std::move(libraries));
  const RoleIndex& roles = models.roles();
  EXPECT_TRUE(roles.plain("string_view").roles.meets(Role::view));
  EXPECT_FALSE(roles.plain("string_view").more);
  EXPECT_TRUE(roles.plain("Slice").roles.meets(Role::callable));
  EXPECT_FALSE(roles.plain("Slice").roles.meets(Role::view));
  EXPECT_TRUE(roles.plain("Slice").more);
  EXPECT_TRUE(roles.qualified("b::Slice").meets(Role::view));
  EXPECT_FALSE(roles.qualified("c::Slice").meets(Role::view));
  EXPECT_TRUE(roles.plain("Texts").more);
  EXPECT_TRUE(roles.qualified("a::Texts").meets(Role::view));
  EXPECT_FALSE(roles.plain("Other").more);
}

TEST(Roles, AnUnknownOneIsRefused) {
  const std::string said = complaint("library: x\nroles:\n  viwe: text\n");
  EXPECT_NE(said.find("own.yaml:3: unknown key 'viwe' in the map of roles; expected one of "), std::string::npos) << said;
  EXPECT_NE(said.find(" view"), std::string::npos) << said;
}

TEST(Roles, NoneIsWithoutANameInTheBuiltinModels) {
  std::set<Role> given;
  for (const Library& library : builtin_models()) {
    for (const RoleName& name : library.roles) given.insert(name.role);
  }
  for (const RoleRow& row : role_rows()) EXPECT_EQ(given.count(row.role), 1U) << row.name;
}

TEST(BuiltinModels, AllAreWellFormedAndSayWhatTheyWereComparedWith) {
  const auto models = builtin_models();
  std::vector<std::string> names;
  for (const Library& library : models) {
    names.push_back(library.name);
    EXPECT_NE(library.checked, "") << library.name;
  }
  for (const char* wanted : {"posix", "std", "asio", "beast", "libuv", "libpq", "sqlite", "hiredis", "openssl", "mysql", "grpc", "zmq",
                             "libevent"}) {
    EXPECT_NE(std::find(names.begin(), names.end(), wanted), names.end()) << wanted;
  }
}

}  // namespace
}  // namespace unblock::lint
