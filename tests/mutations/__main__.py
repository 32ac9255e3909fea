"""Print how many mistakes of each kind are caught, and those that are not: python -m tests.mutations [KIND…]."""

import sys
import tempfile
from pathlib import Path

from tests.mutations import KINDS
from tests.mutations.workshop import outcomes, table


def main(wanted: list[str]) -> int:
    """Make the mistakes of the wanted kinds, of all when none is named; 1 when one is missed, 2 for an unknown kind."""
    if unknown := [kind for kind in wanted if kind not in KINDS]:
        print(f"no kind {unknown[0]!r}; there are:", *KINDS, sep="\n    ", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        found = list(outcomes(Path(folder), wanted or list(KINDS)))
    for outcome in found:
        for missed in outcome.missed:
            print(f"{outcome.kind}: {missed}", file=sys.stderr)
    print(table(found))
    return 1 if any(outcome.missed for outcome in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
