# cmake -DSOURCE= -DWORK= -DSCRIPT= -DNPM= -P bundle.cmake: bundles in a copy, so that the source folder stays clean.
# A registry that cannot be reached is no reason to have no report: then the script is left empty, with a warning.
file(COPY "${SOURCE}/src" "${SOURCE}/package.json" "${SOURCE}/package-lock.json" "${SOURCE}/tsconfig.json"
          "${SOURCE}/vite.config.js" DESTINATION "${WORK}")
file(SHA256 "${SOURCE}/package-lock.json" wanted)
set(installed "")
if(EXISTS "${WORK}/installed.txt")
  file(READ "${WORK}/installed.txt" installed)
endif()

set(result 0)
if(NOT installed STREQUAL wanted)
  execute_process(COMMAND "${NPM}" ci --ignore-scripts --no-audit --no-fund WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE result
                  OUTPUT_QUIET ERROR_VARIABLE errors)
endif()
if(result EQUAL 0)
  file(WRITE "${WORK}/installed.txt" "${wanted}")
  foreach(step IN ITEMS check build)
    execute_process(COMMAND ${CMAKE_COMMAND} -E env "UNBLOCK_PAGE_OUT=${WORK}/out" "${NPM}" run --silent ${step}
                    WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE step_result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT step_result EQUAL 0)
      message(FATAL_ERROR "The report page's script does not ${step}:\n${output}")
    endif()
  endforeach()
  file(COPY_FILE "${WORK}/out/page.js" "${SCRIPT}")
else()
  message(WARNING "npm ci failed, so the report page has no script (it is complete, but without sorting and search):\n${errors}")
  file(WRITE "${SCRIPT}" "")
endif()
