# The one entry to everything: `make` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# What `build`, `check` and `test` use. The demo is always release, so by default all of them share one build.
CONFIG ?= release
# ASSAY_STRICT=1 makes warnings errors in every target, as in `check`; .ci/run sets it, so that flags never change.
STRICT := -Xswiftc -warnings-as-errors
FLAGS := $(if $(filter 1,$(ASSAY_STRICT)),$(STRICT))
# The demo: packages a registry starts with, seed of the population, nights, and where its corpus goes.
PACKAGES ?= 3000
SEED ?= 1
NIGHTS ?= 3
CORPUS ?= .build/demo
# The soak's packages a registry and kills.
SOAK_PACKAGES ?= 30000
SOAK_KILLS ?= 20
# Real data for `make real`, laid beside the clone.
SHARED ?= ../shared

VENV := .build/venv
RELEASE := swift build -c release $(FLAGS) --product

.PHONY: help setup build test check nightly test-report real bench clean tsan clients dictionary fuzz soak verify-statistics

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what the build needs from the system (quick when it is all there)
	@Tests/Setup/packages.sh

build: setup ## compile everything (CONFIG=debug or release)
	swift build -c $(CONFIG) $(FLAGS) --build-tests

test: setup ## run every test, and say what was skipped and why
	@Tests/Setup/python.sh $(VENV)
	@Tests/Setup/run-tests.sh $(VENV)/bin/python -c $(CONFIG) $(FLAGS)
	@$(VENV)/bin/python Tests/Soak/soak.py "$$(swift build -c $(CONFIG) --show-bin-path)/assay" .build/soak-small 500 5 $(SEED)

check: setup ## formatting, warnings, undeclared imports, data dictionary
	swift format lint --strict --parallel --recursive Sources Tests Package.swift
	swift build -c $(CONFIG) $(STRICT) --build-tests --explicit-target-dependency-import-check error
	"$$(swift build -c $(CONFIG) --show-bin-path)"/assay dictionary --check datasets/data-dictionary.md

dictionary: setup ## write datasets/data-dictionary.md anew from the signals
	swift run -c $(CONFIG) assay dictionary --output datasets/data-dictionary.md

nightly: setup ## run the whole pipeline for a few simulated nights (the demo)
	@$(RELEASE) assay
	@Tests/Demo/nights.sh "$$(swift build -c release --show-bin-path)/assay" $(CORPUS) $(PACKAGES) $(SEED) $(NIGHTS)

test-report: nightly ## open the report of those nights in a browser, read their tables and segments with other programs, and misuse copies
	@Tests/Setup/python.sh $(VENV)
	@"$$(swift build -c release --show-bin-path)/assay" export --corpus $(CORPUS) --output .build/tables >/dev/null
	@$(VENV)/bin/python Tests/OutsideReaders/read_tables.py .build/tables
	@$(VENV)/bin/python Tests/OutsideReaders/read_segments.py $(CORPUS)
	@Tests/Demo/hostile.sh "$$(swift build -c release --show-bin-path)/assay" $(CORPUS)
	@Tests/Setup/chromium.sh
	@Tests/Browser/open-report.sh $(CORPUS) .build

real: setup ## the recorded documents and real labels in $(SHARED)/data
	@$(RELEASE) assay
	@Tests/Demo/real.sh "$$(swift build -c release --show-bin-path)/assay" $(SHARED)/data .build/real

bench: setup ## speed and size against the named peers, one JSON line a workload
	@Tests/Setup/python.sh $(VENV) aiohttp orjson numpy scipy scikit-learn rapidfuzz
	@$(RELEASE) assay-bench
	@ASSAY_PYTHON=$(VENV)/bin/python "$$(swift build -c release --show-bin-path)/assay-bench"

verify-statistics: setup ## do intervals hold the truth as often as they say: 400 replications, some minutes
	ASSAY_SLOW_TESTS=1 swift test -c release $(FLAGS) --disable-xctest --filter 'ScoringTests.(CoverageTests|SimulationTests)'

fuzz: setup ## damaged documents for every reader, 60 s (FUZZ="--seconds 600 --seed 7" for more)
	@$(RELEASE) assay-fuzz
	@"$$(swift build -c release --show-bin-path)/assay-fuzz" --corpus $(SHARED)/data/registry-fixtures $(FUZZ)

soak: setup ## a crawl of $(SOAK_PACKAGES) packages a registry through faults and $(SOAK_KILLS) kills, compared with an undisturbed one
	@Tests/Setup/python.sh $(VENV)
	@$(RELEASE) assay
	@$(VENV)/bin/python Tests/Soak/soak.py "$$(swift build -c release --show-bin-path)/assay" .build/soak $(SOAK_PACKAGES) $(SOAK_KILLS) $(SEED)

clients: setup ## pip, npm, cargo and a mirror client against the simulator
	@Tests/Setup/python.sh $(VENV) bandersnatch
	@$(RELEASE) assay
	@Tests/RealClients/check.sh "$$(swift build -c release --show-bin-path)/assay" $(VENV)/bin/bandersnatch

tsan: setup ## every test under the thread sanitizer, in a build folder of its own
	swift test --scratch-path .build-tsan --sanitize thread --disable-xctest

clean: ## remove everything that was built
	rm -rf .build .build-tsan
