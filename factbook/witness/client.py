"""A polite reader of web pages.

It asks a host one thing at a time, with a pause between requests, says who it is,
keeps to robots.txt, repeats what may pass (no answer, 408, 429, 5xx, a broken
transfer) with growing pauses and no sooner than `Retry-After` says, and asks only
whether a page has changed where it knows the page. Every wait, try and size has a
bound.

urllib3's own retries are not used: they would ask a host again without the pause
that all requests share, wait for hours where a server says so, and end before the
body is read, so that a broken transfer would not be repeated.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.util.retry import Retry

from factbook.witness import robots
from factbook.witness.shelf import Page, Shelf
from factbook.witness.wording import Wording

_MOVED = (301, 302, 303, 307, 308)
_GONE = (404, 410)
_PASSING = (408, 425, 429, 500, 502, 503, 504)
_HTML = ("text/html", "application/xhtml+xml")
_AWS = re.compile(
    r"(?:[a-z0-9-]+\.)*aws\.amazon\.com|(?:[a-z0-9-]+\.)*repost\.aws|[a-z0-9-]+\.awsstatic\.com"
    r"|(?:boto3|awscli|pricing\.[a-z0-9-]+)\.amazonaws\.com|kiro\.dev"
)
"""Hosts on which AWS itself speaks. Not all of amazonaws.com: there customers keep their own."""


class CannotTell(Exception):
    """A page that could not be read; says why. It says nothing about the page."""


class Gone(CannotTell):
    """A page that is no longer there: the server says so."""


class NotAsked(CannotTell):
    """A page that this run has not asked for, so that a later one may."""


class _Refused(CannotTell):
    """The host did not want to, or was not able to answer."""


class _Passing(_Refused):
    """Something that may pass; `wait` is how many seconds the server asks to wait."""

    def __init__(self, reason: str, wait: float = 0) -> None:
        super().__init__(reason)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Manners:
    """How the reader behaves; times in seconds.

    `patience` bounds the time for one page with all its repeats, `whole` that of the
    run. After `refusals` pages in a row that a host refused it is asked no more.
    """

    pause: float = 1
    connect: float = 10
    silence: float = 20
    tries: int = 4
    backoff: float = 2
    backoff_max: float = 60
    patience: float = 180
    whole: float = 3 * 60 * 60
    hops: int = 5
    refusals: int = 5
    size: int = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one request brought: a text, or where to look instead. `known` is set where the kept page still holds."""

    text: str = ""
    to: str = ""
    known: bool = False
    etag: str = ""
    modified: str = ""


def _itself(address: str) -> str:
    return address


