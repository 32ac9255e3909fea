"""Small projects for tests, and the real one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The real project."""

SERVICES = """\
kms: {name: AWS Key Management Service, area: security, page: kms.md, status: active, summary: "Keys | locks."}
sqs:
  name: Amazon SQS
  area: networking
  page: networking/sqs.md
  status: closed_to_new_customers
  summary: Queues.
  former_names: [Simple Queue]
  status_since: 2024-07-25
  status_source: https://aws.amazon.com/sqs/
  status_note: Move on.
"""
FACTS = """\
message_size_max:
  title: Largest message
  kind: limit
  value: 1
  unit: MiB
  scope: per message
  adjustable: true
  source: https://docs.aws.amazon.com/sqs/quotas.html
  evidence: up to 1 MiB
  verified: 2026-11-20
  history:
    - {until: 2010-07, value: 8, unit: KiB}
    - {until: 2025-08, value: 256, unit: KiB, note: "raised * quietly"}
  note: Body *and* attributes | together.
retention_default:
  title: How long a message is kept
  kind: default
  value: 4
  unit: day
  source: https://docs.aws.amazon.com/sqs/quotas.html
  evidence: 4 days by default
  verified: 2026-11-23
  since: 2020-07
  mistaken:
    - {value: 25, unit: hour, note: a slip}
states:
  title: States of a message
  kind: list
  value: ["*stored*", in_flight, "[deleted]"]
  source: https://docs.aws.amazon.com/sqs/states.html
  evidence: three states
  verified: 2026-11-23
twice:
  title: Twice the retention
  kind: rule
  derive: sqs.retention_default * 2
  unit: day
"""
NOTE = """\
---
description: Queues.
about: sqs
---
# SQS

Queues hold messages between those who send and those who receive, so that neither has to wait for the other one.

Holds {{ fact("sqs.message_size_max") }}, was {{ was("sqs.message_size_max") }}. Kept {{ fact("sqs.retention_default") }},
not {{ was("sqs.retention_default") }}; twice is {{ fact("sqs.twice") }}. States: {{ fact("sqs.states") }}.

| Which | Value |
| --- | --- |
| size | {{ fact("sqs.message_size_max", unit="KiB") }} |
| states | {{ fact("sqs.states") }} |

```sh
sleep {{ value("sqs.retention_default", unit="second") }}
```

{% raw %}`{{resolve:ssm:name}}`{% endraw %}

{{ service("sqs") }}

{{ facts("sqs") }}
"""
KMS = (
    "---\ndescription: Keys.\nabout: kms\n---\n# KMS\n\nKeys lock and unlock data. "
    + "They never leave the service that keeps them. " * 3
    + "\n"
)
INDEX = (
    "---\ndescription: Home.\n---\n# Home\n\n"
    + "A small site that tests build, with a few words on it. " * 3
    + """
{{ stats() }}

{{ services() }}

Holds {{ fact("sqs.message_size_max") }}.
"""
)
KINDS = {
    "limits": "limit",
    "defaults": "default",
    "retention": "retention",
    "prices": "price",
    "lists": "list",
    "rules": "rule",
}
CONFIG = """\
site_name: Small
site_url: https://small.example/
plugins:
  - search
  - macros: {module_name: macros, on_undefined: strict, on_error_fail: true, j2_comment_start_string: "{##", j2_comment_end_string: "##}"}
theme: {name: material, font: false}
markdown_extensions: [attr_list, tables, admonition, pymdownx.superfences]
nav:
  - index.md
  - networking/sqs.md
  - kms.md
  - Reference: [reference/limits.md, reference/defaults.md, reference/retention.md, reference/prices.md, reference/lists.md, reference/rules.md]
"""


def html_files(site: Path, name: str = "*.html") -> list[Path]:
    """The pages of a site, in order, without those that only lead on to where a page has moved."""
    return [file for file in sorted(site.rglob(name)) if 'http-equiv="refresh"' not in file.read_text("utf-8")[:1000]]


def written(folder: Path, files: dict[str, str]) -> Path:
    """The folder, with these files in it, byte for byte; whole projects need data/facts/ among them."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    return folder


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """The command, run in a folder as people run it, on 2026-11-23."""
    return subprocess.run(
        [sys.executable, "-m", "factbook", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1795392000", **environment},
        check=False,
    )


def small(folder: Path, **changes: str) -> Path:
    """A small project in `folder`, built by the real macros. `changes` replaces FACTS, SERVICES, NOTE or CONFIG."""
    files = {
        "data/services.yaml": changes.get("SERVICES", SERVICES),
        "data/facts/sqs.yaml": changes.get("FACTS", FACTS),
        "docs/networking/sqs.md": changes.get("NOTE", NOTE),
        "docs/kms.md": KMS,
        "docs/index.md": INDEX,
        "mkdocs.yml": changes.get("CONFIG", CONFIG),
    }
    for page, kind in KINDS.items():
        words = (
            "All facts of one kind, with their sources, the day they were checked, and what they were before that day. "
            * 2
        )
        files[f"docs/reference/{page}.md"] = (
            f'---\ndescription: {page}\n---\n# {page}\n\n{words}\n\n{{{{ facts(kind="{kind}") }}}}\n'
        )
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    for package in ("factbook", "macros", "tools"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def real(folder: Path) -> Path:
    """A copy of the real project, to change and to build."""
    for name in ("data", "docs", "factbook", "macros", "overrides", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "CONTRIBUTING.md", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def texts(folder: Path) -> dict[str, str]:
    """The files of a project by their paths; what is kept to read faster is none of them."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes().decode() for name, path in files.items() if not name.startswith(".cache/")}
