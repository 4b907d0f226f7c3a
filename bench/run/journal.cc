// A line that finds no room is taken back, so that what is in the file stays whole, and tried again with the next one.
#include "bench/run/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "reports/descriptor.h"
#include "reports/file.h"
#include "reports/model/error.h"
#include "reports/output.h"

namespace unblock::bench {
namespace {

bool holds_rounds(const std::string& path) {
  try {
    const reports::Run run = reports::results::read_partial(reports::read_file(path), path);
    return std::any_of(run.cells.begin(), run.cells.end(), [](const reports::Cell& cell) { return !cell.rounds.empty(); });
  } catch (const reports::InputError&) {
    return true;  // whatever it is, it is not ours to remove
  }
}

bool is_held(int file) { return ::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK; }

}  // namespace

void Journal::require_free(const std::string& taken_up) const {
  if (path_.empty()) return;
  const Descriptor there(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!there) return;
  if (is_held(there.get())) throw reports::InputError(fmt::format("'{}' is being written: another run stores its results there", path_));
  std::error_code missing;
  if (std::filesystem::equivalent(path_, taken_up, missing) || !holds_rounds(path_)) return;
  throw reports::InputError(fmt::format("'{}' holds the rounds of a run that was cut short: go on with --resume {}, or remove it", path_, path_));
}

void Journal::begin(const reports::Run& run) {
  if (path_.empty()) return;
  reports::write_file(path_, reports::results::partial_head(run));
  file_.reset(::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW));
  if (!file_) throw reports::InputError(fmt::format("cannot write '{}': {}", path_, std::strerror(errno)));
  ::flock(file_.get(), LOCK_EX | LOCK_NB);
  began_ = true;
}

std::string Journal::add(const reports::results::Event& event, double elapsed_s) {
  if (!file_) return {};
  waiting_ += reports::results::partial_line(event, elapsed_s);
  const off_t before = ::lseek(file_.get(), 0, SEEK_END);
  const int error = reports::write_all(file_.get(), waiting_);
  if (error == 0) {
    waiting_.clear();
    return {};
  }
  if (::ftruncate(file_.get(), before) != 0) file_.reset();  // half a line stays, and none may follow it
  if (std::exchange(complained_, true)) return {};
  return fmt::format("Rounds could not be kept in '{}' as soon as they were measured: {}.", path_, std::strerror(error));
}

std::string Journal::remove() {
  if (!began_) return {};
  file_.reset();
  return ::unlink(path_.c_str()) == 0 ? "" : fmt::format("cannot remove '{}': {}", path_, std::strerror(errno));
}

std::string journal_path(const std::string& results) {
  return results.empty() || !reports::is_replaced(results) ? std::string() : results + ".partial";
}

}  // namespace unblock::bench
