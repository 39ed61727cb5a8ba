# find_package(detente): the shared library as target detente::detente.
include(${CMAKE_CURRENT_LIST_DIR}/detente-targets.cmake)
