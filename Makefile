# Reach: `make run` answers for Hanoi 2021, `make test` runs all tests. Both install what is missing.

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.PHONY: run build test verify bench notebooks lint docs install clean pages examples

SWIFT ?= swift
PREFIX ?= /usr/local
SCENARIO ?= Scenarios/hanoi-2021.yaml

# Wider vectors where this machine has them; the results are the same to the bit (decisions 0012, 0025).
PROCESSOR := $(shell grep -m1 '^flags' /proc/cpuinfo 2>/dev/null)
has = $(if $(filter-out $(PROCESSOR),$(1)),,1)
HAS_AVX2 := $(call has,avx2 bmi2 fma movbe)
# A second build for 512-bit vectors, which the first hands over to; `make WIDE=1` or `WIDE=` decides.
WIDE ?= $(call has,avx512f avx512bw avx512cd avx512dq avx512vl)
CPU_FLAGS := $(if $(filter 1,$(HAS_AVX2)),-Xswiftc -target-cpu -Xswiftc haswell)
BUILD_FLAGS := -c release --explicit-target-dependency-import-check error $(CPU_FLAGS)
# Without testable imports tests use the very modules that are shipped, and nothing is built twice.
TEST_FLAGS := $(BUILD_FLAGS) --disable-testable-imports
# Tests link the first program anew, of the same source: the second is still what it hands over to.
KEEP_WIDE = @$(if $(WIDE),touch $(WIDE_BINARY))
BINARY := .build/release/reach
WIDE_BINARY := $(BINARY)-x86-64-v4
# Tests run the first alone: a fresh clone is tested before the second is ever built.
ifeq ($(MAKECMDGOALS)$(wildcard $(WIDE_BINARY)),test)
override WIDE :=
endif
PROGRAM := $(BINARY) $(if $(WIDE),$(WIDE_BINARY))
# With Swift's libraries inside: loading them takes half of the start.
WIDE_FLAGS := -c release --static-swift-stdlib --scratch-path .build/x86-64-v4 -Xswiftc -target-cpu \
  -Xswiftc skylake-avx512 -Xswiftc -DREACH_X86_64_V4
# Folders too: their times change when a file is removed.
SOURCES := Package.swift $(shell find Sources)
SHARE = $(DESTDIR)$(PREFIX)/share/reach

run: $(PROGRAM)
	@$(BINARY) run $(SCENARIO)

build: $(PROGRAM)

# The first build makes the program, and for tests all that is linked with them, in one go. It skips every
# test: `swift test list` would build without the flags of the tests, and those then build all anew.
FIRST_BUILD := $(SWIFT) build $(BUILD_FLAGS) --product reach >&2
test verify: FIRST_BUILD := $(SWIFT) test $(TEST_FLAGS) --skip . >&2

# The builds are skipped while the programs are newer than every source. Both go at a time, since a build
# waits for one module after another; the second program must be newer than the first, which would not
# hand over to it.
$(PROGRAM) &: .setup/run $(SOURCES)
	@$(if $(WIDE),$(SWIFT) build $(WIDE_FLAGS) --product reach >&2 & wide=$$!; trap 'kill $$wide' INT TERM;) \
	  $(FIRST_BUILD) $(if $(WIDE),|| { kill $$wide; exit 1; }; wait $$wide)
	@touch $(BINARY)
	$(if $(WIDE),@cp .build/x86-64-v4/release/reach $(WIDE_BINARY) && touch $(WIDE_BINARY))

.setup/run: .ci/setup
	@.ci/setup run

test: .setup/run $(PROGRAM)
	$(SWIFT) test $(TEST_FLAGS)
	$(KEEP_WIDE)

# The long tests as well: simulation-based checks that take minutes.
verify: .setup/run $(PROGRAM)
	VERIFY=1 $(SWIFT) test $(TEST_FLAGS)
	$(KEEP_WIDE)

