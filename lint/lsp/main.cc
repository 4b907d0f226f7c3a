// unblock-lsp: the linter in an editor. Speaks the language server protocol on its standard input and output.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "lint/lsp/input.h"
#include "lint/lsp/server.h"
#include "reports/manual/manual.h"
#include "reports/model/error.h"
#include "reports/program.h"
#include "reports/version/version.h"

namespace {

using unblock::reports::InputError;

std::string linter_beside() {
  std::error_code error;
  return (std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "unblock-lint").string();
}

int run(int argc, char** argv) {
  using namespace unblock::lint::lsp;
  LintSettings settings;
  settings.program = linter_beside();
  settings.folder = std::filesystem::current_path().string();
  std::string build_path, checks;
  CLI::App app("Shows the linter's findings in an editor, over the language server protocol on standard input and output.", "unblock-lsp");
  app.add_option("-p", build_path, "Build folder with compile_commands.json, or that file")->option_text("DIR");
  app.add_option("--checks", checks, "Checks to run: comma-separated globs, '-' excludes")->option_text("GLOBS");
  app.add_option("--timeout", settings.timeout_s, "Give up on a file after this time")->option_text("SECONDS");
  app.set_version_flag("--version", unblock::version_line("unblock-lsp"));
  app.footer("docs/editors.md has settings for editors. Files are linted when they are opened and when they are saved.");
  unblock::reports::manual::add_manual_option(app, "unblock-lsp");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    throw InputError(fmt::format("{} (--help lists the options)", error.what()));
  }
  if (!build_path.empty()) settings.arguments.insert(settings.arguments.end(), {"-p", build_path});
  if (!checks.empty()) settings.arguments.push_back("--checks=" + checks);
  if (::access(settings.program.c_str(), X_OK) != 0) throw InputError(fmt::format("'{}' is missing: it is installed with unblock-lint", settings.program));
  std::signal(SIGPIPE, SIG_IGN);
  llvm::lsp::JSONTransport transport(std::make_unique<GuardedInput>(stdin), llvm::outs());
  const int code = Server(std::move(settings), transport).run();
  llvm::outs().flush();
  if (!llvm::outs().has_error()) return code;
  const std::string why = llvm::outs().error().message();
  llvm::outs().clear_error();  // else its destructor ends the process
  throw InputError("cannot write to the editor: " + why);
}

}  // namespace

int main(int argc, char** argv) {
  return unblock::reports::run_program("unblock-lsp", [&] { return run(argc, argv); });
}