class Client:
    """Reads pages through one session, one after the other.

    `agent` is the User-Agent; what stands before its first "/" is the name that
    robots.txt may call it by. `at` maps an address to the one really asked, for tests.
    """

    def __init__(
        self,
        agent: str,
        shelf: Shelf,
        *,
        session: requests.Session | None = None,
        manners: Manners | None = None,
        at: Callable[[str], str] = _itself,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.agent = agent
        self.shelf = shelf
        self.session = session or requests.Session()
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.manners = manners or Manners()
        self._at, self._sleep, self._clock, self._chance = at, sleep, clock, chance
        self._end = clock() + self.manners.whole
        self._ready: dict[str, float] = {}
        self._refused: dict[str, int] = {}
        self._robots: dict[str, robots.Robots | str] = {}

    def page(self, address: str) -> tuple[Page, Wording]:
        """The page at an https address and what it says, wherever on AWS it has moved. Raises CannotTell."""
        deadline = min(self._clock() + self.manners.patience, self._end)
        for _ in range(self.manners.hops + 1):
            host = _host(address)
            self._may(address, deadline)
            try:
                page, answer = self._read(address, deadline)
            except NotAsked:
                raise
            except _Refused:
                self._refused[host] = self._refused.get(host, 0) + 1
                raise
            except Gone:
                self._refused[host] = 0
                raise
            self._refused[host] = 0
            said = None if answer.to else Wording(page.html)
            to = answer.to or urljoin(address, said.refresh if said else "").partition("#")[0]
            if said and (not said.refresh or to == address):
                return page, said
            _follow(address, to)
            address = to
        raise CannotTell(f"redirected more than {self.manners.hops} times")

    def _may(self, address: str, deadline: float) -> None:
        host = _host(address)
        if self._clock() >= self._end:
            raise NotAsked("the time for one run is over")
        if self._refused.get(host, 0) >= self.manners.refusals:
            raise NotAsked(f"{host} refused {self.manners.refusals} pages in a row and was asked no more")
        if host not in self._robots:
            self._robots[host] = self._rules(host, deadline)
        rules = self._robots[host]
        if isinstance(rules, str):
            raise NotAsked(f"robots.txt of {host} could not be read: {rules}")
        if not rules.allows(address):
            raise CannotTell(f"robots.txt of {host} forbids it")

    def _rules(self, host: str, deadline: float) -> robots.Robots | str:
        """The rules of a host, or why they are not known. Only a host that has none at all allows everything."""
        address = f"https://{host}/robots.txt"
        try:
            for _ in range(self.manners.hops + 1):
                answer = self._asked(address, deadline, None, html=False)
                if not answer.to:
                    return robots.parse(answer.text, self.agent.partition("/")[0])
                _follow(address, answer.to)
                address = answer.to
        except Gone as gone:
            return robots.EVERYTHING if str(gone).endswith("404") else str(gone)
        except CannotTell as error:
            return str(error)
        return f"redirected more than {self.manners.hops} times"

    def _read(self, address: str, deadline: float) -> tuple[Page, _Answer]:
        kept = self.shelf.get(address)
        answer = self._asked(address, deadline, kept, html=True)
        if kept and answer.known:
            return kept, answer
        page = Page(address, answer.text, answer.etag, answer.modified)
        if not answer.to:
            self.shelf.put(page)
        return page, answer

    def _asked(self, address: str, deadline: float, kept: Page | None, *, html: bool) -> _Answer:
        """The answer to a request, repeated while that may help."""
        host = _host(address)
        for attempt in range(1, self.manners.tries + 1):
            self._turn(host, deadline, asked=attempt > 1)
            try:
                return self._once(address, deadline, kept, html=html)
            except _Passing as passing:
                reason = str(passing)
                growing = min(self.manners.backoff * 2 ** (attempt - 1), self.manners.backoff_max)
                wait = max(growing * (0.5 + self._chance() / 2), passing.wait)
                self._ready[host] = self._clock() + max(wait, self._pause(host))
        raise _Refused(f"{reason}, {self.manners.tries} times")

    def _turn(self, host: str, deadline: float, *, asked: bool) -> None:
        """Wait until the host may be asked again. Raises when that is too late."""
        wait = self._ready.get(host, 0) - self._clock()
        if wait <= 0:
            return
        if self._clock() + wait > deadline:
            kind = _Refused if asked else NotAsked
            raise kind(f"{host} wants to be asked again in {wait:.0f} s, too late for this run")
        self._sleep(wait)

    def _pause(self, host: str) -> float:
        rules = self._robots.get(host)
        return max(self.manners.pause, rules.delay if isinstance(rules, robots.Robots) else 0)

    def _once(self, address: str, deadline: float, kept: Page | None, *, html: bool) -> _Answer:
        headers = {"User-Agent": self.agent, "Accept-Language": "en", "Accept": ", ".join(_HTML) if html else "*/*"}
        if kept and kept.etag:
            headers["If-None-Match"] = kept.etag
        if kept and kept.modified:
            headers["If-Modified-Since"] = kept.modified
        try:
            with self.session.get(
                self._at(address),
                headers=headers,
                timeout=(self.manners.connect, self.manners.silence),
                stream=True,
                allow_redirects=False,
            ) as response:
                return self._answer(response, address, deadline, kept, html=html)
        except requests.Timeout:
            raise _Passing("no answer in time") from None
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError, HTTPError) as error:
            late = "timed out" in str(error).lower()
            raise _Passing("no answer in time" if late else "the connection failed") from None
        except requests.RequestException as error:
            raise CannotTell(f"no usable answer: {type(error).__name__}") from None
        finally:
            host = _host(address)
            self._ready[host] = self._clock() + self._pause(host)

    def _answer(
        self, response: requests.Response, address: str, deadline: float, kept: Page | None, *, html: bool
    ) -> _Answer:
        status = response.status_code
        if status == 304 and kept:
            return _Answer(known=True)
        if status in _MOVED and response.headers.get("Location"):
            return _Answer(to=urljoin(address, response.headers["Location"]).partition("#")[0])
        if status in _GONE:
            raise Gone(f"the page is gone: {status}")
        if status in _PASSING:
            raise _Passing(f"the server answered {status}", _retry_after(response))
        if status != 200:
            raise _Refused(f"the server answered {status}")
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if html and kind not in _HTML:
            raise CannotTell(f"not HTML but {kind or 'of no stated type'}")
        return _Answer(
            self._body(response, deadline),
            etag=response.headers.get("ETag", ""),
            modified=response.headers.get("Last-Modified", ""),
        )

    def _body(self, response: requests.Response, deadline: float) -> str:
        """The text of an answer, unpacked; no more of it is taken than may be."""
        body = bytearray()
        for chunk in response.iter_content(64 * 1024):
            body += chunk
            if len(body) > self.manners.size:
                raise CannotTell(f"larger than {self.manners.size // 1024} KiB")
            if self._clock() > deadline:
                raise _Refused("the answer took too long")
        declared = re.search(r"charset=[\"']?([\w.:-]+)", response.headers.get("Content-Type", ""), re.IGNORECASE)
        declared = declared or re.search(r"<meta[^>]+charset=[\"']?([\w.:-]+)", body[:4096].decode("latin-1"), re.I)
        try:
            return body.decode(declared[1] if declared else "utf-8", "replace")
        except LookupError:
            return body.decode("utf-8", "replace")


def _host(address: str) -> str:
    return urlsplit(address).netloc.lower()


def _follow(address: str, to: str) -> None:
    """Raises CannotTell where a redirect leads away from AWS, or to an address that is not https."""
    host = _host(to)
    if urlsplit(to).scheme != "https" or not (host == _host(address) or _AWS.fullmatch(host)):
        raise CannotTell(f"redirected to {to}, where AWS does not speak")


def _retry_after(response: requests.Response) -> float:
    """How many seconds the server asks to wait; 0 when it does not, or not in a way that can be read."""
    try:
        return Retry().parse_retry_after(response.headers.get("Retry-After") or "0")
    except (InvalidHeader, OverflowError):
        return 0
