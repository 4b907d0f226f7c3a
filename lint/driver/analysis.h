// Lints one file in this process, once for each command that compiles it.
#pragma once

#include <llvm/Support/VirtualFileSystem.h>

#include <functional>
#include <string>
#include <vector>

#include "lint/checks/session.h"
#include "lint/driver/options.h"
#include "lint/driver/result.h"
#include "lint/driver/source.h"

namespace unblock::lint {

/// What several commands find alike is there once. Everything is read through `files`.
FileResult analyse_source(const Source& source, const Options& options, Session& session,
                          const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files);

/// Adds what another command shows of the same file. A command that sees the whole file says more than one that fails, so findings of a
/// whole parse win.
void add_result(FileResult& all, FileResult more);

/// Reads headers and then, in children of this process, one file each: `next` returns in every child. The headers stand for the
/// beginning of each file, whose flags are those of `like`. A file that does not compile this way is read again by itself.
FileResult analyse_behind(const std::vector<std::string>& headers, const Source& like, const Options& options, Session& session,
                          const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files, const std::function<const Source&()>& next);

}  // namespace unblock::lint
