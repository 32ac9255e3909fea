"""What macros write, seen through nothing but what both generators offer."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import SimpleNamespace

import pytest
from markdown import markdown

import macros as package
from factbook import gate
from factbook.notes import MACROS
from tests.projects import small


class Env:
    """The four things of a generator that the macros may use."""

    def __init__(self, root: Path, page: object, *, directories: bool = True) -> None:
        self.project_dir = str(root)
        self.variables = {"page": page, "config": {"use_directory_urls": directories}}
        self.macros: dict = {}

    def macro(self, function):
        self.macros[function.__name__] = function
        return function


def on_mkdocs(url: str) -> SimpleNamespace:
    return SimpleNamespace(url=url, file=SimpleNamespace(src_uri="networking/sqs.md"))


def on_zensical(path: str) -> SimpleNamespace:
    return SimpleNamespace(url="whatever/", path=path)


@pytest.fixture
def project(tmp_path):
    return small(tmp_path)


def macros_of(root: Path, page: object = None, **options) -> dict:
    env = Env(root, page or on_mkdocs("networking/sqs/"), **options)
    package.define_env(env)
    return env.macros


def test_the_macros_are_those_that_notes_may_call(project):
    found = macros_of(project)
    assert set(found) == set(MACROS)
    for name, parameters in MACROS.items():
        signature = inspect.signature(found[name])
        names = [each.name for each in signature.parameters.values() if each.kind is not each.VAR_KEYWORD]
        assert names == [each.name for each in parameters]
        assert [each.name for each in parameters if each.required] == [
            each.name
            for each in signature.parameters.values()
            if each.default is each.empty and each.kind is not each.VAR_KEYWORD
        ]


@pytest.mark.parametrize(
    ("page", "options", "href"),
    [
        (on_mkdocs("networking/sqs/"), {}, "../../reference/limits/#sqs.message_size_max"),
        (on_mkdocs("networking/sqs.html"), {"directories": False}, "../reference/limits.html#sqs.message_size_max"),
        (on_mkdocs(""), {}, "reference/limits/#sqs.message_size_max"),
        (on_mkdocs("./"), {}, "reference/limits/#sqs.message_size_max"),
        (on_mkdocs("reference/limits/"), {}, "./#sqs.message_size_max"),
        (on_mkdocs("index.html"), {"directories": False}, "reference/limits.html#sqs.message_size_max"),
        (on_zensical("networking/sqs.md"), {}, "../reference/limits.md#sqs.message_size_max"),
        (on_zensical("index.md"), {}, "reference/limits.md#sqs.message_size_max"),
        (on_zensical("reference/limits.md"), {}, "limits.md#sqs.message_size_max"),
    ],
)
def test_a_fact_leads_to_its_row(project, page, options, href):
    assert f' href="{href}"' in macros_of(project, page, **options)["fact"]("sqs.message_size_max")


def test_a_fact_carries_its_id_and_says_all_in_its_title(project):
    found = macros_of(project)["fact"]("sqs.message_size_max")
    assert found.startswith('<a class="fact" data-fact="sqs.message_size_max" ')
    assert found.endswith(">1\N{NO-BREAK SPACE}MiB</a>")
    assert (
        "Largest message&#58;&#10;1\N{NO-BREAK SPACE}MiB, per message.&#10;Checked 20 November 2026.&#10;"
        'Was 256\N{NO-BREAK SPACE}KiB until August 2025.&#10;Was 8\N{NO-BREAK SPACE}KiB until July 2010.">'
    ) in found


def test_a_link_brings_what_its_page_has_no_row_for(project):
    own, foreign = (
        macros_of(project, page)["fact"]("sqs.message_size_max")
        for page in (on_zensical("networking/sqs.md"), on_zensical("index.md"))
    )
    assert "data-source" not in own
    assert (
        ' data-value="1\N{NO-BREAK SPACE}MiB" data-scope="per message, adjustable" '
        'data-source="https&#58;//docs.aws.amazon.com/sqs/quotas.html" data-evidence="up to 1 MiB" '
        'data-note="Body &#42;and&#42; attributes &#124; together.">'
    ) in foreign


def test_other_units_and_bare_values(project):
    found = macros_of(project)
    assert ">1,024\N{NO-BREAK SPACE}KiB</a>" in found["fact"]("sqs.message_size_max", unit="KiB")
    assert found["value"]("sqs.retention_default", unit="second") == "345600"
    assert found["value"]("sqs.twice") == "8"


def test_older_material(project):
    found = macros_of(project)
    assert found["was"]("sqs.message_size_max").count("<s>") == 2
    assert "until August 2025" in found["was"]("sqs.message_size_max")
    assert "<s>25\N{NO-BREAK SPACE}hours</s>" in found["was"]("sqs.retention_default")
    assert "never true" in found["was"]("sqs.retention_default")


def test_nothing_in_a_fact_is_read_as_markdown(project):
    html = markdown(
        macros_of(project)["fact"]("sqs.states") + " and " + macros_of(project)["was"]("sqs.message_size_max"),
        extensions=["tables", "attr_list"],
    )
    assert "<em>" not in html
    assert "&#42;stored&#42;, in&#95;flight and &#91;deleted&#93;" in html
    assert 'title="raised &#42; quietly"' in html


def test_tables(project):
    facts = macros_of(project)["facts"]
    whole, limits, reference = facts("sqs"), facts("sqs", kind="limit"), facts(kind="limit")
    assert whole.count("<tr data-") == 4
    assert limits.count("<tr data-") == 1
    assert 'id="' not in whole
    assert (
        '<tr id="sqs.message_size_max" data-service="sqs" data-kind="limit" data-adjustable="true" data-changed="2025-08">'
        in reference
    )
    assert '<a href="https&#58;//docs.aws.amazon.com/sqs/quotas.html" rel="noopener"' in whole
    assert "computed from" in whole
    assert 'title="AWS&#58; 4 days by default&#10;The same at least since July 2020."' in whole
    assert "data-search-exclude" in reference
    assert "data-search-exclude" not in whole
    assert whole.index("256\N{NO-BREAK SPACE}KiB until") < whole.index("8\N{NO-BREAK SPACE}KiB until"), "newest first"
    assert "No facts" in facts("kms")


def test_a_service_that_is_not_simply_active_says_so_first(project):
    card = macros_of(project)["service"]("sqs")
    assert card.startswith('<div class="glance"><p class="glance-status" data-status="closed_to_new_customers">')
    assert "Closed to new customers since July 2024" in card
    assert "Move on." in card
    assert "Simple Queue" in card
    assert '<time datetime="2026-11-20">20 November 2026</time>' in card


def test_services_and_stats(project):
    found = macros_of(project, on_mkdocs(""))
    assert found["services"]("security").count("<li>") == 1
    assert '<a href="kms/">Key Management Service</a> <span>Keys &#124; locks.</span>' in found["services"]()
    assert "<dt>Facts</dt><dd>4</dd>" in found["stats"]()
    assert "<dt>Proved by a machine</dt><dd>0</dd>" in found["stats"]()


def test_stats_count_what_is_proved_and_what_is_derived_from_it(project):
    file = project / "data" / "facts" / "sqs.yaml"
    witness = '  witness: {botocore: "sqs:A.B", says: "for {value} days"}\n  mistaken:\n    - {value: 25'
    file.write_text(file.read_text().replace("  mistaken:\n    - {value: 25", witness))
    assert "<dt>Proved by a machine</dt><dd>2</dd>" in macros_of(project)["stats"]()


def test_changes_run_from_new_to_old_by_year_and_month(project):
    file = project / "data" / "facts" / "sqs.yaml"
    text = file.read_text().replace("value: [", "history:\n    - {until: 2025, value: [old, in_flight]}\n  value: [")
    file.write_text(text.replace('"[deleted]"]', '"[deleted]", d, e]'))
    found = macros_of(project, on_mkdocs("reference/changes/"))["changes"]()
    heads = [line for line in found.splitlines() if line.startswith("#")]
    assert heads == ["## 2025", "### August 2025", "### 2025, month unknown"], "2010 is before what older material says"
    assert '<li id="sqs.message_size_max-2025-08" data-fact="sqs.message_size_max"><time datetime="2025-08">' in found
    assert '<a href="../limits/#sqs.message_size_max">Largest message</a>' in found
    assert "<s>256\N{NO-BREAK SPACE}KiB</s> → <b>1\N{NO-BREAK SPACE}MiB</b>" in found
    assert "raised &#42; quietly" in found
    assert (
        "now also <b>&#42;stored&#42;</b>, <b>&#91;deleted&#93;</b>, <b>d</b>, <b>e</b>, no longer <s>old</s>" in found
    )


def test_changes_and_mistakes_of_one_service_have_no_anchor(project):
    found = macros_of(project)
    for macro in ("changes", "mistakes"):
        assert found[macro]("sqs").count("<li") == 1
        assert ' id="' not in found[macro]("sqs")
        assert "<li" not in found[macro]("kms")
    assert '<li id="sqs.retention_default-mistake" data-fact="sqs.retention_default">' in found["mistakes"]()
    assert "not <s>25\N{NO-BREAK SPACE}hours</s> but <b>4\N{NO-BREAK SPACE}days</b>" in found["mistakes"]()


def test_the_glossary_leads_from_each_term_to_a_note(project):
    (project / "data" / "glossary.yaml").write_text(
        "DLQ: {name: dead-letter queue, means: For what failed., page: kms.md}\nzone: {means: A zone., page: kms.md}\n"
    )
    found = macros_of(project, on_mkdocs(""))["glossary"]()
    assert (
        '<dt id="dlq">DLQ <span>dead-letter queue</span></dt><dd>For what failed. <a href="kms/">More</a></dd>' in found
    )
    assert '<dt id="zone">zone</dt>' in found


def test_the_manual_shows_each_macro_with_what_it_writes():
    root = Path(__file__).resolve().parent.parent
    manual = macros_of(root, on_mkdocs("reference/macros/"))["macro_manual"]()
    for name in (
        "fact",
        "value",
        "was",
        "facts",
        "service",
        "services",
        "stats",
        "worked",
        "changes",
        "mistakes",
        "published",
        "diagram",
        "snippet",
    ):
        assert f"## `{name}(" in manual
        assert f"{{{{ {name}(" in manual
    assert manual.count('<div class="example-output">') >= 8


def test_an_unsound_project_is_refused_without_a_traceback(project):
    (project / "docs" / "kms.md").write_text('---\ndescription: x\n---\n{{ fact("sqs.nothing") }} {{ 7*7 }}')
    with pytest.raises(gate.Refused) as caught:
        macros_of(project)
    assert isinstance(caught.value, SystemExit)
    assert "docs/kms.md:4:10: unknown-fact: no fact 'sqs.nothing'" in str(caught.value)
    assert "docs/kms.md:4:27: note: '{{ 7*7 }}' is not a macro call" in str(caught.value)


def test_the_book_is_read_once_for_each_state_of_the_files(project):
    first = gate.open_book(project)
    assert gate.open_book(project) is first
    file = project / "data" / "facts" / "sqs.yaml"
    file.write_text(file.read_text().replace("value: 4", "value: 5").replace("4 days", "5 days"))
    assert gate.open_book(project).facts["sqs.retention_default"].value.plain == "5 days"
