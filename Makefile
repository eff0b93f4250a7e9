# Everything installs what it needs, once. ARGS go to the command: make test ARGS="-k credits"
KOC := .venv/bin/koc
SETUP := tooling/setup
.DEFAULT_GOAL := help
.PHONY: bench docs pdf help site test test-all dist release lint format build plan check hostile fuzz audit serve lock clean venv-core venv-media venv-match venv-site venv-pdf venv-film venv-import venv-dev packages-core packages-pdf packages-test npm-site npm-dev

help: ## Show this list 显示本列表
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

site: build ## Build the site and say where it is 构建网站
	@echo
	@echo "The site is ready: site/index.html    To read it: $(KOC) serve    or: python3 -m http.server -d site"
	@echo "网站已生成：site/index.html    浏览：$(KOC) serve    或：python3 -m http.server -d site"

test: packages-test venv-dev npm-dev ## Run all tests, in a real browser too 运行全部测试
	@.venv/bin/pytest $(ARGS)

test-all: packages-test venv-dev npm-dev ## Run the slow tests too: weekly, and before a release 连慢的测试一起运行
	@KOC_TESTS=thorough .venv/bin/pytest -m "" $(ARGS)

lint: venv-dev npm-dev ## Check source files, layers, types and workflows 检查源码与工作流
	@$(SETUP)/lint

format: venv-dev ## Format source files 格式化源码
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

docs: venv-site ## Build the documentation of the tool and say where it is 构建工具的文档
	@NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict --quiet -f tooling/docs/mkdocs.yml
	@NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict --quiet -f tooling/docs/mkdocs.en.yml
	@echo "The documentation is ready: docs-site/index.html (中文), docs-site/en/index.html (English)"

build: packages-core venv-site npm-site ## Check, assemble and build into site/ 检查、组装并构建
	@$(KOC) build $(ARGS)

pdf: packages-pdf venv-pdf npm-site ## Build with a PDF of each handbook 构建，每本手册再做一份 PDF
	@$(KOC) build --pdf $(ARGS)

plan: packages-core venv-site ## List the shards that a large site is built in 大网站分成哪几片
	@$(KOC) plan $(ARGS)

check: packages-core venv-core ## Check every record and page 检查全部记录与内容
	@$(KOC) check $(ARGS)

hostile: packages-test venv-dev npm-dev ## CORPORA=DIR: payload sets against the site and the reader 用攻击样本试网站
	@PYTHONPATH=tooling .venv/bin/python -m tests.hostile $(CORPORA) --records
	@PYTHONPATH=tooling .venv/bin/python -m tests.hostile $(CORPORA) $(ARGS)

fuzz: venv-dev npm-dev ## MINUTES=10, EFFECTS=50000: changed records, random changes 随机改动记录来试
	@PYTHONPATH=tooling .venv/bin/python -m tests.hostile.fuzz --minutes $(or $(MINUTES),10) $(ARGS)
	@PYTHONPATH=tooling .venv/bin/python -m tests.hostile.fuzz --effects $(or $(EFFECTS),50000)

audit: packages-core venv-core ## Is everybody credited who helped? 有没有漏掉谁
	@$(KOC) audit $(ARGS)

serve: packages-core venv-site npm-site ## Build, show in a browser, rebuild on save 本地预览
	@$(KOC) serve $(ARGS)

bench: venv-dev npm-dev ## Compare speed and memory with peers 与同类工具比较速度与内存
	@.venv/bin/python -m tests.bench $(ARGS)

lock: venv-dev ## Write the locks again; ARGS=--upgrade takes newer versions 更新依赖锁
	$(SETUP)/lock $(ARGS)
	npm install --package-lock-only --ignore-scripts --no-fund --no-audit --omit-lockfile-registry-resolved

dist: packages-core venv-dev npm-site ## Build wheel, sdist and SBOM into dist/, and try them 打包并试用
	@rm -rf dist
	@$(SETUP)/packages dist
	@$(SETUP)/try-package dist/*.whl dist/*.tar.gz

release: packages-core venv-dev npm-site ## VERSION=X.Y.Z: rehearse a release; ARGS=--commit makes it 演练或发布新版本
	@$(SETUP)/release "$(VERSION)" $(ARGS)

clean: ## Remove what was built, and caches 清除构建结果与缓存
	rm -rf site docs-site dist .koc tests/artefacts .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find tooling tests -name __pycache__ -prune -exec rm -rf {} +

venv-core venv-media venv-match venv-site venv-pdf venv-film venv-import venv-dev: venv-%:
	@$(SETUP)/venv $*

packages-core:
	@$(SETUP)/system-packages git

packages-pdf:
	@$(SETUP)/system-packages git fonts-noto-cjk libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0

packages-test:
	@$(SETUP)/system-packages git ffmpeg libimage-exiftool-perl chromium fonts-noto-cjk libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0

npm-site npm-dev: npm-%:
	@$(SETUP)/npm $*
