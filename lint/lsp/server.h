// The language server: lints what is open, when it is opened and saved, and answers hovers and actions from what it found.
#pragma once

#include <llvm/Support/LSP/Transport.h>

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "lint/lsp/convert.h"
#include "lint/lsp/linter.h"

namespace unblock::lint::lsp {

/// A notification whose parameters are JSON already.
struct RawParams {
  llvm::json::Value value = nullptr;
};
inline llvm::json::Value toJSON(const RawParams& params) { return params.value; }
bool fromJSON(const llvm::json::Value& value, RawParams& params, llvm::json::Path path);

class Server {
 public:
  Server(LintSettings settings, llvm::lsp::JSONTransport& transport);
  ~Server();

  /// Until the client says exit or closes the pipe. The exit code: 0, or 1 without a shutdown before.
  int run();

 private:
  void initialize(const RawParams& params, llvm::lsp::Callback<llvm::json::Value> reply);
  void initialized(const RawParams&) {}
  void shutdown(const llvm::lsp::NoParams&, llvm::lsp::Callback<std::nullptr_t> reply);
  void exit(const RawParams&);
  void opened(const llvm::lsp::DidOpenTextDocumentParams& params);
  void changed(const RawParams&) {}
  void saved(const llvm::lsp::DidCloseTextDocumentParams& params);
  void closed(const llvm::lsp::DidCloseTextDocumentParams& params);
  void hover(const llvm::lsp::TextDocumentPositionParams& params, llvm::lsp::Callback<llvm::json::Value> reply);
  void actions(const llvm::lsp::CodeActionParams& params, llvm::lsp::Callback<llvm::json::Value> reply);

  enum class Turn {
    first,
    last
  };
  void ask_for(const std::string& file, Turn turn);
  bool warm_file_is_closed() const;
  void work();
  void publish(const std::string& file, const LintResult& result);
  void show(const std::string& sentence);

  /// What is known of one open file.
  struct Document {
    std::string uri;
    std::vector<reports::Finding> findings;
    std::vector<reports::Rule> rules;
    Lines lines{""};
  };

  LintSettings settings_;
  llvm::lsp::JSONTransport& transport_;
  llvm::lsp::MessageHandler handler_;
  llvm::lsp::OutgoingNotification<RawParams> diagnostics_, message_;

  std::mutex mutex_;  ///< guards all below
  std::condition_variable wake_;
  std::map<std::string, Document> documents_;  ///< the open ones, by path
  std::deque<std::string> waiting_;            ///< to be linted; each once, however often it was saved, and what was saved last first
  std::string worked_on_;                      ///< the file that was opened or saved last
  std::set<std::string> said_;                 ///< problems that the user has been told
  bool stop_ = false;
  bool was_shut_down_ = false;
  WarmLinter warm_;  ///< of the worker alone
  std::thread worker_;
};

}  // namespace unblock::lint::lsp
