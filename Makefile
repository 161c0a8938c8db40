# Everything a developer or operator types. `make` alone explains itself.
# Needs: Python 3.11 with venv, make, git. No database, no Docker, no root, no Node.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
WORKERS ?= 2
export PORT HOST

RUN := .venv/bin/python
TEST := CPPCC_ENV=test $(RUN) -m pytest

.DEFAULT_GOAL := help
.PHONY: help install demo stop reset test test-slow bench check fix lock

help:  ## 列出可用命令
	@echo "提案系统 · 可用命令："
	@sed -n 's/^\([a-z-]*\):.*##/\1	/p' Makefile | awk -F'\t' '{ printf "  make %-10s %s\n", $$1, $$2 }'
	@echo "  例：make demo PORT=8001（换端口）"

install:  ## 建立 .venv 并安装全部依赖（其他命令会自动执行）
	@$(PYTHON) -I cppcc/bootstrap.py

demo: install  ## 一条命令启动完整演示：数据库、示例数据、网页、后台任务（Ctrl-C 停止，数据保留）
	@CPPCC_ENV=demo exec $(RUN) -m cppcc.supervisor

stop:  ## 停止由本目录启动的全部进程
	@test ! -x $(RUN) || CPPCC_ENV=demo exec $(RUN) -m cppcc.supervisor stop

reset:  ## 停止并清空全部演示数据（会先询问；YES=1 不询问）
	@test ! -x $(RUN) || CPPCC_ENV=demo exec $(RUN) -m cppcc.supervisor reset

test: install  ## 快速测试（真实 PostgreSQL，5 分钟以内）
	@$(TEST) -m "not slow" -n $(WORKERS) $(ARGS)

test-slow: install  ## 慢测试：权限矩阵、浏览器、状态机
	@$(TEST) -m slow -n $(WORKERS) $(ARGS)

bench: install  ## 10万件提案的检索和列表有多快（第一次要先写入，约二十分钟；数据在 var/bench，ARGS="--size 20000" 换件数）
	@CPPCC_ENV=demo CPPCC_VAR=$(CURDIR)/var/bench nice $(RUN) -m tests.bench $(ARGS)

check: install  ## 静态检查：代码风格、模板、分层、迁移、生成文档（不改动文件）
	@$(RUN) cppcc/checks.py

fix: install  ## 自动整理代码与模板格式
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format --quiet .
	@find templates -name '*.html' -print0 2>/dev/null | xargs -0 -r .venv/bin/djade --target-version 5.2 || true
	@! ls proposals/*/management/commands/lifecycle_docs.py >/dev/null 2>&1 || CPPCC_ENV=test $(RUN) manage.py lifecycle_docs

lock:  ## 依赖变动后重写 requirements.lock（需要 uv）
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  requirements.txt requirements-dev.txt -o requirements.lock
