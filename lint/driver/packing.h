// Packs what a unit reads into a parcel.
#pragma once

#include "lint/driver/parcel.h"

namespace unblock::lint {

/// Adds to `about`, which says how the unit is compiled, every file that a compiler and the linter would read. Throws reports::InputError
/// when the source cannot be read; a header that is missing stays missing.
Parcel packed(Parcel about);

}  // namespace unblock::lint
