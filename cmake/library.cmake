# cmake --install, for other programs: the shared library, its pkg-config file, its CMake package and the Python package.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/detente)

install(TARGETS detente_shared EXPORT detente-targets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT detente-targets NAMESPACE detente:: DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/detente-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_SOURCE_DIR}/cmake/detente-config.cmake ${PROJECT_BINARY_DIR}/detente-config-version.cmake
        DESTINATION ${package_dir})

# Relative to the file itself, so that an installed copy can be moved.
file(RELATIVE_PATH prefix_from_pc /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${PROJECT_SOURCE_DIR}/cmake/detente.pc.in ${PROJECT_BINARY_DIR}/detente.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/detente.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# Debian's Python looks for packages of the system without its minor version; elsewhere a package belongs to one version.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(python_folder lib/python${Python3_VERSION_MAJOR}.${Python3_VERSION_MINOR}/site-packages)
if(EXISTS /etc/debian_version)
  string(REPLACE site-packages dist-packages python_folder ${python_folder})
  if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    set(python_folder lib/python3/dist-packages)
  endif()
endif()
set(DETENTE_PYTHON_DIR ${python_folder} CACHE STRING "folder of Python packages, below the prefix")
install(DIRECTORY ${PROJECT_SOURCE_DIR}/python/detente DESTINATION ${DETENTE_PYTHON_DIR} PATTERN __pycache__ EXCLUDE)
