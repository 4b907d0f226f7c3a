// The words for tiers.
#include "lint/libraries/library_model.h"

namespace unblock::lint {

const char* tier_name(Tier tier) {
  switch (tier) {
    case Tier::wait: return "wait";
    case Tier::network: return "network";
    case Tier::disk: return "disk";
    case Tier::lock: return "lock";
    case Tier::cpu: return "cpu";
  }
  return "";
}

const char* tier_phrase(Tier tier) {
  switch (tier) {
    case Tier::wait: return "waits";
    case Tier::network: return "waits for the network or another process";
    case Tier::disk: return "waits for the disk";
    case Tier::lock: return "may wait for a lock";
    case Tier::cpu: return "computes for long";
  }
  return "";
}

}  // namespace unblock::lint
