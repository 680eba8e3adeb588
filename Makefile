# Reading Room. `make help` lists what there is; README.md says more.

# Pelican's own variables
INPUTDIR = content
OUTPUTDIR = output
CONFFILE = pelicanconf.py
PUBLISHCONF = publishconf.py
PELICANOPTS =
PORT = 8000

# Ours
RELEASEDIR = release
BUNDLEDIR = bundle
TO =
SCALE = 1.0
ONLY =
TITLE =
CATEGORY =
AGENCY =
INDEX =
REASON =
DEMODIR = demo
TABLES = builds release reading exactness peers history

PYTHON3 = python3
VENV = .venv
PY = PYTHONPATH=plugins $(VENV)/bin/python
RELEASE = $(PY) -m release
MARK = --mark .disclosure-output
TARGETS = --to "$(RELEASEDIR)" --conf "$(PUBLISHCONF)" --target "$(TO)"
PELICAN = $(VENV)/bin/pelican
PIP = $(VENV)/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes

.DEFAULT_GOAL := help
.PHONY: help takedown faults mutants publish html check serve devserver test lint bench new report verify status rollback bundle demo lock clean

# Each build is compared with the site as it was published last.
publish html check devserver takedown: export DISCLOSURE_LAST_RELEASE = $(RELEASEDIR)/current

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

publish: $(VENV)/.publish  ## build the site, check it, deliver it to release/current and every target (TO=target)
	@$(RELEASE) publish $(TARGETS) $(MARK) "$(OUTPUTDIR)" -- $(PELICAN) "$(INPUTDIR)" -o "$(OUTPUTDIR)" -s "$(PUBLISHCONF)" $(PELICANOPTS)

html: $(VENV)/.publish  ## build a preview into output/, listing what is wrong
	@$(RELEASE) hold $(MARK) "$(OUTPUTDIR)" -- $(PELICAN) "$(INPUTDIR)" -o "$(OUTPUTDIR)" -s "$(CONFFILE)" $(PELICANOPTS)

check: $(VENV)/.publish  ## build and check; exit 1 when anything is wrong
	@$(RELEASE) hold $(MARK) "$(OUTPUTDIR)" -- $(PELICAN) "$(INPUTDIR)" -o "$(OUTPUTDIR)" -s "$(CONFFILE)" -e DISCLOSURE_STRICT=true $(PELICANOPTS)

serve: $(VENV)/.publish  ## serve output/ on this machine (PORT=8000)
	@$(PELICAN) -l "$(INPUTDIR)" -o "$(OUTPUTDIR)" -s "$(CONFFILE)" -b 127.0.0.1 -p $(PORT) $(PELICANOPTS)

devserver: $(VENV)/.publish  ## serve, rebuild on save and reload the browser (PORT=8000)
	@$(PY) -m disclosure.commands.devserver "$(INPUTDIR)" "$(OUTPUTDIR)" "$(CONFFILE)" --port $(PORT)

export TITLE CATEGORY AGENCY INDEX REASON  # as the environment has them, quotation marks do no harm
new: $(VENV)/.publish  ## write a new item: TITLE="…" CATEGORY="…" AGENCY="…"
	@$(PY) -m disclosure.commands.new "$(INPUTDIR)" --title "$$TITLE" --category "$$CATEGORY" --agency "$$AGENCY" --conf "$(CONFFILE)"

report: $(VENV)/.publish  ## write a draft of a year's annual report: YEAR=2014
	@$(PY) -m disclosure.commands.report "$(INPUTDIR)" "$(OUTPUTDIR)" --year "$(YEAR)" --conf "$(CONFFILE)"

