#include "watch/stack/wait_frames.h"

#include <string>
#include <vector>

#include "watch/snapshot/mappings.h"
#include "watch/snapshot/thread_files.h"
#include "watch/stack/image.h"

namespace unblock::watch {

WaitFrames::WaitFrames(pid_t process) : process_(process) {}
WaitFrames::~WaitFrames() = default;

std::uint64_t WaitFrames::size_at(std::uint64_t pc) {
  const auto [entry, is_new] = known_.try_emplace(pc, 0);
  if (is_new) entry->second = find(pc);
  return entry->second;
}

/// What the image does not know may have been loaded since, or belong to another program after exec.
std::uint64_t WaitFrames::find(std::uint64_t pc) {
  if (image_) {
    if (const std::uint64_t size = unwound(pc)) return size;
  }
  image_ = std::make_unique<Image>(process_, mapped_files(read_small_file("/proc/" + std::to_string(process_) + "/maps")));
  return unwound(pc);
}

/// Unwinds a made-up stack by one call: these functions find their frame by the stack pointer alone.
std::uint64_t WaitFrames::unwound(std::uint64_t pc) {
  constexpr std::uint64_t kSomewhere = 0x10000;
  Snapshot snapshot;
  snapshot.set(Snapshot::kStackPointer, kSomewhere);
  snapshot.set(Snapshot::kFramePointer, 0);
  snapshot.set(Snapshot::kCode, pc);
  for (std::uint64_t at = 0; at < kMost; at += sizeof pc) {  // whatever the return address is, there is code
    const auto* bytes = reinterpret_cast<const unsigned char*>(&pc);
    snapshot.stack.insert(snapshot.stack.end(), bytes, bytes + sizeof pc);
  }
  const std::vector<Call> calls = image_->unwind(snapshot);
  const std::uint64_t size = calls.empty() || calls[0].frame <= kSomewhere ? 0 : calls[0].frame - kSomewhere;
  return size <= kMost ? size : 0;
}

}  // namespace unblock::watch
