#!/usr/bin/env bash
# Check the facts and notes, build the website, scan it, and only then put it in place of site/.
# A build that fails leaves the last good site as it was.
#
# GENERATOR says what builds, mkdocs or zensical; the Makefile has the default. BOOK says whether the book may be left out where
# what lays it out is missing (may, the default), must be made (must), must be made with a volume for each section (volumes), or is not wanted (no).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python=.venv/bin/python
new=.build/site
export NO_MKDOCS_2_WARNING=1   # Material's notice about its end of life; requirements.in says what it says

finish() {
  local code=$?
  if [ "$code" -eq 0 ]; then return; fi
  echo "site: not built$([ ! -e site ] || echo "; site/ is still the last good one")" >&2
}
trap finish EXIT

echo "site: checking facts and notes"
"$python" -m factbook check

echo "site: making the pages with ${GENERATOR:-nothing}"
"$python" tools/pages.py "${GENERATOR:-}" "$new"

echo "site: publishing data, Markdown copies, feed and calendar"
"$python" -m factbook publish "$new"

echo "site: making the book and the archive"
"$python" -m factbook bind "$new" --book "${BOOK:-may}"

echo "site: scanning the built pages"
"$python" -m factbook scan "$new"

rm -rf .build/old
if [ -e site ]; then mv site .build/old; fi
mv "$new" site
rm -rf .build/old

echo "site: built into site/ in ${SECONDS} s"
echo "site: to read it, run python3 -m http.server --directory site, and open http://127.0.0.1:8000/"
