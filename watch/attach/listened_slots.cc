#include "watch/attach/listened_slots.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include "watch/area/record.h"
#include "watch/attach/known_site.h"

namespace unblock::watch {

Slot* ListenedSlots::free_slot(pid_t thread) {
  for (unsigned i = 0; i < Area::kSlots; ++i) {
    Slot& slot = area_.slots[i];
    if (slot.owner.load() != 0) continue;
    clear(slot);
    slot.process = static_cast<std::uint32_t>(process_);
    slot.thread = static_cast<std::uint32_t>(thread);
    slot.owner.store(static_cast<std::uint32_t>(thread));
    area_.used.store(std::max(area_.used.load(), i + 1));
    return &slot;
  }
  area_.without_slot.fetch_add(1);
  return nullptr;
}

bool ListenedSlots::follow_threads() {
  std::set<pid_t> there;
  std::error_code error;
  for (std::filesystem::directory_iterator entry("/proc/" + std::to_string(process_) + "/task", error), end; !error && entry != end; entry.increment(error)) {
    there.insert(std::atoi(entry->path().filename().c_str()));
  }
  for (const pid_t id : there) {
    if (threads_.contains(id)) continue;
    bool is_gone = false;
    auto listener = std::make_unique<ThreadListener>(id, is_gone);
    if (!is_gone) threads_[id].listener = std::move(listener);
  }
  for (auto thread = threads_.begin(); thread != threads_.end();) {
    if (there.contains(thread->first)) {
      ++thread;
      continue;
    }
    if (thread->second.slot) thread->second.slot->owner.store(1);
    thread = threads_.erase(thread);
  }
  return !there.empty();
}

void ListenedSlots::read() {
  for (auto& [id, thread] : threads_) {
    Thread& heard = thread;
    lost_ += heard.listener->read([&](const WaitEvent& event) { take(heard, event); });
  }
}

void ListenedSlots::take(Thread& thread, const WaitEvent& event) {
  if (!thread.slot) thread.slot = free_slot(event.thread);
  if (!thread.slot) return;
  if (event.begins) {
    const Site site = known_site(thread.slot->tracker, {event.site.pc, event.site.sp + frames_.size_at(event.site.pc)});
    if (thread.slot->tracker.is_inside_wait(site)) return;
    thread.began = event.at_ns;
    thread.waits = true;
    thread.ended = begin_wait(*thread.slot, site, event.kind, event.at_ns, area_.threshold);
  } else if (thread.waits) {
    thread.waits = false;
    end_wait(*thread.slot, thread.ended, thread.began, event.at_ns, event.result, area_.threshold);
  }
}

}  // namespace unblock::watch
