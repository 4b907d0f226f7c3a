# Run at every build: writes commit.h anew when the checkout is at another commit. Empty where there is no git.
#   cmake -DSOURCE=dir -DOUTPUT=commit.h -P commit.cmake
execute_process(COMMAND git -C "${SOURCE}" describe --always --dirty --exclude=* --abbrev=10
                OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(EXISTS "${SOURCE}/.git")
  file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT "#define UNBLOCK_COMMIT \"${commit}\"\n")
else()
  file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT "#define UNBLOCK_COMMIT \"\"\n")
endif()
