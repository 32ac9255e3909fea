#!/usr/bin/env bash
# Make this folder ready to work in. Says what it does, and does nothing twice.
#
#   tools/setup.sh site    .venv with requirements.txt: what building and previewing need
#   tools/setup.sh dev     .venv with requirements-dev.txt: what checking and locking need, too; and the packages that
#                          facts are held against, requirements-witness.txt, in .venv/witnesses
#   tools/setup.sh test    the same, Chromium and Firefox for the browser tests, and what reads the book back
#   tools/setup.sh book    pango, which lays out the book; without it the site is built all the same
#
# PYTHON chooses the interpreter for .venv, CHROMIUM and FIREFOX the browsers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=${PYTHON:-python3}

main() {
  case ${1:-} in
    site) environment requirements.txt ;;
    dev)
      environment requirements-dev.txt   # not joined by &&: a failure inside would then go unseen
      witnesses
      ;;
    test)
      environment requirements-dev.txt
      witnesses
      browser
      driver
      other_browser
      readers
      pango
      ;;
    book) (pango) || say "the book will be left out" ;;
    *) stop "usage: tools/setup.sh site|dev|test|book" ;;
  esac
}

# .venv holds exactly what the lock file names; its copy inside .venv is the mark that it does.
environment() {
  local lock=$1
  if holds "$lock"; then
    say "$lock is installed in .venv"
    return
  fi
  new_environment "$lock"

  say "installing $lock into .venv, a minute or two the first time"
  .venv/bin/python -m pip install --disable-pip-version-check --no-input \
    --require-hashes --only-binary :all: --requirement "$lock" < /dev/null |
    show Collecting Installing
  cp requirements.txt .venv/
  cp "$lock" .venv/
  say "installed"
}

# Packages that are read and never installed: none of their code runs, and what they would need stays away.
witnesses() {
  local lock=requirements-witness.txt
  if cmp -s "$lock" ".venv/witnesses/$lock"; then
    say "$lock is in .venv/witnesses"
    return
  fi
  say "fetching $lock into .venv/witnesses, a minute the first time"
  rm -rf .venv/witnesses
  mkdir .venv/witnesses
  .venv/bin/python -m pip download --disable-pip-version-check --no-input --no-deps \
    --require-hashes --only-binary :all: --dest .venv/witnesses --requirement "$lock" < /dev/null |
    show Saved
  cp "$lock" .venv/witnesses/
}

holds() {
  cmp -s "$1" ".venv/$1" && .venv/bin/python -c "" 2> /dev/null
}

# A virtual environment that works and holds no package of an older lock.
new_environment() {
  local old
  for old in requirements.txt requirements-dev.txt; do
    if [ -e ".venv/$old" ] && ! cmp -s "$old" ".venv/$old"; then
      say "$old has changed since .venv was made: making it anew"
      rm -rf .venv
    fi
  done
  if .venv/bin/python -m pip --version > /dev/null 2>&1; then return; fi

  command -v "$python" > /dev/null ||
    stop "'$python' is missing: install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3"
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 or newer is needed, '$python' is $("$python" --version): name another: make PYTHON=/path/to/python3"
  "$python" -c 'import ensurepip, venv' 2> /dev/null || debian_package python3-venv
  say "making .venv with $("$python" --version)"
  rm -rf .venv
  "$python" -m venv .venv
}

browser() {
  local name
  if [ -n "${CHROMIUM:-}" ]; then
    command -v "$CHROMIUM" > /dev/null || stop "CHROMIUM names '$CHROMIUM', which is no program"
    return
  fi
  for name in chromium chromium-browser google-chrome; do
    if command -v "$name" > /dev/null; then return; fi
  done
  debian_package chromium
}

# What lets the tests talk to the browser is a program of its own, and a bare Debian lacks a library of it.
driver() {
  if ! .venv/bin/python -m playwright --version > /dev/null 2>&1; then debian_package libatomic1; fi
}

other_browser() {
  if [ -n "${FIREFOX:-}" ]; then
    command -v "$FIREFOX" > /dev/null || stop "FIREFOX names '$FIREFOX', which is no program"
    return
  fi
  if command -v firefox-esr > /dev/null || command -v firefox > /dev/null; then return; fi
  debian_package firefox-esr
}

# What reads the PDF and the e-book back in the tests.
readers() {
  command -v pdftotext > /dev/null || debian_package poppler-utils
  command -v epubcheck > /dev/null || debian_package epubcheck
  command -v java > /dev/null || debian_package default-jre-headless
}

# WeasyPrint finds pango and harfbuzz where the system has them.
pango() {
  if .venv/bin/python -c "import weasyprint" > /dev/null 2>&1; then return; fi
  debian_package libpangoft2-1.0-0
  debian_package libharfbuzz-subset0
}

# Install a Debian package where this account may; otherwise say what is missing, and stop.
debian_package() {
  local package=$1 as_root=""
  command -v apt-get > /dev/null ||
    stop "$package is missing: install it the way this system does that, then run the same command again"
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2> /dev/null ||
      stop "$package is missing: run 'sudo apt-get install $package', then the same command again"
    as_root="sudo -n"
  fi
  say "installing the Debian package $package"
  {
    $as_root apt-get update
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$package"
  } < /dev/null | show Get: Setting
}

# Of what is piped in, the lines that begin with one of the words given: progress without the noise.
show() {
  local line word
  while IFS= read -r line; do
    for word in "$@"; do
      case $line in "$word"*) printf '    %.100s\n' "${line%% (from *}" ;; esac
    done
  done
}

say() { echo "set-up: $*"; }

stop() {
  echo "set-up: $*" >&2
  exit 1
}

main "$@"
