"""What a note may say: the macros, and the gate that every build passes first.

MkDocs imports this package once for a build, Zensical runs this file again for
every page and does not put the project on the path. So it does that itself, and
keeps nothing: the book is read and checked in `factbook`, which stays imported.
"""

import sys
from pathlib import Path

_ROOT = str(Path(__file__).resolve().parent.parent)
if _ROOT not in sys.path:
    sys.path.insert(0, _ROOT)

from macros import (  # noqa: E402
    changes,
    compare,
    data,
    errors,
    exam,
    facts,
    manual,
    pictures,
    services,
    snippets,
    worked,
    written,
)
from macros.site import Site  # noqa: E402


def define_env(env):
    """Register every macro; refuse to build when a note or a fact is not sound."""
    site = Site(Path(env.project_dir), env.variables)
    for family in (facts, changes, services, exam, compare, errors, worked, pictures, snippets, data, manual):
        for macro in family.macros(site):
            env.macro(macro)


def on_pre_page_macros(env):
    """Write the calls of a note out, where a generator asks before it reads the note: MkDocs does."""
    extensions = env.conf["markdown_extensions"]
    kept = next((each for each in extensions if isinstance(each, written.Written)), None)
    if kept is None:
        kept = written.Written()
        extensions.append(kept)
    env.markdown, done = kept.note(env.markdown, env.macros)
    if done and "{{" not in str(env.page.title):  # a heading with a call in it is the title, too, and read by itself
        env.page.meta["render_macros"] = False  # as a note may say itself: there is nothing left for Jinja
