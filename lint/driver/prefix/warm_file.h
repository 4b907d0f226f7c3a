// A file that is read again and again, behind its beginning, which is read once: what an editor saves.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "lint/checks/session.h"
#include "lint/driver/options.h"
#include "lint/driver/prefix/groups.h"
#include "lint/driver/prefix/server.h"
#include "lint/driver/result.h"
#include "lint/driver/source.h"
#include "lint/driver/stop_signals.h"

namespace unblock::lint {

class WarmFile {
 public:
  /// All of it must stay while this lives. The session must be prepared for the file's folder.
  WarmFile(const Source& source, const Options& options, Session& session, const StopSignals& signals)
      : source_(source), options_(options), session_(session), signals_(signals) {}
  ~WarmFile();
  WarmFile(const WarmFile&) = delete;
  WarmFile& operator=(const WarmFile&) = delete;

  /// Reads the beginning in a process beside this one, unless that is done or the file has none.
  void warm_up();

  /// The file as it is now. Nothing where it must be read from its first line: no beginning was read, or it is another one now.
  std::optional<FileResult> read();

 private:
  void serve(int socket, pid_t driver);
  bool still_holds();
  void cool_down();

  const Source& source_;
  const Options& options_;
  Session& session_;
  const StopSignals& signals_;
  PrefixGroup beginning_;
  std::unique_ptr<PrefixServer> server_;
  int log_ = -1;         ///< a file in memory: what the beginning depends on
  std::string depends_;  ///< the same, once the beginning has been read
};

}  // namespace unblock::lint
