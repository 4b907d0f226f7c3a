#include "lint/lsp/server.h"

#include <fmt/format.h>
#include <llvm/Support/MemoryBuffer.h>

#include <algorithm>
#include <cstdlib>

namespace unblock::lint::lsp {
namespace {

/// Warning in window/showMessage.
constexpr int kWarning = 2;

Lines lines_of(const std::string& file) {
  const auto buffer = llvm::MemoryBuffer::getFile(file);
  return Lines(buffer ? (*buffer)->getBuffer().str() : std::string());
}

/// The workspace: rootUri, or rootPath of old clients.
std::string folder_of(const llvm::json::Value& params) {
  const llvm::json::Object* object = params.getAsObject();
  if (!object) return {};
  if (const auto uri = object->getString("rootUri")) {
    auto parsed = llvm::lsp::URIForFile::fromURI(*uri);
    if (parsed) return parsed->file().str();
    llvm::consumeError(parsed.takeError());
  }
  return object->getString("rootPath").value_or("").str();
}

llvm::json::Value capabilities() {
  return llvm::json::Object{
      {"textDocumentSync", llvm::json::Object{{"openClose", true}, {"change", 0}, {"save", llvm::json::Object{{"includeText", false}}}}},
      {"hoverProvider", true},
      {"codeActionProvider", llvm::json::Object{{"codeActionKinds", llvm::json::Array{"quickfix"}}}}};
}

}  // namespace

bool fromJSON(const llvm::json::Value& value, RawParams& params, llvm::json::Path) {
  params.value = value;
  return true;
}

Server::Server(LintSettings settings, llvm::lsp::JSONTransport& transport)
    : settings_(std::move(settings)),
      transport_(transport),
      handler_(transport),
      diagnostics_(handler_.outgoingNotification<RawParams>("textDocument/publishDiagnostics")),
      message_(handler_.outgoingNotification<RawParams>("window/showMessage")) {
  handler_.method("initialize", this, &Server::initialize);
  handler_.notification("initialized", this, &Server::initialized);
  handler_.method("shutdown", this, &Server::shutdown);
  handler_.notification("exit", this, &Server::exit);
  handler_.notification("textDocument/didOpen", this, &Server::opened);
  handler_.notification("textDocument/didChange", this, &Server::changed);
  handler_.notification("textDocument/didSave", this, &Server::saved);
  handler_.notification("textDocument/didClose", this, &Server::closed);
  handler_.method("textDocument/hover", this, &Server::hover);
  handler_.method("textDocument/codeAction", this, &Server::actions);
  worker_ = std::thread([this] { work(); });
}

Server::~Server() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  worker_.join();
}

int Server::run() {
  llvm::consumeError(transport_.run(handler_));
  const std::lock_guard lock(mutex_);
  return was_shut_down_ ? 0 : 1;
}

void Server::initialize(const RawParams& params, llvm::lsp::Callback<llvm::json::Value> reply) {
  if (const std::string folder = folder_of(params.value); !folder.empty()) {
    const std::lock_guard lock(mutex_);
    settings_.folder = folder;
  }
  reply(llvm::json::Object{{"capabilities", capabilities()},
                           {"serverInfo", llvm::json::Object{{"name", "unblock"}, {"version", UNBLOCK_VERSION}}}});
}

void Server::shutdown(const llvm::lsp::NoParams&, llvm::lsp::Callback<std::nullptr_t> reply) {
  {
    const std::lock_guard lock(mutex_);
    was_shut_down_ = true;
    waiting_.clear();
  }
  reply(nullptr);
}

void Server::exit(const RawParams&) {}

void Server::opened(const llvm::lsp::DidOpenTextDocumentParams& params) {
  const std::string file = params.textDocument.uri.file().str();
  {
    const std::lock_guard lock(mutex_);
    documents_[file].uri = params.textDocument.uri.uri().str();
    worked_on_ = file;
  }
  ask_for(file, Turn::last);
}

/// A saved file changes what is true of the others that are open.
void Server::saved(const llvm::lsp::DidCloseTextDocumentParams& params) {
  const std::string saved = params.textDocument.uri.file().str();
  std::vector<std::string> files;
  {
    const std::lock_guard lock(mutex_);
    worked_on_ = saved;
    for (const auto& [file, document] : documents_) {
      if (file != saved) files.push_back(file);
    }
  }
  ask_for(saved, Turn::first);
  for (const std::string& file : files) ask_for(file, Turn::last);
}

