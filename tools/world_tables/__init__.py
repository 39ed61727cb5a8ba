"""The steps by which tools/compile_data.py makes the world tables."""
