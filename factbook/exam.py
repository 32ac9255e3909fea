"""The exam: its editions with their domains, tasks and skills, and the services in and out of scope."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from factbook.facts import Place, Problem, closest
from factbook.facts.disk import read_mapping
from factbook.facts.strict_yaml import Mapping, Node, Scalar, Sequence

FILE = "data/exam.yaml"
RULE = "exam"

EDITION = {
    "name": "AWS's name for the edition",
    "guide": "the address of AWS's guide to it",
    "domains": "the domains by number",
    "tasks": "the tasks by number, each with its title",
    "skills": "the skills by number",
    "services": "the services in scope and out of scope",
    "replaces": "the edition before, by its key",
}
DOMAIN = {
    "title": "AWS's name for the domain",
    "weight": "the id of the fact that has its weight",
    "source": "the address of AWS's page on it",
    "page": "the page below docs/ that leads through it",
}
SKILL = {
    "asks": "what it asks, in our words",
    "continues": "the skills of the edition before that it goes on with, as a list",
    "new": "true where AWS's comparison lists it as added",
}
SERVICES = {
    "source": "the address of AWS's list of services in scope",
    "in_scope": "AWS's names for the services in scope, each with its id in data/services.yaml",
    "out_source": "the address of AWS's list of services out of scope",
    "out_of_scope": "AWS's names for the services out of scope, as a list",
}
_OPTIONAL = ("replaces", "page", "continues", "new")
_NUMBER = {"domains": r"[1-9]", "tasks": r"[1-9]\.[1-9]", "skills": r"[1-9]\.[1-9]\.[1-9][0-9]?"}


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain: `weight` is the id of a fact, `page` below docs/, or empty for an edition that has no page."""

    number: str
    title: str
    weight: str
    source: str
    place: Place
    weight_place: Place
    page: str = ""
    page_place: Place | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A task: its number, such as 1.2, and its title in our words."""

    number: str
    title: str
    place: Place

    @property
    def domain(self) -> str:
        """The number of its domain."""
        return self.number.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill: its number, such as 1.2.3, and what it asks in our words.

    `continues` has the numbers of the skills of the edition before that it goes on with;
    `new` says that AWS lists it as added.
    """

    number: str
    asks: str
    place: Place
    continues: tuple[str, ...] = ()
    new: bool = False

    @property
    def task(self) -> str:
        """The number of its task."""
        return self.number.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Listed:
    """A service on one of AWS's lists: `name` as it stands there, `service` an id, empty for one out of scope."""

    name: str
    place: Place
    service: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the exam. `replaces` is the key of the edition before, or empty."""

    id: str
    name: str
    guide: str
    domains: dict[str, Domain]
    tasks: dict[str, Task]
    skills: dict[str, Skill]
    in_scope: tuple[Listed, ...]
    out_of_scope: tuple[Listed, ...]
    in_source: str
    out_source: str
    place: Place
    replaces: str = ""

    def tasks_of(self, domain: str) -> list[Task]:
        """The tasks of a domain, in order."""
        return [task for task in self.tasks.values() if task.domain == domain]

    def skills_of(self, task: str) -> list[Skill]:
        """The skills of a task, in order."""
        return [skill for skill in self.skills.values() if skill.task == task]

    def names(self, service: str) -> list[str]:
        """AWS's names for what is in scope under a service's id."""
        return [listed.name for listed in self.in_scope if listed.service == service]


@dataclass(frozen=True, slots=True)
class Exam:
    """The editions by key, oldest first. Its newest is the one that notes name the skills of."""

    editions: dict[str, Edition] = field(default_factory=dict)

    @property
    def current(self) -> Edition | None:
        """The edition that no other replaces, the last of them if there are several."""
        replaced = {edition.replaces for edition in self.editions.values()}
        left = [edition for edition in self.editions.values() if edition.id not in replaced]
        return left[-1] if left else None

    @property
    def former(self) -> Edition | None:
        """The edition that the current one replaces."""
        return self.editions.get(self.current.replaces) if self.current else None

    @property
    def skills(self) -> dict[str, Skill]:
        """The skills of the current edition by number."""
        return self.current.skills if self.current else {}


def load(root: Path) -> tuple[Exam, list[Problem], dict[str, str]]:
    """The exam, what is wrong with its file, and the file's text by its path."""
    tree, problems, texts = read_mapping(root, FILE)
    editions = {}
    for id_, node in tree.entries.items():
        before = len(problems)
        edition = _Reader(problems).edition(id_, tree.keys[id_], node)
        if edition and len(problems) == before:
            editions[id_] = edition
    for edition in editions.values():
        problems += _wrong_references(edition, editions)
    return Exam(editions), problems, texts


def _wrong_references(edition: Edition, editions: dict[str, Edition]) -> list[Problem]:
    """What an edition says about the one before and is not there."""
    former = editions.get(edition.replaces)
    if edition.replaces and former is None:
        return [Problem(edition.place, f"no edition {edition.replaces!r}", "name another key of this file", RULE)]
    known = former.skills if former else {}
    return [
        Problem(skill.place, f"no skill {number!r} in the edition before", "correct 'continues'", RULE)
        for skill in edition.skills.values()
        for number in skill.continues
        if number not in known
    ]


