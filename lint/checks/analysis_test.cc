// What the model sees in code: who runs on a loop and who does not, lazy and eager, which calls block.
#include "lint/checks/analysis.h"

#include <clang/Frontend/ASTUnit.h>
#include <clang/Tooling/Tooling.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "lint/extract/has_role.h"
#include "lint/extract/task_type.h"
#include "lint/libraries/load_models.h"
#include "lint/libraries/model_yaml.h"
#include "lint/lifetimes/objects.h"

namespace unblock::lint {
namespace {

constexpr const char* kPrelude = R"(
#include <coroutine>
#include <exception>
struct Lazy {
  struct promise_type {
    Lazy get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
namespace lib {
  template <class F> void post(F) {}
  template <class F> void on_pool(F) {}
  template <class F> void now(F) {}
  void wait(int flags = 0);
  using timer_cb = void (*)(int);
  void start(timer_cb callback);
}
)";

constexpr const char* kModel = R"(
library: lib
blocking:
  - functions: lib::wait
    tier: wait
    unless: [{argument: 0, has_flag: DONT, value: 4}]
sinks:
  - {functions: lib::post, callback: 0, runs_on: loop}
  - {functions: lib::on_pool, callback: 0, runs_on: pool}
  - {functions: lib::now, callback: 0, runs_on: caller}
  - {parameter_types: "lib::*_cb", runs_on: loop}
roles:
  callable: lib::Slot
  view: '*_view'
  takes_out: drop
)";

class UnitTest : public testing::Test {
 protected:
  const AnalysedUnit& build(const std::string& code) {
    ast_ = clang::tooling::buildASTFromCodeWithArgs(kPrelude + code, {"-std=c++20", "-w"}, "input.cc");
    EXPECT_NE(ast_, nullptr);
    EXPECT_FALSE(ast_->getDiagnostics().hasErrorOccurred());
    std::vector<Library> libraries;
    libraries.push_back(parse_model(kModel, "lib"));
    analysis_ = analyse_unit(ast_->getASTContext(), std::make_shared<const ModelSet>(std::move(libraries)));
    return *analysis_;
  }

  const Function* function(const std::string& name) const {
    for (const Function& each : analysis_->unit->functions) {
      if (each.decl->getNameAsString() == name) return &each;
    }
    return nullptr;
  }

  bool on_loop(const std::string& name) const {
    const auto& contexts = analysis_->program->contexts;
    return std::any_of(contexts.begin(), contexts.end(), [&](const Context& context) { return &analysis_->function(context.function) == function(name); });
  }

  TaskType type_of(const std::string& name) const { return task_type(*analysis_->unit, function(name)->decl->getReturnType()); }

