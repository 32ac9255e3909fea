"""The macro that lists errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from factbook.errors import RETRIES, Error
from macros.site import Site, inert


def macros(site: Site) -> Iterator[Callable[..., str]]:
    """The macros of this family, bound to a site."""

    def errors(service: str = "") -> str:
        """The errors that a developer meets: what each means, whether to try again, what to do. Of one service, or of all.

        >>> errors("ecr")
        """
        book = site.book
        found = [error for error in book.errors.values() if service in ("", error.service)]
        if service:
            return _table(found, whole=False)
        names = {id_: book.services[id_].short_name for id_ in book.services}
        found.sort(key=lambda error: (names[error.service].casefold(), error.code))
        parts = []
        for id_, group in groupby(found, key=lambda error: error.service):
            page = site.address(book.services[id_].page)
            parts.append(
                f'## {names[id_]}\n\n<p>More: <a href="{page}">{inert(names[id_])}</a></p>\n\n{_table(list(group), whole=True)}'
            )
        return "\n\n".join(parts)

    yield errors


_HEAD = ("Error", "Status", "What it means", "Again?", "What to do")


def _table(errors: list[Error], *, whole: bool) -> str:
    if not errors:
        return '<p class="facts-none">No errors are listed.</p>'
    head = "".join(f'<th scope="col">{name}</th>' for name in _HEAD)
    return (
        f'<div class="errors"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(_row(error, whole=whole) for error in errors)}</tbody></table></div>"
    )


def _row(error: Error, *, whole: bool) -> str:
    name = f' id="{error.id}"' if whole else ""
    return (
        f'<tr{name} data-error="{error.id}"><th scope="row"><code>{_breakable(error.code)}</code></th>'
        f'<td data-label="Status"><a href="{inert(error.source)}" rel="noopener" title="AWS&#39;s page">{error.status}</a></td>'
        f'<td data-label="What it means">{inert(error.means)}</td>'
        f'<td data-label="Again?" data-retry="{error.retry}">{inert(RETRIES[error.retry])}</td>'
        f'<td data-label="What to do">{inert(error.do)}</td></tr>'
    )


def _breakable(code: str) -> str:
    """A code that may break between its words: before a capital that follows a small letter, and after an underscore."""
    parts = [inert(sign) for sign in code]
    for at in range(len(code) - 1, 0, -1):
        if (code[at].isupper() and code[at - 1].islower()) or code[at - 1] == "_":
            parts.insert(at, "<wbr>")
    return "".join(parts)
