"""The source page as a witness: whether it still says a fact's evidence.

A page that cannot be read says nothing about a fact: that is "could not tell", never
"not found". Not found is only what a page that was read does not say, and a page
that its server says is gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import requests

from factbook.facts import Fact
from factbook.witness.client import CannotTell, Client, Gone, NotAsked
from factbook.witness.seen import COULD_NOT_TELL, FOUND, NOT_FOUND, Seen
from factbook.witness.shelf import Read, Run, Shelf
from factbook.witness.wording import Wording

_LEAST = 50
"""A page of fewer words is a frame that a script fills, and was not really read."""


def agent(config: str) -> str:
    """The User-Agent: the project's name and address, from the text of mkdocs.yml."""
    match = re.search(r"^repo_url:\s*[\"']?(https://[^\s\"'#]+)", config, re.MULTILINE)
    if not match:
        return "factbook/1"
    address = match[1].rstrip("/")
    return f"{address.rpartition('/')[2]}/1 (+{address}; looks whether its quotations still hold)"


def look(
    facts: Iterable[Fact],
    *,
    cache: Path,
    agent: str,
    today: date,
    say: Callable[[str], None],
    session: requests.Session | None = None,
    client: Client | None = None,
) -> Iterator[Seen]:
    """What the source pages say of the facts, page by page, in the order in which the pages are first named.

    Derived facts have no page of their own and are left out. Pages are kept below
    `cache`; a run that is interrupted goes on where it stopped when it is begun again.
    `say` gets one line for each page, which starts with number/total. A `client` takes
    the place of the one made from `agent` and `session`.
    """
    by_page: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.source:
            by_page.setdefault(fact.source.partition("#")[0], []).append(fact)
    shelf, run = Shelf(cache), Run(cache, today)
    client = client or Client(agent, shelf, session=session)
    whole = True
    for number, (address, told) in enumerate(by_page.items(), 1):
        say(f"{number}/{len(by_page)} {address}")
        read, wording = _kept(run, shelf, address)
        if read is None:
            try:
                page, wording = client.page(address)
                read = Read(today, page=page.address)
                run.add(address, read)
            except NotAsked as error:
                read, whole = Read(today, reason=str(error)), False
            except CannotTell as error:
                read = Read(today, reason=str(error), gone=isinstance(error, Gone))
                run.add(address, read)
        for fact in told:
            yield _seen(fact, address, read, wording)
    if whole:
        run.end()


def _kept(run: Run, shelf: Shelf, address: str) -> tuple[Read | None, Wording | None]:
    """What an interrupted run already knows of an address."""
    read = run.reads.get(address)
    if read is None or not read.page:
        return read, None
    page = shelf.get(read.page)
    return (read, Wording(page.html)) if page else (None, None)


def _seen(fact: Fact, address: str, read: Read, wording: Wording | None) -> Seen:
    outcome, says = COULD_NOT_TELL, read.reason
    if read.gone:
        outcome = NOT_FOUND
    elif wording and wording.says(fact.evidence):
        outcome, says = FOUND, ""
    elif wording and wording.length < _LEAST:
        says = f"the page has only {wording.length} words before its scripts run"
    elif wording:
        outcome, says = NOT_FOUND, wording.nearest(fact.evidence)
    return Seen(fact.id, outcome, says, read.page or address, read.day)
