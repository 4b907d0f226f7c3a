// unblock-lsp: the linter in an editor. Speaks the language server protocol on its standard input and output.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "lint/lsp/server.h"
#include "reports/manual/manual.h"
#include "reports/version/version.h"

namespace {

std::string linter_beside() {
  std::error_code error;
  return (std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "unblock-lint").string();
}

}  // namespace

int main(int argc, char** argv) {
  using namespace unblock::lint::lsp;
  LintSettings settings;
  settings.program = linter_beside();
  settings.folder = std::filesystem::current_path().string();
  std::string build_path, checks;
  CLI::App app("Shows the linter's findings in an editor, over the language server protocol on standard input and output.", "unblock-lsp");
  app.add_option("-p", build_path, "Build folder with compile_commands.json, or that file")->option_text("DIR");
  app.add_option("--checks", checks, "Which checks to run; globs, comma-separated, '-' in front takes away")->option_text("GLOBS");
  app.add_option("--timeout", settings.timeout_s, "Seconds after which a file is given up")->option_text("SECONDS");
  app.set_version_flag("--version", unblock::version_line("unblock-lsp"));
  app.footer("Settings for editors stand in docs/editors.md. Files are linted when they are opened and saved.");
  unblock::reports::manual::add_manual_option(app, "unblock-lsp");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    fmt::print(stderr, "unblock-lsp: {} (--help lists the options)\n", error.what());
    return 2;
  }
  if (!build_path.empty()) settings.arguments.insert(settings.arguments.end(), {"-p", build_path});
  if (!checks.empty()) settings.arguments.push_back("--checks=" + checks);
  if (::access(settings.program.c_str(), X_OK) != 0) {
    fmt::print(stderr, "unblock-lsp: '{}' is missing: it is installed with unblock-lint\n", settings.program);
    return 2;
  }
  std::signal(SIGPIPE, SIG_IGN);
  llvm::lsp::JSONTransport transport(stdin, llvm::outs());
  return Server(std::move(settings), transport).run();
}
