#!/usr/bin/env bash
# Hold all facts against AWS as it is today: its packages as pinned, their newest releases, the source pages.
#
#   tools/witness.sh FOLDER
#
# FOLDER/moved.md lists exactly what moved; it is empty when nothing did. FOLDER/silent names the witnesses
# that could not be asked, one a line. Only then does this fail; what moved is no failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ $# -eq 1 ] || { echo "usage: tools/witness.sh FOLDER" >&2; exit 2; }
folder=$1 newest=.build/newest

main() {
  mkdir -p "$folder"
  : > "$folder/moved.md"
  : > "$folder/silent"
  ask "pinned packages" .venv/bin/python -m factbook verify
  if with_newest_packages > "$folder/install.log" 2>&1; then
    ask "newest packages" "$newest/bin/python" -m factbook verify
  else
    cat "$folder/install.log" >&2
    silent "newest packages"
  fi
  ask "source pages" .venv/bin/python -m factbook verify --online
  if [ -s "$folder/silent" ]; then exit 1; fi
}

# Ask one witness, and keep what it says when something moved (1); anything else than that and 0 is silence.
ask() {
  local name=$1 code=0
  shift
  "$@" --format markdown > "$folder/answer.md" || code=$?
  case $code in
    0) echo "witness: $name: nothing moved" ;;
    1)
      echo "witness: $name: something moved"
      { echo "## The $name"; echo; cat "$folder/answer.md"; echo; } >> "$folder/moved.md"
      ;;
    *) silent "$name" ;;
  esac
}

silent() {
  echo "witness: $1: could not be asked" >&2
  echo "$1" >> "$folder/silent"
}

# The pinned environment with a botocore that is newer, and the newest of the packages that are only read.
with_newest_packages() {
  rm -rf "$newest" &&
    .venv/bin/python -m venv "$newest" &&
    "$newest/bin/python" -m pip install --disable-pip-version-check --no-input \
      --require-hashes --only-binary :all: --requirement requirements.txt &&
    "$newest/bin/python" -m pip install --disable-pip-version-check --no-input \
      --only-binary :all: --upgrade botocore &&
    sed -n 's/^\([a-z0-9-]*\)==.*/\1/p' requirements-witness.txt > "$newest/names" &&
    "$newest/bin/python" -m pip download --disable-pip-version-check --no-input \
      --no-deps --only-binary :all: --dest "$newest/witnesses" --requirement "$newest/names"
}

main
