#include "lint/driver/prefix/warm_file.h"

#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

#include "lint/driver/analysis.h"
#include "lint/driver/cache/disk.h"
#include "lint/driver/cache/read_log.h"
#include "lint/driver/limits.h"
#include "lint/driver/worker.h"

namespace unblock::lint {
namespace {

/// Nothing where it cannot be trusted: then the file is read from its beginning.
void write_log(int log, const ReadLog& read, const std::string& but_for) {
  if (!read.is_steady()) return;
  std::vector<Dependency> dependencies = read.dependencies();
  std::erase_if(dependencies, [&](const Dependency& one) { return one.path == but_for; });
  const std::string text = pack(std::move(dependencies), "");
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t written = pwrite(log, text.data() + done, text.size() - done, static_cast<off_t>(done));
    if (written <= 0 && errno != EINTR) return;
    if (written > 0) done += static_cast<std::size_t>(written);
  }
}

std::string text_of_log(int log) {
  std::string text;
  std::array<char, 65536> buffer;
  for (ssize_t got = 0; (got = pread(log, buffer.data(), buffer.size(), static_cast<off_t>(text.size()))) > 0;) text.append(buffer.data(), static_cast<std::size_t>(got));
  return text;
}

/// False after a timeout or a signal; then it has been ended.
bool read_to_the_end(Worker& worker, std::chrono::seconds limit, const StopSignals& signals) {
  for (;;) {
    pollfd polled = {worker.pipe, POLLIN, 0};
    const timespec second = {1, 0};
    const int ready = ppoll(&polled, 1, &second, &signals.wait_mask());
    if (ready > 0 && !read_some(worker)) return true;
    const bool over = limit.count() != 0 && std::chrono::steady_clock::now() - worker.started >= limit;
    if (!over && signals.received() == 0) continue;
    end_now(worker);
    return false;
  }
}

}  // namespace

WarmFile::~WarmFile() { cool_down(); }

void WarmFile::cool_down() {
  server_.reset();
  if (log_ >= 0) close(std::exchange(log_, -1));
  depends_.clear();
}

void WarmFile::warm_up() {
  if (server_) return;
  auto beginning = own_prefix(source_);
  if (!beginning) return;
  beginning_ = std::move(*beginning);
  log_ = memfd_create("unblock-beginning", MFD_CLOEXEC);
  if (log_ < 0) throw std::system_error(errno, std::generic_category(), "cannot make a file in memory");
  const pid_t driver = getpid();
  server_ = std::make_unique<PrefixServer>([this, driver](int socket) { serve(socket, driver); });
}

/// In the server, and in each of its children.
void WarmFile::serve(int socket, pid_t driver) {
  end_with(driver);
  signals_.leave_in_child();
  NextFile next;
  const auto log = llvm::makeIntrusiveRefCnt<ReadLog>(llvm::vfs::getRealFileSystem());
  const auto next_source = [&]() -> const Source& {
    write_log(log_, *log, source_.file);
    next = next_file(socket);
    end_with(driver);  // a clone does not inherit it
    return source_;
  };
  work([&] {
    FileResult result = or_why_not(source_.file, [&] { return analyse_behind(beginning_.headers, source_, options_, session_, log, next_source); });
    return Analysed{std::move(result), next.result_pipe};
  },
       options_.file_memory);
}

/// The file begins as it did, and nothing that its beginning depends on has changed.
bool WarmFile::still_holds() {
  const auto now = own_prefix(source_);
  if (!now || now->headers != beginning_.headers) return false;
  if (!server_->is_ready() && !server_->become_ready()) return false;
  if (depends_.empty()) depends_ = text_of_log(log_);
  Disk disk;
  return unpack(depends_, [&](std::string_view path, std::uint64_t path_hash, const PathState& state) { return disk.is_still(path, path_hash, state); }).has_value();
}

std::optional<FileResult> WarmFile::read() {
  if (!server_) return {};
  if (!still_holds()) {
    cool_down();
    return {};
  }
  const Pipe pipe = make_pipe();
  Worker worker;
  worker.file = source_.file;
  worker.started = std::chrono::steady_clock::now();
  worker.pipe = pipe.read_end;
  worker.memory_mib = options_.file_memory;
  worker.process = server_->start(0, pipe.write_end);
  close(pipe.write_end);
  if (worker.process < 0) {
    close(pipe.read_end);
    cool_down();
    return {};
  }
  bool crashed = true;
  if (!read_to_the_end(worker, std::chrono::seconds(options_.file_timeout), signals_)) return {};
  FileResult result = finish(worker, crashed);
  if (!crashed) return result;
  cool_down();
  return {};
}

}  // namespace unblock::lint