  std::unique_ptr<clang::ASTUnit> ast_;
  std::unique_ptr<AnalysedUnit> analysis_;
};

TEST_F(UnitTest, CoroutinesRunOnALoop) {
  build("Lazy f() { co_return; } void g() {}");
  EXPECT_TRUE(on_loop("f"));
  EXPECT_FALSE(on_loop("g"));
}

TEST_F(UnitTest, SinksMakeContextsAndPoolsCut) {
  const Program& program = *build("void a() { lib::post([] {}); } void b() { lib::on_pool([] {}); } void c() { lib::now([] {}); }").program;
  ASSERT_EQ(program.contexts.size(), 1u);
  EXPECT_EQ(program.contexts[0].kind, ContextKind::callback);
  EXPECT_EQ(program.call(program.contexts[0].sink).name, "post");
}

TEST_F(UnitTest, CallbackTypesAreSinks) {
  build("void tick(int) {} void other(int) {} void a() { lib::start(tick); }");
  EXPECT_TRUE(on_loop("tick"));
  EXPECT_FALSE(on_loop("other"));
}

TEST_F(UnitTest, ParametersThatAreHandedOnMakeSinksOfTheirFunctions) {
  build("void wrap(void (*f)()) { lib::post(f); } void again(void (*f)()) { wrap(f); } void work() {} void a() { again(work); }");
  EXPECT_TRUE(on_loop("work"));
}

TEST_F(UnitTest, SpawnedOnAPoolOnlyIsNoContext) {
  build("void work() {} void a() { lib::on_pool(work); }");
  EXPECT_FALSE(on_loop("work"));
}

TEST_F(UnitTest, ConditionsDecideWhetherACallBlocks) {
  build("enum { DONT = 4 }; void f() { lib::wait(); lib::wait(1); lib::wait(DONT); lib::wait(DONT | 1); }");
  std::vector<bool> blocks;
  for (const CallSite& call : function("f")->calls) blocks.push_back(call.blocks != nullptr);
  EXPECT_EQ(blocks, (std::vector<bool>{true, true, false, false}));
}

TEST_F(UnitTest, AttributesCountAsRows) {
  build(
      "[[clang::annotate(\"unblock::blocking\")]] void slow(); [[clang::annotate(\"unblock::nonblocking\")]] void fast();"
      "[[clang::annotate(\"unblock::async\")]] void handler() { slow(); fast(); }");
  ASSERT_TRUE(on_loop("handler"));
  EXPECT_NE(function("handler")->calls[0].blocks, nullptr);
  EXPECT_EQ(function("handler")->calls[1].blocks, nullptr);
}

TEST_F(UnitTest, VirtualCallsAreUncertain) {
  build("struct A { virtual void f(); }; struct B : A { void f() override {} }; void g(A& a) { a.f(); }");
  const auto& targets = function("g")->calls[0].targets;
  ASSERT_EQ(targets.size(), 1u);
  EXPECT_FALSE(targets[0].certain);
}

TEST_F(UnitTest, LazyEagerDetachedAndUnknown) {
  build(R"(
    template <class Initial, class Final, bool Awaitable> struct Task {
      struct promise_type {
        Task get_return_object();
        Initial initial_suspend() noexcept;
        Final final_suspend() noexcept;
        void return_void();
        void unhandled_exception();
      };
      bool await_ready() requires Awaitable;
      void await_suspend(std::coroutine_handle<>) requires Awaitable;
      void await_resume() requires Awaitable;
    };
    struct Never { bool await_ready() noexcept { return true; } void await_suspend(std::coroutine_handle<>) noexcept; void await_resume() noexcept; };
    struct Always { bool await_ready() noexcept { return false; } void await_suspend(std::coroutine_handle<>) noexcept {} void await_resume() noexcept; };
    struct Queued { bool await_ready() noexcept { return false; } void await_suspend(std::coroutine_handle<>) noexcept { lib::wait(); } void await_resume() noexcept; };
    Task<std::suspend_always, std::suspend_always, true> lazy() { co_return; }
    Task<Always, std::suspend_always, true> own_lazy() { co_return; }
    Task<std::suspend_never, std::suspend_always, true> eager() { co_return; }
    Task<Never, std::suspend_always, true> own_eager() { co_return; }
    Task<Queued, std::suspend_always, true> queued() { co_return; }
    int plain() { return 1; }
  )");
  EXPECT_EQ(type_of("lazy").start, TaskStart::lazy);
  EXPECT_EQ(type_of("own_lazy").start, TaskStart::lazy);
  EXPECT_EQ(type_of("eager").start, TaskStart::eager);
  EXPECT_EQ(type_of("own_eager").start, TaskStart::eager);
  EXPECT_EQ(type_of("queued").start, TaskStart::unknown);
  EXPECT_FALSE(type_of("plain").coroutine);
  EXPECT_TRUE(type_of("lazy").must_be_awaited());
}

TEST_F(UnitTest, DetachedNeedsNobody) {
  build(R"(
    struct Fire {
      struct promise_type {
        Fire get_return_object();
        std::suspend_never initial_suspend() noexcept;
        std::suspend_never final_suspend() noexcept;
        void return_void();
        void unhandled_exception();
      };
    };
    Fire fire() { co_return; }
  )");
  EXPECT_TRUE(type_of("fire").detached);
  EXPECT_FALSE(type_of("fire").must_be_awaited());
}

TEST_F(UnitTest, OnlyTheCompiledBranchCounts) {
  build("void f() { if constexpr (sizeof(int) == 1) lib::wait(); else lib::wait(4); }");
  ASSERT_EQ(function("f")->calls.size(), 1u);
  EXPECT_EQ(function("f")->calls[0].blocks, nullptr);
}

TEST_F(UnitTest, NamesHaveRoles) {
  const Unit& unit = *build(R"(
    namespace lib { struct Slot { void drop(); }; struct Text_view {}; enum class Fault { later }; }
    namespace other { struct Slot {}; }
    lib::Slot mine;
    other::Slot theirs;
    const lib::Text_view& seen();
    template <class T> void leave(T& slots) { slots.drop(); }
    void clean() { mine.drop(); leave(mine); }
  )")
                          .unit;
  const Function& clean = *function("clean");
  EXPECT_TRUE(has_role(unit, clean.calls[0].object->getType(), Role::callable));
  EXPECT_FALSE(has_role(unit, clean.calls[0].object->getType(), Role::view));
  EXPECT_TRUE(has_role(unit, clean.calls[0], Role::takes_out | Role::zero));
  EXPECT_FALSE(has_role(unit, clean.calls[1], Role::takes_out));
  for (const Function& each : unit.functions) {
    if (each.decl->getNameAsString() != "leave" || !each.decl->isDependentContext()) continue;
    EXPECT_TRUE(is_written_with_role(unit, *llvm::cast<clang::CallExpr>(each.calls[0].expr), Role::takes_out));
  }
  for (const clang::Decl* decl : unit.ast->getTranslationUnitDecl()->decls()) {
    const auto* named = llvm::dyn_cast<clang::ValueDecl>(decl);
    if (named && named->getNameAsString() == "theirs") {
      EXPECT_FALSE(has_role(unit, named->getType(), Role::callable));
    }
    const auto* seen = llvm::dyn_cast<clang::FunctionDecl>(decl);
    if (seen && seen->getNameAsString() == "seen") {
      EXPECT_TRUE(has_role(unit, seen->getReturnType(), Role::view));
    }
  }
}

TEST_F(UnitTest, CallsAreFollowedToTheirEndsAndNotInCircles) {
  const Unit& unit = *build(R"(
    void f7() { lib::wait(); }
    void f6() { f7(); }
    void f5() { f6(); }
    void f4() { f5(); }
    void f3() { f4(); }
    void f2() { f3(); }
    void f1() { f2(); }
    void tock();
    void tick() { tock(); }
    void tock() { tick(); tick(); }
  )")
                          .unit;
  EXPECT_TRUE(unit.leads_to_waiting(*function("f1")));
  EXPECT_TRUE(unit.leads_to_waiting(*function("f4")));
  EXPECT_FALSE(unit.leads_to_waiting(*function("tick")));
  EXPECT_FALSE(unit.leads_to_waiting(*function("tock")));
}

TEST_F(UnitTest, WhatIsMadeOfItselfEndsTheWalk) {
  const Unit& unit = *build(R"(
    struct Node {
      Node& self() { return next().self(); }
      Node& next() { return self(); }
      Node* down = nullptr;
    };
    void look() {
      Node* here = here;
      Node& there = there;
      auto call = [] {};
      lib::post(call);
      Node().self().next();
      here->down->down->down->down->down->down->down->down->down->down->down->down->down->down->next();
    }
  )")
                          .unit;
  const Objects objects(unit);
  const Function& look = *function("look");
  for (const clang::VarDecl* local : look.locals) EXPECT_EQ(objects.of_variable(*local).last(), local);
  std::size_t longest = 0;
  for (const CallSite& call : look.calls) longest = std::max(longest, static_cast<std::size_t>(objects.of(call.object).members.size()));
  EXPECT_EQ(longest, 14U);
}

}  // namespace
}  // namespace unblock::lint
