"""Source pages as a witness, read from a real server that plays each answer a site may give."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest
import requests

from factbook import cli, progress
from factbook.facts import Amount, Fact, Place
from factbook.witness import pages
from factbook.witness.client import Client, Manners
from factbook.witness.seen import COULD_NOT_TELL, FORMATS, FOUND, NOT_FOUND, Seen
from factbook.witness.shelf import Shelf
from tests.answers import HOST, Answer, Server, html, serving, zipped
from tests.projects import small

TODAY = date(2026, 11, 23)
AGENT = "aws-developer-notes/1 (+https://example.org/notes)"
EVIDENCE = "900 seconds (15 minutes)"
SAYS_IT = html("<p>A function runs for at most 900&nbsp;seconds (15 minutes).</p>")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


def fact(source: str, evidence: str = EVIDENCE, id_: str = "lambda.timeout_max") -> Fact:
    return Fact(id_, "T", "limit", Amount(Fraction(15)), Place("a.yaml", 3), source=source, evidence=evidence)


class Time:
    """A clock that stands still but for the waits, which take no time."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


class Reader:
    """Reads facts' pages from a server, as the command does, but for the clock."""

    def __init__(self, server: Server, cache, **manners: float) -> None:
        self.server, self.cache, self.time, self.said = server, cache, Time(), []
        self.manners = Manners(**{"silence": 5, **manners})

    def client(self) -> Client:
        session = requests.Session()
        session.trust_env = False
        return Client(
            AGENT,
            Shelf(self.cache),
            session=session,
            manners=self.manners,
            at=self.server.at,
            sleep=self.time.sleep,
            clock=lambda: self.time.now,
            chance=lambda: 1.0,
        )

    def look(self, *facts: Fact, today: date = TODAY, client: Client | None = None) -> Iterator[Seen]:
        client = client or self.client()
        return pages.look(facts, cache=self.cache, agent=AGENT, today=today, say=self.said.append, client=client)

    def one(self, source: str, evidence: str = EVIDENCE) -> Seen:
        return next(iter(list(self.look(fact(source, evidence)))))


@pytest.fixture
def reader(server, tmp_path) -> Reader:
    return Reader(server, tmp_path / "pages")


# ---- what a page says ----


def test_evidence_that_is_there_is_found(reader, server):
    address = server.put("/a.html", SAYS_IT)
    assert reader.one(address) == Seen("lambda.timeout_max", FOUND, "", address, TODAY)
    assert reader.said == [f"1/1 {address}"]


def test_evidence_that_has_changed_is_shown_as_it_is_now(reader, server):
    address = server.put(
        "/a.html", html("<p>Other things.</p><p>A function runs for at most 1,800 seconds (30 minutes).</p>")
    )
    seen = reader.one(address)
    assert (seen.outcome, seen.says) == (NOT_FOUND, "A function runs for at most 1,800 seconds (30 minutes).")


def test_a_page_without_anything_like_the_evidence(reader, server):
    seen = reader.one(server.put("/a.html", html("<p>Something else.</p>")))
    assert (seen.outcome, seen.says) == (NOT_FOUND, "")


def test_a_fragment_is_a_place_on_the_page_and_one_page_is_asked_once(reader, server):
    address = server.put("/a.html", SAYS_IT)
    facts = [fact(f"{address}#x", id_="a.b"), fact(f"{address}#y", id_="a.c"), fact(address, "900 hours", id_="a.d")]
    assert [each.outcome for each in reader.look(*facts)] == [FOUND, FOUND, NOT_FOUND]
    assert server.paths == ["/a.html"]


def test_a_derived_fact_has_no_page(reader):
    assert list(reader.look(fact("", ""))) == []


def test_a_page_that_is_gone_no_longer_says_it(reader, server):
    seen = reader.one(f"https://{HOST}/gone.html")
    assert (seen.outcome, seen.says) == (NOT_FOUND, "the page is gone: 404")
    assert server.paths == ["/gone.html"]


def test_packed_pages_and_other_character_sets_are_read(reader, server):
    assert reader.one(server.put("/a.html", zipped(SAYS_IT))).outcome == FOUND
    latin = Answer(
        html("<p>café costs 5</p>").decode().encode("latin-1"),
        headers={"Content-Type": "text/html; charset=iso-8859-1"},
    )
    assert reader.one(server.put("/b.html", latin), "café costs 5").outcome == FOUND


