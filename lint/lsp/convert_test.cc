#include "lint/lsp/convert.h"

#include <gtest/gtest.h>

namespace unblock::lint::lsp {
namespace {

reports::Finding finding_at(unsigned line, unsigned column) {
  reports::Finding finding;
  finding.check = "async-blocking-call";
  finding.severity = reports::Severity::error;
  finding.message = "blocks";
  finding.location = {"src/a.cc", line, column};
  return finding;
}

TEST(Lines, CountColumnsInUtf16Units) {
  const Lines lines("int x;\nauto s = \"\xC3\xA4\xF0\x9F\x98\x80\"; wait();\n");  // one letter of 2 bytes, one of 4
  const llvm::lsp::Position at = lines.position(2, 20);                            // bytes before it: 19
  EXPECT_EQ(at.line, 1);
  EXPECT_EQ(at.character, 16);
}

TEST(Lines, APlaceBehindTheEndStaysInTheLine) {
  const Lines lines("ab\r\ncd");
  EXPECT_EQ(lines.position(1, 99).character, 2);
  EXPECT_EQ(lines.position(7, 1).line, 6);
  EXPECT_EQ(lines.text(7), "");
}

TEST(Lines, AWordIsMarkedToItsEnd) {
  const llvm::lsp::Range range = Lines("  sleep_for(1);").word_at(1, 3);
  EXPECT_EQ(range.start.character, 2);
  EXPECT_EQ(range.end.character, 11);
}

TEST(Diagnostic, HasTheCheckAsItsCodeAndTheChainAsRelatedInformation) {
  reports::Finding finding = finding_at(1, 1);
  finding.instead = "co_await";
  finding.chain.push_back({{"lib/b.cc", 7, 3}, "waits here"});
  const llvm::json::Value value = diagnostic(finding, Lines("wait();"), "/src");
  const llvm::json::Object& object = *value.getAsObject();
  EXPECT_EQ(*object.getString("code"), "async-blocking-call");
  EXPECT_EQ(*object.getInteger("severity"), 1);
  EXPECT_EQ(*object.getString("message"), "blocks\ninstead: co_await");
  const llvm::json::Object& related = *(*object.getArray("relatedInformation"))[0].getAsObject();
  EXPECT_EQ(*related.getString("message"), "waits here");
  EXPECT_EQ(*related.getObject("location")->getString("uri"), "file:///src/lib/b.cc");
}

TEST(Action, SilencesTheCheckAtTheEndOfTheLine) {
  const llvm::lsp::CodeAction action = disable_here(finding_at(1, 1), Lines("wait();"), "file:///a.cc");
  const llvm::lsp::TextEdit& edit = action.edit->changes.at("file:///a.cc").at(0);
  EXPECT_EQ(edit.range.start.character, 7);
  EXPECT_EQ(edit.newText, "  // NOLINT(async-blocking-call)");
}

}  // namespace
}  // namespace unblock::lint::lsp
