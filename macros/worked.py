"""The macro that works an example."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from factbook import worked as examples
from factbook.worked import Ref, Step
from macros.facts import link
from macros.site import Site, inert


def macros(site: Site) -> Iterator[Callable[..., str]]:
    """The macros of this family, bound to a site."""

    def worked(example: str, **numbers: float | str) -> str:
        """An example worked step by step, every number in it from the facts.

        >>> worked("lambda_cost", requests=3000000, memory_mb=512, duration_ms=1000)
        """
        done = examples.work(example, site.book.facts, numbers)
        steps = "".join(
            f'<li>{_sentence(site, step)} <span class="worked-math">{inert(step.sum)} = <b>{inert(step.result)}</b></span></li>'
            for step in done.steps
        )
        return (
            f'<div class="worked"><p class="worked-title">{inert(done.question)}</p>'
            f'<ol class="worked-steps">{steps}</ol><p class="worked-result">{inert(done.answer)}</p></div>'
        )

    yield worked


def _sentence(site: Site, step: Step) -> str:
    return "".join(_piece(site, piece) for piece in step.sentence)


def _piece(site: Site, piece: Ref | str) -> str:
    if not isinstance(piece, Ref):
        return inert(piece)
    fact = site.book.facts[piece.id]
    return link(site, fact, fact.value)