def test_a_frame_that_a_script_fills_tells_nothing(reader, server):
    seen = reader.one(
        server.put("/a.html", b"<html><body><div id=app>Loading 9</div><script>900 seconds</script></body>")
    )
    assert (seen.outcome, seen.says) == (COULD_NOT_TELL, "the page has only 2 words before its scripts run")


# ---- moved ----


def test_a_page_that_moved_is_followed_and_said_so(reader, server):
    old = server.put("/old.html", Answer(status=301, headers={"Location": "/new.html#part"}))
    new = server.put("/new.html", SAYS_IT)
    assert reader.one(old) == Seen("lambda.timeout_max", FOUND, "", new, TODAY)


def test_a_page_that_sends_browsers_on_is_followed(reader, server):
    old = server.put("/dg/", b'<html><head><meta http-equiv="refresh" content="10;URL=welcome.html"></head></html>')
    new = server.put("/dg/welcome.html", SAYS_IT)
    assert reader.one(old).address == new


def test_a_page_may_move_to_another_host_of_aws(reader, server):
    old = server.put("/old.html", Answer(status=302, headers={"Location": "https://aws.amazon.com/new/"}))
    server.put("/aws.amazon.com/new/", SAYS_IT)
    assert reader.one(old).outcome == FOUND
    assert len(server.asked("/aws.amazon.com/robots.txt")) == 1


@pytest.mark.parametrize(
    "target",
    [
        "https://aws.example/x",
        "https://docs.aws.amazon.com.example/x",
        "https://notaws.amazon.com/x",
        "https://bucket.s3.amazonaws.com/x",
        "http://docs.aws.amazon.com/x",
        "//example.org/x",
        "https://user@example.org/x",
        "file:///etc/passwd",
    ],
)
def test_a_page_that_leads_away_from_aws_is_not_followed(reader, server, target):
    seen = reader.one(server.put("/old.html", Answer(status=301, headers={"Location": target})))
    assert seen.outcome == COULD_NOT_TELL
    assert "where AWS does not speak" in seen.says
    assert server.paths == ["/old.html"]


def test_a_circle_ends(reader, server):
    address = server.put("/a.html", Answer(status=301, headers={"Location": "/a.html?again"}))
    server.at = lambda address: f"http://127.0.0.1:{server.port}{'/robots.txt' if 'robots' in address else '/a.html'}"
    seen = reader.one(address)
    assert (seen.outcome, seen.says) == (COULD_NOT_TELL, "redirected more than 5 times")


# ---- what tells nothing ----


@pytest.mark.parametrize("status", [202, 400, 401, 403, 405, 451])
def test_a_refusal_is_not_repeated_and_tells_nothing(reader, server, status):
    seen = reader.one(server.put("/a.html", Answer(b"no", status)))
    assert (seen.outcome, seen.says) == (COULD_NOT_TELL, f"the server answered {status}")
    assert server.paths == ["/a.html"]


def test_too_many_requests_is_waited_out(reader, server):
    address = server.put("/a.html", Answer(status=429, headers={"Retry-After": "7"}), SAYS_IT)
    assert reader.one(address).outcome == FOUND
    assert reader.time.waits == [1, 7], "the pause after robots.txt, and what the server asked for"


def test_a_wait_that_is_too_long_is_not_waited(reader, server):
    first = server.put("/a.html", Answer(status=503, headers={"Retry-After": "3600"}))
    second = server.put("/b.html", SAYS_IT)
    seen = list(reader.look(fact(first, id_="a.a"), fact(second, id_="a.b")))
    assert [each.outcome for each in seen] == [COULD_NOT_TELL, COULD_NOT_TELL]
    assert {each.says for each in seen} == {f"{HOST} wants to be asked again in 3600 s, too late for this run"}
    assert server.paths == ["/a.html"], "the whole host is left alone"
    assert sum(reader.time.waits) < 10


