# What the program needs beside its sources: where data and scenarios are, relative to the program, and the date of the
# manual page. Also the files that are made from the table of commands: manual page and completions.
include(GNUInstallDirs)
set(DETENTE_DATE "November 26, 2026")

file(RELATIVE_PATH source_from_program ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR})
if(source_from_program STREQUAL "")
  set(source_from_program ".")
endif()
file(RELATIVE_PATH share_from_program ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_DATADIR}/detente)
target_compile_definitions(detente-bin PRIVATE
  DETENTE_SOURCE_FROM_PROGRAM="${source_from_program}"
  DETENTE_SHARE_FROM_PROGRAM="${share_from_program}"
  DETENTE_DATE="${DETENTE_DATE}")

set(generated ${PROJECT_BINARY_DIR}/share)
file(MAKE_DIRECTORY ${generated})
set(generated_files "")
function(add_generated file)
  add_custom_command(OUTPUT ${generated}/${file}
    COMMAND detente-bin ${ARGN} > ${generated}/${file} DEPENDS detente-bin VERBATIM COMMENT "Writing ${file}")
  set(generated_files ${generated_files} ${generated}/${file} PARENT_SCOPE)
endfunction()
add_generated(detente.1 man)
add_generated(detente.bash completion bash)
add_generated(_detente completion zsh)
add_generated(detente.fish completion fish)
add_custom_target(generated ALL DEPENDS ${generated_files})
