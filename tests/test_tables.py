"""What the macros of comparisons and errors write, and that a renamed fact is renamed in a comparison, too."""

from __future__ import annotations

import pytest

from tests.projects import NOTE, run, small, written
from tests.test_macros import macros_of

COMPARISONS = """\
queues:
  title: Two *queues*
  columns: [Standard, FIFO]
  rows:
    Largest: ["{sqs.message_size_max}, or | less", "{sqs.message_size_max}"]
    Order: [none, "strict <b>"]
"""
ERRORS = """\
sqs:
  OverLimit: {status: 400, means: Too many | messages., retry: later, do: Wait., source: https://docs.aws.amazon.com/sqs.html}
kms:
  DISABLED_KEY: {status: 503, means: It is off., retry: backoff, do: Switch it on., source: https://docs.aws.amazon.com/kms.html}
"""


@pytest.fixture
def project(tmp_path):
    note = NOTE + '\n{{ compare("queues") }}\n\n{{ errors("sqs") }}\n'
    return written(small(tmp_path, NOTE=note), {"data/comparisons.yaml": COMPARISONS, "data/errors.yaml": ERRORS})


def test_a_comparison_has_a_caption_its_columns_and_its_facts(project):
    found = macros_of(project)["compare"]("queues")
    assert "<caption>Two &#42;queues&#42;</caption>" in found
    assert '<tr><td></td><th scope="col">Standard</th><th scope="col">FIFO</th></tr>' in found
    assert found.count('data-fact="sqs.message_size_max"') == 2
    assert ">1&nbsp;MiB</a>, or &#124; less</div></td>" in found.replace("\N{NO-BREAK SPACE}", "&nbsp;")
    assert '<td data-label="FIFO"><div>strict &#60;b&#62;</div></td>' in found


def test_errors_of_a_service_have_no_anchors_and_those_of_all_have(project):
    macros = macros_of(project)
    one, all_ = macros["errors"]("sqs"), macros["errors"]()
    assert '<tr data-error="sqs.OverLimit"><th scope="row"><code>Over<wbr>Limit</code></th>' in one
    assert 'href="https&#58;//docs.aws.amazon.com/sqs.html" rel="noopener" title="AWS&#39;s page">400</a>' in one
    assert "Later, when the state has changed" in one and "kms" not in one
    assert '<tr id="kms.DISABLED_KEY" data-error="kms.DISABLED_KEY">' in all_
    assert "<code>DISABLED&#95;<wbr>KEY</code>" in all_
    assert all_.index("## Key Management Service") < all_.index("## SQS")
    assert macros["errors"]("none") == '<p class="facts-none">No errors are listed.</p>'


def test_renaming_a_fact_renames_it_in_comparisons_once_for_each_place(project):
    written(project, {"docs/more.md": '---\ndescription: More.\n---\n# More\n\n{{ compare("queues") }}\n'})
    done = run(project, "rename", "sqs.message_size_max", "sqs.size_max")
    assert done.returncode == 0, done.stdout + done.stderr
    text = (project / "data/comparisons.yaml").read_text()
    assert text.count("{sqs.size_max}") == 2 and "message_size_max" not in text