@pytest.mark.parametrize("said", ["soon", "-5", "Mon, 01 Jan 2001 00:00:00 GMT", ""])
def test_a_wait_that_cannot_be_read_is_the_usual_one(reader, server, said):
    address = server.put("/a.html", Answer(status=429, headers={"Retry-After": said}), SAYS_IT)
    assert reader.one(address).outcome == FOUND
    assert reader.time.waits == [1, 2]


def test_an_error_is_repeated_with_growing_pauses_and_then_given_up(reader, server):
    seen = reader.one(server.put("/a.html", Answer(status=500)))
    assert (seen.outcome, seen.says) == (COULD_NOT_TELL, "the server answered 500, 4 times")
    assert len(server.paths) == 4
    assert reader.time.waits == [1, 2, 4, 8]


def test_an_error_that_passes_does_no_harm(reader, server):
    address = server.put("/a.html", *[Answer(status=500)] * 3, SAYS_IT)
    assert reader.one(address).outcome == FOUND


def test_a_server_that_is_silent_tells_nothing(server, tmp_path):
    reader = Reader(server, tmp_path, silence=0.1, tries=2)
    let_go = threading.Event()
    seen = reader.one(server.put("/a.html", Answer(SAYS_IT, hang=let_go)))
    let_go.set()
    assert (seen.outcome, seen.says) == (COULD_NOT_TELL, "no answer in time, 2 times")


def test_a_transfer_that_breaks_is_repeated(reader, server):
    address = server.put("/a.html", Answer(SAYS_IT, length=len(SAYS_IT) + 1000), SAYS_IT)
    assert reader.one(address).outcome == FOUND
    assert len(server.paths) == 2


