#!/usr/bin/env bash
# Keep one issue on GitHub that lists what moved: open it, bring it up to date, or close it.
#
#   tools/tell.sh FOLDER        FOLDER as tools/witness.sh leaves it; gh finds repository and token in its environment
#
# It is closed only when every witness was asked and nothing moved.
set -euo pipefail

[ $# -eq 1 ] || { echo "usage: tools/tell.sh FOLDER" >&2; exit 2; }
folder=$1 label=witness title="AWS no longer says what some facts say"
most=60000   # bytes; an issue holds 65,536 characters

open=$(gh issue list --state open --label "$label" --limit 1 --json number --jq '.[0].number // empty')

if [ ! -s "$folder/moved.md" ]; then
  if [ -z "$open" ]; then
    echo "tell: nothing moved, and no issue is open"
  elif [ -s "$folder/silent" ]; then
    echo "tell: not every witness was asked: issue $open stays as it is"
  else
    gh issue close "$open" --comment "Every witness was asked, and nothing moves any more."
  fi
  exit 0
fi

{
  echo "Read each source again, then put the fact right with \`python -m factbook set\`, or its evidence or witness in the file."
  echo
  if [ "$(wc -c < "$folder/moved.md")" -le "$most" ]; then
    cat "$folder/moved.md"
  else
    head -c "$most" "$folder/moved.md" | sed '$d'   # the last line may be half a one
    printf '\nThe list is cut here; the whole of it is kept with the run of the workflow.\n'
  fi
  if [ -s "$folder/silent" ]; then
    printf '\nNot asked this time:\n\n'
    sed 's/^/- the /' "$folder/silent"
  fi
} > "$folder/issue.md"

if [ -n "$open" ]; then
  gh issue edit "$open" --title "$title" --body-file "$folder/issue.md"
else
  gh label create "$label" --force --description "What AWS says differs from a fact" --color d93f0b
  gh issue create --title "$title" --label "$label" --body-file "$folder/issue.md"
fi
