// OUT.partial: every round is on the disk before the next one begins, so that whatever ends the process costs the one in flight.
#pragma once

#include <string>

#include "bench/process/spawn.h"
#include "reports/results/partial.h"

namespace unblock::bench {

class Journal {
 public:
  /// Nothing is written anywhere.
  Journal() = default;
  explicit Journal(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }

  /// Throws reports::InputError where another run writes there, or where rounds lie there and it is not `taken_up`, the file of the run that
  /// goes on.
  void require_free(const std::string& taken_up = "") const;

  /// Puts the head in the place of what was there. Throws reports::InputError.
  void begin(const reports::Run& run);

  /// Empty, or once a sentence why it could not be kept at once. It is kept with the next one that finds room.
  std::string add(const reports::results::Event& event, double elapsed_s);

  /// The results are stored: it has done its work. Empty, or why it is still there.
  std::string remove();

 private:
  std::string path_;
  Descriptor file_;
  std::string waiting_;  ///< lines that found no room
  bool began_ = false, complained_ = false;
};

/// Where the journal of results at `path` lies. Empty for what is no file of a folder: a device, a pipe, standard output.
std::string journal_path(const std::string& results);

}  // namespace unblock::bench