def test_half_a_page_tells_nothing(reader, server):
    half = SAYS_IT[: len(SAYS_IT) // 2]
    seen = reader.one(server.put("/a.html", Answer(half, length=len(SAYS_IT))), "not on the page")
    assert (seen.outcome, seen.says) == (COULD_NOT_TELL, "the connection failed, 4 times")


def test_what_claims_to_be_packed_and_is_not_tells_nothing(reader, server):
    seen = reader.one(server.put("/a.html", Answer(SAYS_IT, headers={"Content-Encoding": "gzip"})))
    assert seen.outcome == COULD_NOT_TELL


@pytest.mark.parametrize("pack", [Answer, zipped])
def test_a_huge_page_is_not_read_to_its_end(server, tmp_path, pack):
    reader = Reader(server, tmp_path, size=100_000)
    seen = reader.one(server.put("/a.html", pack(SAYS_IT + b" " * 50_000_000)))
    assert (seen.outcome, seen.says) == (COULD_NOT_TELL, "larger than 97 KiB")


@pytest.mark.parametrize("kind", ["application/pdf", "application/json", "text/plain"])
def test_what_is_not_html_tells_nothing(reader, server, kind):
    seen = reader.one(server.put("/a", Answer(SAYS_IT, headers={"Content-Type": kind})))
    assert (seen.outcome, seen.says) == (COULD_NOT_TELL, f"not HTML but {kind}")


def test_nobody_listens(tmp_path):
    with serving() as gone:
        pass
    seen = Reader(gone, tmp_path).one(f"https://{HOST}/a.html")
    assert (seen.outcome, seen.says) == (
        COULD_NOT_TELL,
        f"robots.txt of {HOST} could not be read: the connection failed, 4 times",
    )


def test_a_host_that_refuses_page_after_page_is_left_alone(reader, server):
    facts = [fact(server.put(f"/{number}.html", Answer(status=403)), id_=f"a.b{number}") for number in range(8)]
    seen = list(reader.look(*facts))
    assert {each.outcome for each in seen} == {COULD_NOT_TELL}
    assert server.paths == [f"/{number}.html" for number in range(5)]
    assert seen[-1].says == f"{HOST} refused 5 pages in a row and was asked no more"


def test_a_run_has_an_end(server, tmp_path):
    reader = Reader(server, tmp_path, pause=60, whole=150)
    facts = [fact(server.put(f"/{number}.html", SAYS_IT), id_=f"a.b{number}") for number in range(5)]
    assert [each.outcome for each in reader.look(*facts)] == [FOUND, FOUND, *[COULD_NOT_TELL] * 3]
    assert reader.time.now <= 1000 + 150


# ---- manners ----


def test_it_says_who_it_is_and_takes_no_cookies(reader, server):
    one = server.put("/a.html", Answer(SAYS_IT, headers={"Set-Cookie": "a=b"}))
    two = server.put("/b.html", SAYS_IT)
    list(reader.look(fact(one, id_="a.a"), fact(two, id_="a.b")))
    assert {request.headers["User-Agent"] for request in server.requests} == {AGENT}
    assert not any("Cookie" in request.headers for request in server.requests)


def test_one_request_at_a_time_with_a_pause_between(server, tmp_path):
    session = requests.Session()
    session.trust_env = False
    client = Client(AGENT, Shelf(tmp_path), session=session, manners=Manners(pause=0.05), at=server.at)
    facts = [fact(server.put(f"/{number}.html", SAYS_IT), id_=f"a.b{number}") for number in range(5)]
    found = pages.look(facts, cache=tmp_path, agent=AGENT, today=TODAY, say=lambda line: None, client=client)
    assert {each.outcome for each in found} == {FOUND}
    assert [request.others for request in server.requests] == [0] * 6
    assert all(request.after >= 0.045 for request in server.requests[1:])


ROBOTS = b"User-agent: *\nDisallow: /private/\nDisallow: /*/old/\nAllow: /private/open\nCrawl-delay: 9\n"


def test_robots_are_asked_once_and_obeyed(reader, server):
    server.put("/robots.txt", Answer(ROBOTS, headers={"Content-Type": "text/plain"}))
    addresses = [server.put(path, SAYS_IT) for path in ("/private/a", "/x/old/a", "/private/open", "/b")]
    seen = list(reader.look(*(fact(address, id_=f"a.b{number}") for number, address in enumerate(addresses))))
    assert [each.outcome for each in seen] == [COULD_NOT_TELL, COULD_NOT_TELL, FOUND, FOUND]
    assert seen[0].says == f"robots.txt of {HOST} forbids it"
    assert [request.path for request in server.requests] == ["/robots.txt", "/private/open", "/b"]
    assert reader.time.waits == [1, 9], "the site asks for a longer pause"


def test_robots_that_forbid_everything(reader, server):
    server.put("/robots.txt", b"User-agent: AWS-Developer-Notes\nDisallow: /\n\nUser-agent: *\nDisallow:\n")
    assert reader.one(server.put("/a.html", SAYS_IT)).outcome == COULD_NOT_TELL
    assert server.paths == []


@pytest.mark.parametrize("answer", [Answer(status=403), Answer(status=410), Answer(status=500)])
def test_robots_that_cannot_be_read_forbid_everything(reader, server, answer):
    server.put("/robots.txt", answer)
    seen = reader.one(server.put("/a.html", SAYS_IT))
    assert seen.outcome == COULD_NOT_TELL
    assert seen.says.startswith(f"robots.txt of {HOST} could not be read: ")
    assert server.paths == []


# ---- what is kept ----

TAGGED = {"ETag": '"1"', "Last-Modified": "Mon, 02 Nov 2026 10:00:00 GMT"}


def test_a_page_that_is_known_is_asked_only_whether_it_changed(reader, server):
    address = server.put("/a.html", Answer(SAYS_IT, headers=TAGGED))
    assert reader.one(address).outcome == FOUND
    assert reader.one(address).outcome == FOUND
    first, second = server.asked("/a.html")
    assert "If-None-Match" not in first.headers
    assert second.headers["If-None-Match"] == '"1"'
    assert second.headers["If-Modified-Since"] == TAGGED["Last-Modified"]


def test_a_page_that_changed_is_read_anew(reader, server):
    address = server.put("/a.html", Answer(SAYS_IT, headers=TAGGED))
    reader.one(address)
    server.put("/a.html", Answer(html("<p>1,800 seconds (30 minutes)</p>"), headers={"ETag": '"2"'}))
    assert reader.one(address).says == "1,800 seconds (30 minutes)"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"address": 1}', '{"address": "https://other.example/", "html": ""}'])
def test_a_kept_page_that_is_damaged_is_read_anew(reader, server, text):
    address = server.put("/a.html", Answer(SAYS_IT, headers=TAGGED))
    reader.one(address)
    for file in reader.cache.glob("*.json"):
        file.write_text(text)
    assert reader.one(address).outcome == FOUND
    assert len(server.paths) == 2


