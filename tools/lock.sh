#!/usr/bin/env bash
# Write requirements.txt, requirements-dev.txt and requirements-witness.txt from their .in files, with hashes, for every platform.
#
#   tools/lock.sh              keep the versions that are locked, where the .in files still allow them
#   tools/lock.sh --upgrade    take the newest of everything that the .in files do not pin
#
# Only packages with ready-made wheels are taken: installing them runs no code of theirs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

lock() {
  local input=$1 output=$2
  shift 2
  echo "locking $output"
  .venv/bin/python -m uv pip compile "$input" --output-file "$output" "$@" \
    --quiet --universal --python-version 3.11 --only-binary :all: --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"
}

# The larger set first: the site is then built with the very versions it is tested with.
lock requirements-dev.in requirements-dev.txt "$@"
lock requirements.in requirements.txt --constraints requirements-dev.txt "$@"
lock requirements-witness.in requirements-witness.txt --no-deps "$@"   # only read: what they would need to run is not fetched
echo "locked. Look at the change with: git diff --stat 'requirements*.txt'"
