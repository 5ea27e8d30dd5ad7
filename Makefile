# Reach: `make run` answers for Hanoi 2021, `make test` runs all tests. Both install what is missing.

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.PHONY: run build test verify lint docs install clean

SWIFT ?= swift
PREFIX ?= /usr/local
SCENARIO ?= Scenarios/hanoi-2021.yaml

# Wider vectors where this machine has them; the results are the same to the bit (decision 0012).
HAS_AVX2 := $(shell grep -m1 '^flags' /proc/cpuinfo 2>/dev/null | grep -w avx2 | grep -w bmi2 | grep -w fma | grep -cw movbe)
CPU_FLAGS := $(if $(filter 1,$(HAS_AVX2)),-Xswiftc -target-cpu -Xswiftc haswell)
BUILD_FLAGS := -c release --explicit-target-dependency-import-check error $(CPU_FLAGS)
# Without testable imports tests use the very modules that are shipped, and nothing is built twice.
TEST_FLAGS := $(BUILD_FLAGS) --disable-testable-imports
BINARY := .build/release/reach
# Folders too: their times change when a file is removed.
SOURCES := Package.swift $(shell find Sources)
SHARE = $(DESTDIR)$(PREFIX)/share/reach

run: $(BINARY)
	@$(BINARY) run $(SCENARIO)

build: $(BINARY)

# The build is skipped while the binary is newer than every source.
$(BINARY): .setup/run $(SOURCES)
	@$(SWIFT) build $(BUILD_FLAGS) --product reach >&2
	@touch $@

.setup/run: .ci/setup
	@.ci/setup run

test: .setup/run
	$(SWIFT) test $(TEST_FLAGS)

# The long tests as well: simulation-based checks that take minutes.
verify: .setup/run
	VERIFY=1 $(SWIFT) test $(TEST_FLAGS)

lint: .setup/run
	$(SWIFT) format lint --strict --recursive Package.swift Sources $(wildcard Tests)

# One site for the documentation of all modules, in .build/docs.
docs: .setup/run
	mkdir -p .build/symbols
	$(SWIFT) build --scratch-path .build/documentation --target ReachEngine \
	  -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc .build/symbols
	docc convert $(wildcard Sources/ReachEngine/*.docc) --additional-symbol-graph-dir .build/symbols \
	  --fallback-display-name Reach --fallback-bundle-identifier reach --output-path .build/docs

install: $(BINARY)
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(SHARE)/Scenarios" "$(SHARE)/notebooks-data"
	install -m 755 $(BINARY) "$(DESTDIR)$(PREFIX)/bin/reach"
	cp -R Scenarios/. "$(SHARE)/Scenarios"
	cp -R notebooks-data/observed "$(SHARE)/notebooks-data"

clean:
	rm -rf .build .setup