def test_a_run_that_was_interrupted_goes_on_where_it_stopped(reader, server):
    addresses = [server.put(f"/{number}.html", SAYS_IT) for number in range(4)]
    server.put("/1.html", Answer(status=403))
    facts = [fact(address, id_=f"a.b{number}") for number, address in enumerate(addresses)]
    run = reader.look(*facts)
    assert [next(run).outcome for _ in range(2)] == [FOUND, COULD_NOT_TELL]
    del run  # as if the process had been killed between two pages
    later = TODAY + timedelta(days=1)
    seen = list(reader.look(*facts, today=later))
    assert [each.outcome for each in seen] == [FOUND, COULD_NOT_TELL, FOUND, FOUND]
    assert [each.when for each in seen] == [TODAY, TODAY, later, later]
    assert server.paths == ["/0.html", "/1.html", "/2.html", "/3.html"]
    assert [each.outcome for each in reader.look(*facts)].count(FOUND) == 3
    assert len(server.paths) == 8, "a run that came to its end is begun anew"


def test_evidence_corrected_during_an_interruption_is_looked_for_on_the_kept_page(reader, server):
    addresses = [server.put(f"/{number}.html", SAYS_IT) for number in range(2)]
    run = reader.look(*(fact(address, "900 hours", id_=f"a.b{number}") for number, address in enumerate(addresses)))
    assert next(run).outcome == NOT_FOUND
    assert [each.outcome for each in reader.look(fact(addresses[0]), fact(addresses[1], id_="a.b1"))] == [FOUND, FOUND]
    assert server.paths == ["/0.html", "/1.html"]


@pytest.mark.parametrize("days", [-1, 4])
def test_a_run_of_other_days_is_begun_anew(reader, server, days):
    address = server.put("/a.html", SAYS_IT)
    run = reader.look(fact(address), fact(server.put("/b.html", SAYS_IT), id_="a.b"))
    next(run)
    list(reader.look(fact(address), today=TODAY + timedelta(days=days)))
    assert server.paths == ["/a.html", "/a.html"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"began": "x", "reads": {}}', '{"began": "2026-11-23", "reads": {"a": 1}}']
)
def test_a_damaged_note_of_a_run_is_no_hindrance(reader, server, text):
    address = server.put("/a.html", SAYS_IT)
    reader.cache.mkdir()
    (reader.cache / "run.json").write_text(text)
    assert reader.one(address).outcome == FOUND


def test_pages_that_were_not_asked_are_left_to_the_next_run(server, tmp_path):
    facts = [fact(server.put(f"/{number}.html", SAYS_IT), id_=f"a.b{number}") for number in range(3)]
    list(Reader(server, tmp_path, pause=60, whole=70).look(*facts))
    assert [each.outcome for each in Reader(server, tmp_path).look(*facts)] == [FOUND] * 3
    assert server.paths == ["/0.html", "/1.html", "/2.html"]


# ---- the command's side ----


def test_the_agent_names_the_project_and_its_address():
    assert pages.agent("site_name: x\nrepo_url: https://github.com/aws-notes/notes\n").startswith(
        "notes/1 (+https://github.com/aws-notes/notes; "
    )
    assert pages.agent("") == "factbook/1"


SEEN = [
    Seen("a.found", FOUND, "", f"https://{HOST}/new.html", TODAY),
    Seen("a.lost", NOT_FOUND, "now `1` | @all", f"https://{HOST}/a.html", TODAY),
    Seen("a.gone", NOT_FOUND, "", f"https://{HOST}/a.html", TODAY),
    Seen("a.unread", COULD_NOT_TELL, "the server answered 403", f"https://{HOST}/a.html", TODAY),
    Seen("a.unasked", COULD_NOT_TELL, "the server answered 403", f"https://{HOST}/a.html", TODAY),
]
FACTS = {each.fact_id: fact(f"https://{HOST}/a.html", id_=each.fact_id) for each in SEEN}