void Server::closed(const llvm::lsp::DidCloseTextDocumentParams& params) {
  const std::string file = params.textDocument.uri.file().str();
  {
    const std::lock_guard lock(mutex_);
    documents_.erase(file);
    std::erase(waiting_, file);
  }
  wake_.notify_all();
  diagnostics_({llvm::json::Object{{"uri", params.textDocument.uri.uri()}, {"diagnostics", llvm::json::Array()}}});
}

void Server::ask_for(const std::string& file, Turn turn) {
  {
    const std::lock_guard lock(mutex_);
    const bool waits = std::find(waiting_.begin(), waiting_.end(), file) != waiting_.end();
    if (turn == Turn::first) {
      std::erase(waiting_, file);
      waiting_.push_front(file);
    } else if (!waits) {
      waiting_.push_back(file);
    }
  }
  wake_.notify_all();
}

/// Its memory is not needed any more.
bool Server::warm_file_is_closed() const { return !warm_.file().empty() && !documents_.contains(warm_.file()); }

void Server::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stop_ || !waiting_.empty() || warm_file_is_closed(); });
    if (stop_) return;
    if (warm_file_is_closed()) warm_.let_go();
    if (waiting_.empty()) continue;
    const std::string file = waiting_.front();
    waiting_.pop_front();
    const bool warm = file == worked_on_;
    const LintSettings settings = settings_;
    lock.unlock();
    publish(file, warm ? lint_warm(warm_, settings, file) : lint(settings, file));
    lock.lock();
  }
}

void Server::publish(const std::string& file, const LintResult& result) {
  if (!result.problem.empty()) show(result.problem);
  llvm::json::Array values;
  std::string uri;
  {
    const std::lock_guard lock(mutex_);
    const auto found = documents_.find(file);
    if (found == documents_.end()) return;  // closed meanwhile
    Document& document = found->second;
    document.findings.clear();
    document.rules = result.findings.rules;
    document.lines = lines_of(file);
    for (const reports::Finding& finding : result.findings.findings) {
      if (absolute(finding.location.file, settings_.folder) != file) continue;
      document.findings.push_back(finding);
      values.push_back(diagnostic(finding, document.lines, settings_.folder));
    }
    uri = document.uri;
  }
  diagnostics_({llvm::json::Object{{"uri", uri}, {"diagnostics", std::move(values)}}});
}

void Server::show(const std::string& sentence) {
  {
    const std::lock_guard lock(mutex_);
    if (!said_.insert(sentence).second) return;
  }
  message_({llvm::json::Object{{"type", kWarning}, {"message", sentence}}});
}

void Server::hover(const llvm::lsp::TextDocumentPositionParams& params, llvm::lsp::Callback<llvm::json::Value> reply) {
  llvm::json::Value answer = nullptr;
  {
    const std::lock_guard lock(mutex_);
    const Document& document = documents_[params.textDocument.uri.file().str()];
    for (const reports::Finding& finding : document.findings) {
      const llvm::lsp::Range range = document.lines.word_at(finding.location.line, finding.location.column);
      if (!range.contains(params.position)) continue;
      for (const reports::Rule& rule : document.rules) {
        if (rule.id != finding.check) continue;
        llvm::lsp::Hover hover(range);
        hover.contents.value = rule.help.empty() ? rule.summary : rule.help;
        answer = toJSON(hover);
      }
    }
  }
  reply(std::move(answer));
}

void Server::actions(const llvm::lsp::CodeActionParams& params, llvm::lsp::Callback<llvm::json::Value> reply) {
  llvm::json::Array actions;
  {
    const std::lock_guard lock(mutex_);
    const Document& document = documents_[params.textDocument.uri.file().str()];
    for (const reports::Finding& finding : document.findings) {
      const int line = static_cast<int>(finding.location.line) - 1;
      if (line < params.range.start.line || line > params.range.end.line) continue;
      if (auto fix = mend(finding, document.lines, params.textDocument.uri.uri().str())) actions.push_back(toJSON(*fix));
      actions.push_back(toJSON(disable_here(finding, document.lines, params.textDocument.uri.uri().str())));
    }
  }
  reply(std::move(actions));
}

}  // namespace unblock::lint::lsp