takedown: $(VENV)/.publish  ## take a published item down for privacy, from every release too: INDEX=… REASON=…
	@list=$$(mktemp) && trap 'rm -f "$$list"' EXIT && \
	$(RELEASE) hold "$(OUTPUTDIR)" -- $(VENV)/bin/python -m disclosure.commands.takedown "$(INPUTDIR)" "$(OUTPUTDIR)" \
	 --index "$$INDEX" --reason "$$REASON" --conf "$(PUBLISHCONF)" --bundles "$(BUNDLEDIR)" --forbid "$$list" && \
	{ $(RELEASE) publish --to "$(RELEASEDIR)" --conf "$(PUBLISHCONF)" $(MARK) --purge --forbid "$$list" "$(OUTPUTDIR)" \
	 -- $(PELICAN) "$(INPUTDIR)" -o "$(OUTPUTDIR)" -s "$(PUBLISHCONF)" $(PELICANOPTS) || \
	{ echo "还没有撤完：内容里已经删去，有的版本里还在。照上面写的改好，再运行一次同样的 make takedown。"; exit 1; }; }

verify: $(VENV)/.publish  ## compare every byte of the current release with its manifest (TO=target)
	@$(RELEASE) verify $(TARGETS)

status: $(VENV)/.publish  ## list the releases of every target: current, how old, intact or not
	@$(RELEASE) status $(TARGETS) --all

rollback: $(VENV)/.publish  ## return to the release before the current one (TO=target)
	@$(RELEASE) rollback $(TARGETS)

bundle: $(VENV)/.publish  ## write the current release as one archive for a stick (BUNDLEDIR=bundle)
	@$(RELEASE) bundle $(TARGETS) "$(BUNDLEDIR)"

demo: $(VENV)/.publish  ## write a synthetic content folder (SCALE=1.0 DEMODIR=demo)
	@$(VENV)/bin/python -m tests.demo --scale "$(SCALE)" --out "$(DEMODIR)"

bench: $(VENV)/.bench  ## measure builds and search of a synthetic folder (SCALE=1.0)
	@$(PY) -m tests.bench --scale "$(SCALE)" --tables $(TABLES)

test: $(VENV)/.test  ## run every test, in a real browser too
	@$(VENV)/bin/python -m pytest

faults: $(VENV)/.test  ## kill 200 publications at random moments and look what is left
	@PYTHONPATH=plugins $(VENV)/bin/python -m tests.kit.killed_publications --runs 200

mutants: $(VENV)/.mutants  ## change the code in one place at a time and list what no test notices (ONLY="counts privacy")
	@nice $(PY) -m tests.mutants $(ONLY)

lint: $(VENV)/.test  ## check the code's style
	@$(VENV)/bin/ruff check .

lock:  ## pin the dependencies anew (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements.lock
	uv pip compile pyproject.toml --group test --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -c requirements.lock -o requirements-test.lock
	uv pip compile pyproject.toml --group mutants --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -c requirements-test.lock -o requirements-mutants.lock

clean:  ## remove what builds made, releases excepted
	rm -rf "$(OUTPUTDIR)" .cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本，可用 make PYTHON3=/path/to/python3 指定。"; exit 1; }
	@echo "第一次运行：准备环境 $(VENV) ……"
	@$(PYTHON3) -m venv $(VENV) || { rm -rf $(VENV); apt-get install -y -q python3-venv >/dev/null 2>&1 && $(PYTHON3) -m venv $(VENV); } \
	 || { rm -rf $(VENV); echo "建不了 Python 环境。Debian、Ubuntu 请先运行：apt install python3-venv"; exit 1; }

$(VENV)/.publish: requirements.lock | $(VENV)/bin/python
	@$(PIP) -r requirements.lock
	@touch $@

$(VENV)/.test: requirements-test.lock tests/package-lock.json $(VENV)/.publish
	@$(PIP) -r requirements-test.lock
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/npm ci --prefix tests --silent --no-audit --no-fund
	@$(VENV)/bin/python -m tests.kit.browsers
	@$(VENV)/bin/python -m tests.kit.ssh_server
	@touch $@

$(VENV)/.bench: tests/bench/package-lock.json $(VENV)/.test
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/npm ci --prefix tests/bench --silent --no-audit --no-fund
	@touch $@

$(VENV)/.mutants: requirements-mutants.lock tests/mutants/package-lock.json $(VENV)/.test
	@$(PIP) -r requirements-mutants.lock
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/npm ci --prefix tests/mutants --silent --no-audit --no-fund
	@touch $@