@dataclass
class _Reader:
    """Reads one edition; what is wrong goes to `problems`."""

    problems: list[Problem]

    def refuse(self, place: Place, what: str, hint: str) -> None:
        self.problems.append(Problem(place, what, hint, RULE))

    def edition(self, id_: str, place: Place, node: Node) -> Edition | None:
        parts = self.fields(f"edition {id_!r}", place, node, EDITION)
        if not isinstance(node, Mapping):
            return None
        domains = {
            number: self.domain(number, where, each)
            for number, where, each in self.numbered(parts.get("domains"), "domains", {})
        }
        tasks = {
            number: Task(number, self.text(each, "title"), where)
            for number, where, each in self.numbered(parts.get("tasks"), "tasks", domains)
        }
        skills = {
            number: self.skill(number, where, each)
            for number, where, each in self.numbered(parts.get("skills"), "skills", tasks)
        }
        services = (
            self.fields("services", node.keys["services"], parts["services"], SERVICES) if "services" in parts else {}
        )
        return Edition(
            id=id_,
            name=self.text(parts.get("name"), "name"),
            guide=self.address(parts.get("guide"), "guide"),
            domains=domains,
            tasks=tasks,
            skills=skills,
            in_scope=tuple(self.in_scope(services.get("in_scope"))),
            out_of_scope=tuple(self.names(services.get("out_of_scope"))),
            in_source=self.address(services.get("source"), "source"),
            out_source=self.address(services.get("out_source"), "out_source"),
            place=place,
            replaces=self.text(parts["replaces"], "replaces") if "replaces" in parts else "",
        )

    def domain(self, number: str, place: Place, node: Node) -> Domain:
        parts = self.fields(f"domain {number}", place, node, DOMAIN)
        weight, page = parts.get("weight"), parts.get("page")
        return Domain(
            number=number,
            title=self.text(parts.get("title"), "title"),
            weight=self.text(weight, "weight"),
            source=self.address(parts.get("source"), "source"),
            place=place,
            weight_place=weight.place if weight else place,
            page=self.text(page, "page") if page else "",
            page_place=page.place if page else None,
        )

    def skill(self, number: str, place: Place, node: Node) -> Skill:
        parts = self.fields(f"skill {number}", place, node, SKILL)
        new = parts.get("new")
        if new is not None and not (isinstance(new, Scalar) and new.text in ("true", "false")):
            self.refuse(new.place, "'new' is neither true nor false", "write true, or remove it")
        return Skill(
            number=number,
            asks=self.text(parts.get("asks"), "asks"),
            place=place,
            continues=tuple(listed.name for listed in self.names(parts.get("continues"))),
            new=isinstance(new, Scalar) and new.text == "true",
        )

    def fields(self, what: str, place: Place, node: Node, known: dict[str, str]) -> dict[str, Node]:
        """The fields of a mapping; those that are unknown or missing are refused."""
        if not isinstance(node, Mapping):
            self.refuse(place, f"{what} has no fields", "write below it " + ", ".join(known))
            return {}
        for name in node.entries:
            if name not in known:
                near = closest(name, list(known))
                hint = f"did you mean {near!r}?" if near else "one of " + ", ".join(known)
                self.refuse(node.keys[name], f"unknown field {name!r}", hint)
        for name, meaning in known.items():
            if name not in node.entries and name not in _OPTIONAL:
                self.refuse(place, f"{what} has no {name!r}", f"add it: {meaning}")
        return {name: part for name, part in node.entries.items() if name in known}

    def numbered(self, node: Node | None, sort: str, parents: dict[str, object]) -> list[tuple[str, Place, Node]]:
        """The entries of a mapping by number: each number well formed, below a parent that is there, the next in order."""
        if node is None:
            return []
        if not isinstance(node, Mapping):
            self.refuse(node.place, f"{sort!r} is not a list by number", f"write {EDITION[sort]}")
            return []
        found = []
        last: dict[str, int] = {}
        for number, part in node.entries.items():
            place = node.keys[number]
            parent, _, own = number.rpartition(".")
            if not re.fullmatch(_NUMBER[sort], number):
                self.refuse(
                    place, f"{number!r} is no number of {sort}", "write it as AWS's guide does: 1, 1.2 or 1.2.3"
                )
                continue
            if parent and parent not in parents:
                self.refuse(place, f"{number!r} belongs to {parent}, which is not there", "add that, or correct this")
            elif int(own) != last.get(parent, 0) + 1:
                self.refuse(place, f"{number!r} is not the next number", "keep AWS's order, without gaps")
            last[parent] = int(own)
            found.append((number, place, part))
        return found

    def in_scope(self, node: Node | None) -> list[Listed]:
        if node is None:
            return []
        if not isinstance(node, Mapping):
            self.refuse(node.place, "in_scope is not a mapping", f"write {SERVICES['in_scope']}")
            return []
        return [Listed(name, node.keys[name], self.text(part, "in_scope")) for name, part in node.entries.items()]

    def names(self, node: Node | None) -> list[Listed]:
        if node is None:
            return []
        if isinstance(node, Sequence) and all(isinstance(each, Scalar) and each.text.strip() for each in node.items):
            return [Listed(each.text, each.place) for each in node.items]
        self.refuse(node.place, "not a list of names", "write [first, second]")
        return []

    def text(self, node: Node | None, name: str) -> str:
        if node is None:  # said to be missing already
            return ""
        if not isinstance(node, Scalar) or not node.text.strip() or "<" in node.text:
            self.refuse(node.place, f"{name!r} is not a plain text", "write a few words")
            return ""
        return node.text.strip()

    def address(self, node: Node | None, name: str) -> str:
        text = self.text(node, name)
        if text and not text.startswith("https://"):
            self.refuse(node.place, f"{name!r} is no https address", "write the address of AWS's page")
        return text
