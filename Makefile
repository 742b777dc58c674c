# make demo   the sample school, running, at http://127.0.0.1:8000
# make test   every test, browser ones included
# make bench  the speeds that DESIGN names, measured on this machine
#
# PORT, DATA_DIR and the other names of .env.example are honoured; VENV says where the libraries go (default .venv).

SHELL := /bin/sh
VENV ?= .venv
export VENV

# A Python that is new enough, under whatever name it goes by.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)

.PHONY: demo test bench install-demo install-test
.DEFAULT_GOAL := demo

demo: install-demo
	@exec $(VENV)/bin/python -m logistics.serve

test: install-test
	@exec $(VENV)/bin/python -m pytest -n 2 $(TESTS)

bench: install-demo
	@exec $(VENV)/bin/python manage.py bench $(BENCH)

install-demo install-test:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is missing: install it (on Debian 12: apt-get install python3 python3-venv), or name it with PYTHON=/path/to/python."; exit 1; }
	@$(PYTHON) -I logistics/install.py $(subst install-,,$@)
