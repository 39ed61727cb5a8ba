# Hardening of programs, and of libraries that read what others wrote: a faulty write stops the program instead of going
# on. harden(TARGET): guards on the stack, checked copies, addresses that differ from start to start, tables of the linker
# that cannot be written. Not with sanitizers, which check more.
include(CheckPIESupported)
check_pie_supported()

function(harden target)
  if(DETENTE_SANITIZE)
    return()
  endif()
  set(is_optimised "$<NOT:$<CONFIG:Debug>>")
  target_compile_options(${target} PRIVATE -fstack-protector-strong -fstack-clash-protection
                         $<${is_optimised}:-U_FORTIFY_SOURCE> $<${is_optimised}:-D_FORTIFY_SOURCE=2>)
  if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
    target_compile_options(${target} PRIVATE -fcf-protection)
  endif()
  get_target_property(type ${target} TYPE)
  if(NOT type STREQUAL "STATIC_LIBRARY")
    target_link_options(${target} PRIVATE -Wl,-z,relro,-z,now,-z,noexecstack)
  endif()
  # The libraries' objects have addresses of no fixed place where the shared one is built of them.
  if(DETENTE_SHARED)
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  endif()
endfunction()
