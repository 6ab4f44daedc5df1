# SPDX-License-Identifier: MIT
# "A new scenario is one file": compiles public/scenarios/*.json in, so that a link that names one works without any file.
function(srl_scenarios TARGET)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/public/scenarios/*.json)
  list(SORT files)
  set(entries "")
  foreach(file IN LISTS files)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    cmake_path(GET file STEM name)
    file(READ ${file} json)
    string(REGEX REPLACE "\n *" "" json "${json}")  # the indentation need not be downloaded
    string(APPEND entries "      {\"${name}\", R\"json(${json})json\"},\n")
  endforeach()
  set(output ${PROJECT_BINARY_DIR}/generated/scenario_texts.cpp)
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT
"// Generated from public/scenarios/*.json by scripts/cmake/scenarios.cmake.
#include \"sim/scenarios.h\"

namespace srl {

std::vector<ScenarioText> scenario_texts() {
  return {
@entries@  };
}

}  // namespace srl
")
  target_sources(${TARGET} PRIVATE ${output})
endfunction()
