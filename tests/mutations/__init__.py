"""Single mistakes of every kind, made in the real project to see whether each is found where it is.

The modules hold the kinds, one function each; `workshop` makes them. For people:
`python -m tests.mutations` prints how many of each kind are caught.
"""

from tests.mutations import facts, finding, hostile, lists, markdown, naming, pages, shown, yaml_text  # noqa: F401  (they fill KINDS)
from tests.mutations.project import KINDS as KINDS
