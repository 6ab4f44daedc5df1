# SPDX-License-Identifier: MIT
# The flags of our own code. Third-party code gets its own fixed ones in third_party.cmake.

# Warnings are errors with the compilers that we build with every day (Debian 12's). A newer one knows new warnings: they
# are shown, and nobody's build fails for them.
set(known_compiler ON)
if(CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 15
   OR (CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13))
  set(known_compiler OFF)
endif()
option(SRL_WARNINGS_ARE_ERRORS "-Werror in our own code" ${known_compiler})

add_library(srl_flags INTERFACE)
target_compile_features(srl_flags INTERFACE cxx_std_20)
target_compile_options(srl_flags INTERFACE
  -Wall -Wextra -Wpedantic $<$<BOOL:${SRL_WARNINGS_ARE_ERRORS}>:-Werror>
  -Wshadow -Wconversion -Wno-sign-conversion -Wcast-qual -Wcast-align -Wformat=2 -Wundef
  -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
  # Designated initialisers that leave the rest at its default are how our plain structs are meant to be written.
  -Wno-missing-field-initializers
  # GCC 12 warns about std::string itself (its bug 105651) and about empty std::optional.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-maybe-uninitialized>
  # What a mutex guards is touched only by who holds it (native-server/threads/mutex.h).
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>
  -fno-rtti -fdiagnostics-color=auto)

add_library(srl_no_exceptions INTERFACE)
target_compile_options(srl_no_exceptions INTERFACE -fno-exceptions)

set(SRL_SANITIZE "" CACHE STRING "What sanitizes our own code: address,undefined or thread")
if(SRL_SANITIZE STREQUAL "thread")
  set(sanitizers -fsanitize=thread)
elseif(SRL_SANITIZE)
  # Left out: what AddressSanitizer finds as well, at a third of the compiler's time (null, object-size), and what only casts
  # of pointers can do, which -Wcast-align refuses (alignment).
  set(sanitizers -fsanitize=${SRL_SANITIZE} -fno-sanitize=vptr,null,object-size,alignment -fno-sanitize-recover=all
      -fno-omit-frame-pointer)
endif()
if(SRL_SANITIZE)
  target_compile_options(srl_flags INTERFACE ${sanitizers})
  add_link_options(${sanitizers})
endif()
