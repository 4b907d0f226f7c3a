#include "reports/manual/manual.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

#include <sstream>

namespace unblock::reports::manual {
namespace {

class Manual : public ::testing::Test {
 protected:
  Manual() {
    CLI::App* run = app_.add_subcommand("run", "Runs it");
    run->add_option("-o,--output", output_, "Where to write")->option_text("FILE");
    run->add_option("--format", format_, "How")->check(CLI::IsMember({"text", "json"}));
    run->add_option("INPUT", input_, "What to read");
    run->add_flag("--secret", secret_, "Nobody's business")->group("");
    add_manual_option(app_, "unblock-try");
  }

  CLI::App app_{"Tries things.", "unblock try"};
  std::string output_, format_, input_;
  bool secret_ = false;
};

TEST_F(Manual, TheTableHasEveryOptionThatTheHelpShows) {
  const Program program = describe(app_, "unblock-try");
  ASSERT_EQ(program.commands.size(), 1u);
  const Command& run = program.commands[0];
  std::vector<std::string> names;
  for (const Option& option : run.options) names.push_back(option.names);
  EXPECT_EQ(names, (std::vector<std::string>{"-h, --help", "-o, --output", "--format", "INPUT"}));
  EXPECT_EQ(run.options[1].value, "FILE");
  EXPECT_EQ(run.options[2].choices, (std::vector<std::string>{"text", "json"}));
}

TEST_F(Manual, AManPageNamesCommandsOptionsAndChoices) {
  const std::string page = man_page(describe(app_, "unblock-try"));
  EXPECT_NE(page.find(".SS run\nRuns it"), std::string::npos) << page;
  EXPECT_NE(page.find("\\fB\\-o\\fR, \\fB\\-\\-output\\fR \\fIFILE\\fR"), std::string::npos) << page;
  EXPECT_NE(page.find("One of text, json."), std::string::npos) << page;
  EXPECT_EQ(page.find("secret"), std::string::npos);
}

TEST_F(Manual, TheHelpNamesValuesChoicesAndDefaults) {
  std::string margin = "5%";
  CLI::App* run = app_.get_subcommand("run");
  run->add_option("--margin", margin, "The smallest slowdown")->option_text("SHARE")->capture_default_str()->excludes("--format");
  const std::string help = run->help();
  EXPECT_NE(help.find("--output FILE "), std::string::npos) << help;
  EXPECT_NE(help.find("--format text|json "), std::string::npos) << help;
  EXPECT_NE(help.find("--margin SHARE "), std::string::npos) << help;
  EXPECT_NE(help.find("The smallest slowdown (default 5%)"), std::string::npos) << help;
  EXPECT_EQ(help.find("Excludes"), std::string::npos) << help;
  EXPECT_EQ(help.find("--help VALUE"), std::string::npos) << help;
}

TEST_F(Manual, LongHelpIsBrokenBetweenWords) {
  std::string name;
  CLI::App* run = app_.get_subcommand("run");
  run->add_option("--long", name, std::string(40, 'a') + " " + std::string(40, 'b') + " " + std::string(20, 'c'));
  std::istringstream lines(run->help());
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 110u) << line;
}

TEST_F(Manual, TextCannotBecomeARoffCommand) {
  CLI::App app(".so /etc/passwd", "unblock evil");
  EXPECT_EQ(man_page(describe(app, "unblock-evil")).find("\n.so"), std::string::npos);
}

TEST_F(Manual, TheHiddenOptionPrintsAndStopsBeforeAnythingIsAskedFor) {
  app_.require_subcommand(1);
  ::testing::internal::CaptureStdout();
  EXPECT_THROW(app_.parse("--print-manual bash"), CLI::Success);
  EXPECT_NE(::testing::internal::GetCapturedStdout().find("complete -o filenames -F _unblock_try unblock-try"), std::string::npos);
  EXPECT_EQ(app_.help().find("print-manual"), std::string::npos);
}

TEST_F(Manual, CompletionsOfferTheValuesOfAChoice) {
  const Program program = describe(app_, "unblock-try");
  EXPECT_NE(bash_completion(program).find("run:--format) words=\"text json\""), std::string::npos) << bash_completion(program);
  EXPECT_NE(zsh_completion(program).find("--format[How]:"), std::string::npos);
  EXPECT_NE(fish_completion(program).find("-l format -r -f -a 'text json'"), std::string::npos);
}

}  // namespace
}  // namespace unblock::reports::manual