def test_the_report_as_text():
    assert FORMATS["text"](SEEN, FACTS).splitlines() == [
        "a.yaml:3:1: a.lost: the source no longer says '900 seconds (15 minutes)'",
        "    now: now `1` | @all",
        f"    https://{HOST}/a.html",
        "",
        "a.yaml:3:1: a.gone: the source no longer says '900 seconds (15 minutes)'",
        "    now: nothing like it",
        f"    https://{HOST}/a.html",
        "",
        "could not tell:",
        "    2 facts: the server answered 403",
        "",
        "moved:",
        f"    https://{HOST}/a.html",
        f"      → https://{HOST}/new.html",
        "",
        "evidence of 5 facts: 1 found, 2 not found, 2 could not tell",
    ]


def test_the_report_as_markdown_keeps_what_pages_say_in_code():
    shown = FORMATS["markdown"](SEEN, FACTS)
    assert "| `a.lost`<br>`a.yaml:3` | `900 seconds (15 minutes)` | `now '1' \\| @all` |" in shown
    assert shown.startswith("Evidence of 5 facts: 1 found, 2 not found, 2 could not tell.\n\n| Fact |")
    assert f"- <https://{HOST}/a.html> → <https://{HOST}/new.html>" in shown


def test_the_report_as_json():
    shown = json.loads(FORMATS["json"](SEEN, FACTS))
    assert [each["outcome"] for each in shown] == [each.outcome for each in SEEN]
    assert shown[1] == {
        "id": "a.lost",
        "outcome": "not found",
        "says": "now `1` | @all",
        "address": f"https://{HOST}/a.html",
        "when": "2026-11-23",
        "path": "a.yaml",
        "line": 3,
        "source": f"https://{HOST}/a.html",
        "evidence": EVIDENCE,
    }


@pytest.fixture
def command(server, tmp_path, monkeypatch):
    """`verify --online` in a small project whose sources lie on the server; the folder, and what to call."""
    small(tmp_path)
    manners = Manners(pause=0, tries=1)
    monkeypatch.setattr(pages, "Client", functools.partial(Client, at=server.at, manners=manners))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    return lambda *more: cli.main(["--root", str(tmp_path), "verify", "--online", *more])


def test_the_command_reads_the_sources_and_says_what_it_saw(command, server, tmp_path, capsys):
    server.put("/sqs/quotas.html", html("<p>Messages of up to 1 MiB are kept for 6 days by default.</p>"))
    assert command() == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "data/facts/sqs.yaml:21:13: sqs.retention_default: the source no longer says '4 days by default'",
        "    now: Messages of up to 1 MiB are kept for 6 days by default.",
        "    https://docs.aws.amazon.com/sqs/quotas.html",
        "",
        "data/facts/sqs.yaml:31:13: sqs.states: the source no longer says 'three states'",
        "    now: the page is gone: 404",
        "    https://docs.aws.amazon.com/sqs/states.html",
        "",
        "evidence of 3 facts: 1 found, 2 not found, 0 could not tell",
    ]
    assert err == "1/2 https://docs.aws.amazon.com/sqs/quotas.html\n2/2 https://docs.aws.amazon.com/sqs/states.html\n"
    assert len(list((tmp_path / ".cache" / "pages").iterdir())) == 1
    assert server.requests[0].headers["User-Agent"] == "factbook/1"


def test_the_command_for_some_facts(command, server, capsys):
    server.put("/sqs/quotas.html", html("<p>Messages of up to 1 MiB.</p>"))
    assert command("sqs.message_size_max", "--format", "json") == 0
    assert [each["id"] for each in json.loads(capsys.readouterr().out)] == ["sqs.message_size_max"]
    assert command("sqs.nothing") == 2


def test_the_command_when_nothing_can_be_read(command, server, capsys):
    server.put("/robots.txt", Answer(status=503))
    assert command() == 2
    assert "no source page could be read" in capsys.readouterr().err


def test_the_command_interrupted(command, server, tmp_path, capsys, monkeypatch):
    server.put("/sqs/quotas.html", html("<p>up to 1 MiB, 4 days by default</p>"))
    server.put("/sqs/states.html", html("<p>three states</p>"))

    def interrupt(line: str) -> None:
        if line.startswith("2/"):
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(progress.Progress, "__call__", lambda self, line: interrupt(line))
        assert command() == 2
    assert "the same command goes on from here" in capsys.readouterr().err
    assert command() == 0
    assert server.paths == ["/sqs/quotas.html", "/sqs/states.html"]
