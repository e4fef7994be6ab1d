# What one types. `make help` lists it; CONTRIBUTING.md explains it.

CARGO ?= cargo
PYTHON ?= python3
# Every build here has the release profile: HiGHS then compiles once (about two minutes on two cores).
RELEASE = --release --locked
PURE_RUST = --release --locked --no-default-features --features microlp
# microlp is for small models: of the integration tests it runs those with one of these words in their names.
SMALL ?= minimal alexander small microlp
ORACLE = .tools/oracle/bin/python
READERS = .tools/readers/bin/python
PEERS = .tools/peers/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-highs test-microlp check fmt clippy docs notices deny oracle browser readers long bench bench-gate instructions peers peers-test clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## cmake and libclang into .tools/: the system's if they work, else pinned wheels
	@$(PYTHON) build/setup.py

demo: setup ## plan the Kent service into out/kent
	$(CARGO) build $(RELEASE)
	$(CARGO) run $(RELEASE) --quiet -- plan scenarios/kent --out out/kent
	@echo
	@echo "The plan lies in out/kent:"
	@ls -1 out/kent | sed 's|^|  out/kent/|'

test: setup test-microlp test-highs ## every test, with each engine

# The pure-Rust build first: it needs no C++ and fails soonest; and target/release is left with the default binary.
test-microlp: ## the unit tests and the small scenarios' with microlp, without C++
	$(CARGO) test $(PURE_RUST) --no-fail-fast --lib
	$(CARGO) test $(PURE_RUST) --no-fail-fast --test '*' -- $(SMALL)

test-highs: setup ## all tests with the default engine
	$(CARGO) test $(RELEASE) --no-fail-fast

check: setup fmt clippy docs notices deny ## format, lints, docs, notices, licences

fmt: ## is everything formatted
	$(CARGO) fmt --all --check

clippy: setup ## lints, as errors, for each engine
	$(CARGO) clippy $(RELEASE) --all-targets -- -D warnings
	$(CARGO) clippy $(PURE_RUST) --all-targets -- -D warnings

docs: setup ## the API's docs, warnings as errors
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc $(RELEASE) --no-deps

notices: ## is THIRD-PARTY.md current
	$(PYTHON) build/third_party.py --check

deny: ## licences and advisories, if cargo-deny is installed
	@if $(CARGO) deny --version >/dev/null 2>&1; then $(CARGO) deny --locked check licenses bans sources; \
	else echo "deny: cargo-deny is not installed; passed over"; fi

oracle: .tools/oracle/ready ## set up the independent solvers and test them
	cd tests/oracle && ../../$(ORACLE) test_oracles.py

.tools/oracle/ready: tests/oracle/requirements.txt
	$(PYTHON) -m venv .tools/oracle
	$(ORACLE) -m pip install --quiet --disable-pip-version-check -r tests/oracle/requirements.txt
	@touch $@

browser: setup ## report.html in a real browser, if Chromium and ChromeDriver are installed
	@$(CARGO) test $(RELEASE) --no-run --quiet --test report_html # and the binary, with what the tests have built
	@$(PYTHON) tests/browser/check.py target/release/equipoise $(if $(KEEP),--keep $(KEEP)); code=$$?; [ $$code -eq 77 ] || exit $$code

readers: setup .tools/readers/ready ## rotas, calendars and bank holidays, by readers that share no code with us
	@$(CARGO) build $(RELEASE) --quiet
	rm -rf out/readers && mkdir -p out/readers
	target/release/equipoise rota scenarios/alexander -q --week 2026-W11 --publish --out out/readers/first >/dev/null
	target/release/equipoise rota scenarios/alexander -q --from out/readers/first/rota.json --absent at-1:2026-03-30 --out out/readers/second >/dev/null
	$(READERS) tests/readers/calendars.py out/readers/second out/readers/first
	$(READERS) tests/readers/workbook.py out/readers/second
	$(READERS) tests/readers/sheets.py target/release/equipoise scenarios/alexander out/readers/sheets
	$(READERS) tests/readers/changes.py target/release/equipoise scenarios/alexander out/readers/changes 12
	$(READERS) tests/readers/bank_holidays.py

.tools/readers/ready: tests/readers/requirements.txt
	$(PYTHON) -m venv .tools/readers
	$(READERS) -m pip install --quiet --disable-pip-version-check -r tests/readers/requirements.txt
	@touch $@

long: setup oracle readers ## the long runs: ignored tests, many random cases anew, exports in independent solvers
	PROPTEST_CASES=$${PROPTEST_CASES:-5000} PROPTEST_RNG_SEED=$${PROPTEST_RNG_SEED:-$$(date +%s)} $(CARGO) test $(RELEASE) -- --include-ignored
	$(CARGO) build $(RELEASE)
	$(ORACLE) tests/oracle/exports.py target/release/equipoise

bench: bench-gate ## solver figures of the reference scenarios against the baseline, and criterion's benches
	$(CARGO) bench --profile release --locked --bench stages --bench sweeps

# The counting program must be of the library's version.
GUNGRAUN = $(shell sed -n '/^name = "gungraun-runner"/{n;s/.*"\(.*\)"/\1/p;}' Cargo.lock)

instructions: setup .tools/gungraun-$(GUNGRAUN)/bin/gungraun-runner ## instructions of each stage by callgrind, against the last run (needs valgrind)
	GUNGRAUN_RUNNER=$(CURDIR)/.tools/gungraun-$(GUNGRAUN)/bin/gungraun-runner \
		$(CARGO) bench --profile release --locked --bench instructions

.tools/gungraun-$(GUNGRAUN)/bin/gungraun-runner:
	$(CARGO) install gungraun-runner --version $(GUNGRAUN) --locked --root .tools/gungraun-$(GUNGRAUN) --target-dir target/tools

bench-gate: setup ## verdicts, objectives, bounds, sizes and memory against benches/baseline.json; no time
	$(CARGO) run $(RELEASE) --quiet -- bench --baseline benches/baseline.json

# PEERS_FLAGS are options of benches/peers/run.py: PEERS_FLAGS="--scenarios alexander --minutes 1".
peers: setup .tools/peers/ready ## against the alternatives, in one run: out/peers/peers.md
	$(CARGO) build $(RELEASE) --quiet
	$(PEERS) benches/peers/run.py target/release/equipoise $(PEERS_FLAGS)

peers-test: .tools/peers/ready ## the yardstick that the alternatives are measured with
	$(PEERS) benches/peers/test_peers.py

.tools/peers/ready: benches/peers/requirements.txt
	$(PYTHON) -m venv .tools/peers
	$(PEERS) -m pip install --quiet --disable-pip-version-check -r benches/peers/requirements.txt
	@touch $@

clean: ## remove what was built and planned; .tools stays
	$(CARGO) clean
	rm -rf out
