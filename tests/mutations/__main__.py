"""Print how many mistakes of each kind are caught, and those that are not: python -m tests.mutations [KIND…]."""

import sys
import tempfile
from pathlib import Path

from tests.mutations import KINDS
from tests.mutations.workshop import outcomes, row, whole


def main(wanted: list[str]) -> int:
    """Make the mistakes of the wanted kinds, of all when none is named; 1 when one is missed, 2 for an unknown kind."""
    if unknown := [kind for kind in wanted if kind not in KINDS]:
        print(f"no kind {unknown[0]!r}; there are:", *KINDS, sep="\n    ", file=sys.stderr)
        return 2
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for outcome in outcomes(Path(folder), wanted or list(KINDS)):
            found.append(outcome)
            print(row(outcome), *(f"     {missed}" for missed in outcome.missed), sep="\n", flush=True)
    print(row(whole(found)))
    return 1 if whole(found).missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
