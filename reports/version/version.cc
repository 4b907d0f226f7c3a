#include "reports/version/version.h"

#include "commit.h"

namespace unblock {

std::string version_line(const std::string& program, const std::string& library) {
  const std::string commit = UNBLOCK_COMMIT;
  std::string details = commit.empty() ? "" : "commit " + commit;
  if (!library.empty()) details += (details.empty() ? "" : ", ") + library;
  return program + " " UNBLOCK_VERSION + (details.empty() ? "" : " (" + details + ")");
}

}  // namespace unblock
