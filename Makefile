# The usual ways in. `make run` and `make test` work on a fresh Debian machine: both first install what packages.txt names.
JOBS ?= $(shell nproc)
FUZZ_SECONDS ?= 60

PREFIX ?= /usr/local
# The system's Python, for which Debian's packages are.
PYTHON ?= $(firstword $(wildcard /usr/bin/python3) python3)

.PHONY: build run test bench fuzz docs install format web clean packages

build: packages
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS)

run: packages
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS) --target detente-bin
	build/detente run scenarios/coruna.yaml --force --out results/coruna

test: packages
	@tools/install_packages.sh packages-test.txt || echo "Going on without the packages of packages-test.txt."
	@tools/install_packages.sh packages-docs.txt || echo "Going on without the packages of packages-docs.txt."
	@JOBS=$(JOBS) tools/test.sh

bench: build
	@tools/bench.sh build

fuzz: packages
	@cmake --preset fuzz >/dev/null
	@cmake --build --preset fuzz -j $(JOBS)
	@tools/fuzz.sh build-fuzz $(FUZZ_SECONDS)

# The documentation as HTML, build/docs/index.html. Needs no build of the program.
docs:
	@tools/install_packages.sh packages-docs.txt
	@$(PYTHON) tools/docs/make_docs.py build/docs
	@echo "build/docs/index.html"

# Program, library, headers, data, manual page, completions and documents under $(DESTDIR)$(PREFIX).
install: build
	@cmake --install build --prefix $(PREFIX)

# The page in web/dist, from its sources: needs Node and npm, which nothing else does.
web:
	@cd web && npm ci --no-audit --no-fund && npm run build

format:
	@find include src tests bench -name '*.[ch]' -exec clang-format -i {} +

clean:
	rm -rf build build-debug build-asan build-tsan build-clang build-fuzz

packages:
	@tools/install_packages.sh packages.txt
