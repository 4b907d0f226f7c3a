// The text of /proc/PID/maps.
#pragma once

#include <cstdint>
#include <string>

namespace unblock::watch {

/// The end of the mapping that holds the address, and where it begins; 0 when none does.
std::uint64_t end_of_mapping(const std::string& maps, std::uint64_t address, std::uint64_t& begin);

/// The lines that name a file, or code that the kernel brings: what stays the same while a program only allocates.
std::string mapped_files(const std::string& maps);

}  // namespace unblock::watch
