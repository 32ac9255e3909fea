"""The macro that puts things side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from factbook.comparisons import Cell
from macros.facts import link
from macros.site import Site, inert


def macros(site: Site) -> Iterator[Callable[..., str]]:
    """The macros of this family, bound to a site."""

    def compare(id: str) -> str:
        """Things that are easily taken for each other, side by side: a table from data/comparisons.yaml.

        >>> compare("dynamodb_indexes")
        """
        found = site.book.comparisons[id]
        head = "".join(f'<th scope="col">{inert(name)}</th>' for name in found.columns)
        rows = "".join(
            f'<tr><th scope="row">{inert(name)}</th>'
            + "".join(
                f'<td data-label="{inert(column)}"><div>{_cell(site, cell)}</div></td>'
                for column, cell in zip(found.columns, cells, strict=True)
            )
            + "</tr>"
            for name, cells in found.rows.items()
        )
        return (
            f'<div class="compare"><table><caption>{inert(found.title)}</caption>'
            f"<thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    yield compare


def _cell(site: Site, cell: Cell) -> str:
    facts, resolve = site.book.facts, site.book.resolve
    return "".join(
        inert(piece) if isinstance(piece, str) else link(site, facts[resolve(piece.id)], facts[resolve(piece.id)].value)
        for piece in cell.pieces
    )