# Writes Benchmarks.md; REACH_BENCH=quick only shows that everything runs. The peers live in an
# environment of their own, apart from all that is shipped.
bench: .setup/run $(PROGRAM) .build/peers/ready
	$(SWIFT) build $(BUILD_FLAGS) --product reach-bench
	$(if $(WIDE),$(SWIFT) build $(WIDE_FLAGS) --product reach-bench)
	.build/peers/bin/python Sources/reach-bench/Peers/bench.py $(BINARY) \
	  $(if $(WIDE),.build/x86-64-v4/release/reach-bench) .build/release/reach-bench
	$(KEEP_WIDE)

# Peers that the benchmark can do without: it says which are missing. R comes with the system.
ESTIMATION_PEERS := statsmodels==0.15.0 linearmodels==7.1 pyfixest==0.60.0 wildboottest==0.3.2 \
  polars==2.1.0 pyarrow==26.0.1

# Made anew when the versions here change.
.build/peers/ready: Makefile
	python3 -m venv .build/peers
	.build/peers/bin/pip install --quiet numpy==2.4.6 numba==0.68.1 scipy==1.17.1 pandas==2.3.3 \
	  SALib==1.6.0 ema-workbench==2.5.3
	for peer in $(ESTIMATION_PEERS); do \
	  .build/peers/bin/pip install --quiet $$peer numpy==2.4.6 numba==0.68.1 scipy==1.17.1 \
	    pandas==2.3.3 || echo "bench: without $$peer"; \
	done
	python3 -m venv .build/peers-pandas3
	.build/peers-pandas3/bin/pip install --quiet pandas==3.1.1 || echo "bench: without pandas 3"
	touch $@

# What people see, checked in a browser, in LibreOffice and on paper; the plan's runs with few draws.
CHECKERS := .build/pages
PLAN := hanoi-2021
ALTERNATIVES := hanoi-2021-no-support hanoi-2021-double-support hanoi-2021-fdi-push \
  hanoi-2021-pandemic hanoi-2021-budget-freeze
report_of = .build/reports/$(1)

pages: .setup/pages $(PROGRAM) $(CHECKERS)/ready
	rm -rf $(call report_of,pages)
	$(BINARY) run $(PLAN) --draws 20000 --results $(call report_of,pages) >/dev/null
	$(BINARY) compare $(PLAN) $(ALTERNATIVES) --draws 20000 --results $(call report_of,pages) >/dev/null
	$(BINARY) sensitivity $(PLAN) --method tornado --draws 20000 --results $(call report_of,pages) >/dev/null
	$(BINARY) optimise $(PLAN) --frontier 4 --draws 1024 --evaluations 60 --results $(call report_of,pages) >/dev/null
	$(BINARY) backtest --results $(call report_of,pages) >/dev/null
	$(BINARY) report $(call report_of,pages)/* --format html,pdf,xlsx,docx,pptx --strict \
	  --output $(call report_of,pages)/report >/dev/null
	$(CHECKERS)/bin/python Tests/PageChecks/check.py $(call report_of,pages)/report $(PICTURES)
	for book in report.vi.xlsx report.xlsx; do \
	  $(CHECKERS)/bin/python Tests/WorkbookChecks/check.py $(call report_of,pages)/report/$$book \
	    $$(ls -d $(call report_of,pages)/20*) || exit 1; done

.setup/pages: .ci/setup
	@.ci/setup pages

$(CHECKERS)/ready: Tests/PageChecks/requirements.txt
	python3 -m venv $(CHECKERS)
	$(CHECKERS)/bin/pip install --quiet --requirement Tests/PageChecks/requirements.txt
	touch $@

# The reports that the README shows, made anew from runs of today.
examples: .setup/pages $(PROGRAM)
	.ci/examples $(BINARY)

.setup/notebooks: .ci/setup
	@.ci/setup notebooks

# Made anew when the versions change.
.build/notebooks/ready: notebooks-data/notebooks/requirements.txt .setup/notebooks
	python3 -m venv .build/notebooks
	.build/notebooks/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

# Executes both worked notebooks on a run of which all draws are kept: it fails where a cell fails, or where
# P, its error or a difference is not what the run printed. The pages stay in .build/notebooks-run.
NOTEBOOK := notebooks-data/notebooks/hanoi-2021
NOTEBOOK_PAGES := $(CURDIR)/.build/notebooks-run
NOTEBOOK_TABLES := run,targets,findings,outcomes,histograms,target_draws,draws
RENDER := rmarkdown::render("$(NOTEBOOK).Rmd", quiet = TRUE, output_dir = "$(NOTEBOOK_PAGES)", \
  output_file = "hanoi-2021-r.html", intermediates_dir = "$(NOTEBOOK_PAGES)/intermediate")
EXECUTE := REACH_EXPORTS=$(NOTEBOOK_PAGES)/exports LC_ALL=C.UTF-8

# Runs both scenarios with some draws, exports them, and executes both notebooks on the tables; these take
# 0.7 GB, and the next time they are made again.
define ON_RUNS_WITH
	$(BINARY) run hanoi-2021 hanoi-2021-no-support $(1) --results $(NOTEBOOK_PAGES)/Results >/dev/null
	$(BINARY) export $(NOTEBOOK_PAGES)/Results/* --output $(NOTEBOOK_PAGES)/exports --format csv,arrow \
	  --tables $(NOTEBOOK_TABLES) >/dev/null
	$(EXECUTE) .build/notebooks/bin/python -m nbconvert --to html --execute --log-level ERROR \
	  --output-dir $(NOTEBOOK_PAGES) --output hanoi-2021-python $(NOTEBOOK).ipynb
	$(EXECUTE) Rscript -e '$(RENDER)'
	rm -rf $(NOTEBOOK_PAGES)/exports $(NOTEBOOK_PAGES)/Results $(NOTEBOOK_PAGES)/intermediate
endef

# With few draws all targets together are counted, with plain draws everything is; the pages that stay are
# those of the last.
notebooks: $(PROGRAM) .build/notebooks/ready
	rm -rf $(NOTEBOOK_PAGES)
	$(call ON_RUNS_WITH,--draws 1024 --keep-draws 1024)
	$(call ON_RUNS_WITH,--sampling plain --draws 4000 --keep-draws 4000)
	$(call ON_RUNS_WITH,--keep-draws 100000)
	@printf '%s\n' $(NOTEBOOK_PAGES)/*.html

lint: .setup/run
	$(SWIFT) format lint --strict --recursive Package.swift Sources $(wildcard Tests)

# One site for the documentation of all modules, in .build/docs.
docs: .setup/run
	mkdir -p .build/symbols
	$(SWIFT) build --scratch-path .build/documentation --target ReachEngine \
	  -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc .build/symbols
	docc convert $(wildcard Sources/ReachEngine/*.docc) --additional-symbol-graph-dir .build/symbols \
	  --fallback-display-name Reach --fallback-bundle-identifier reach --output-path .build/docs

install: $(PROGRAM)
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/libexec" "$(SHARE)/Scenarios" \
	  "$(SHARE)/notebooks-data"
	install -m 755 $(BINARY) "$(DESTDIR)$(PREFIX)/bin/reach"
	$(if $(WIDE),install -m 755 $(WIDE_BINARY) "$(DESTDIR)$(PREFIX)/libexec/reach-x86-64-v4")
	cp -R Scenarios/. "$(SHARE)/Scenarios"
	cp -R notebooks-data/observed "$(SHARE)/notebooks-data"
	if [ -d .setup/charts ]; then rm -rf "$(SHARE)/charts"; cp -R .setup/charts "$(SHARE)/charts"; fi

clean:
	rm -rf .build .setup
