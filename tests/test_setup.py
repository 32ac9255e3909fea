"""What a newcomer meets first: requirements, make, the scripts behind it, and the files in the root."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent


# ---- requirements ----


def pins(name: str) -> dict[str, str]:
    """Package to version, for every line of a requirements file that pins one."""
    text = (ROOT / name).read_text("utf-8")
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\#]+)", text, flags=re.M)
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in found}


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-witness"])
def test_lock_holds_what_is_asked_for(name):
    asked, locked = pins(f"{name}.in"), pins(f"{name}.txt")
    assert asked
    assert {package: locked.get(package) for package in asked} == asked, "run: make lock"


def test_tests_run_with_the_versions_the_site_is_built_with():
    site, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {package: dev.get(package) for package in site} == site, "run: make lock"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-witness.txt"])
def test_every_locked_requirement_has_a_hash(name):
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert {line.partition("==")[0] for line in lines} == set(pins(name))
    assert [line for line in lines if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", line)] == []


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in", "requirements-witness.in"])
def test_every_pin_says_why_it_is_there(name):
    lines = (ROOT / name).read_text("utf-8").splitlines()
    silent = [line for line in lines if line and not line.startswith(("#", "-r")) and "  # " not in line]
    assert silent == []


# ---- make ----


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.M))


def test_help_is_the_default_and_lists_every_target():
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make ([a-z-]+) +\S", shown, flags=re.M)) == targets()


@pytest.mark.parametrize(("generator", "purpose"), [("mkdocs", "site"), ("zensical", "dev")])
def test_site_sets_up_the_generator_that_builds_it(generator, purpose):
    command = ["make", "--dry-run", "site", f"GENERATOR={generator}"]
    assert f"tools/setup.sh {purpose}\n" in subprocess.check_output(command, cwd=ROOT, text=True)


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ".ci/run", ".github/pull_request_template.md"]
)
def test_make_commands_that_are_written_down_exist(name):
    text = (ROOT / name).read_text("utf-8")
    named = set(re.findall(r"(?:^|`|exec )make ([a-z-]+)", text, flags=re.M))
    assert named
    assert named <= targets()


def test_readme_links_lead_to_files():
    text = (ROOT / "README.md").read_text("utf-8") + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    links = [link.split("#")[0] for link in re.findall(r"(?<!!)\[[^]]+\]\(([^)]+)\)", text)]
    links = [link for link in links if not link.startswith("http")]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


# ---- the scripts, run in a copy with stand-ins for the programs they call ----


class Copy:
    """A folder with the project's scripts and locks, and a PATH with only the programs put there."""

    def __init__(self, root: Path):
        self.root = root
        self.log = root / "calls.log"
        self.bin = root / "bin"
        self.bin.mkdir()
        shutil.copytree(ROOT / "tools", root / "tools")
        for lock in ("requirements.txt", "requirements-dev.txt", "requirements-witness.txt"):
            shutil.copy(ROOT / lock, root)
        for program in "bash cmp cp dirname env id mkdir mv rm".split():
            (self.bin / program).symlink_to(shutil.which(program))

    def program(self, path: str, script: str) -> None:
        """Put a stand-in there, which writes its arguments to the log and then runs these lines of bash."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        note = f'echo "{file.name} $*" >> "{self.log}"'
        file.write_text(f"#!{shutil.which('bash')}\n{note}\n{script}\n", "utf-8")
        file.chmod(0o755)

    def installed(self, *locks: str) -> None:
        """A .venv that holds these lock files."""
        self.program(".venv/bin/python", "exit 0")
        for lock in locks:
            shutil.copy(self.root / lock, self.root / ".venv")
        self.fetched()

    def fetched(self) -> None:
        """The packages that are only read are there."""
        (self.root / ".venv/witnesses").mkdir(parents=True, exist_ok=True)
        shutil.copy(self.root / "requirements-witness.txt", self.root / ".venv/witnesses")

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            command,
            cwd=self.root,
            env={"PATH": str(self.bin), "HOME": str(self.root), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
        )

    @property
    def calls(self) -> str:
        return self.log.read_text("utf-8") if self.log.exists() else ""


@pytest.fixture
def copy(tmp_path) -> Copy:
    return Copy(tmp_path)


def test_set_up_does_nothing_twice(copy):
    copy.installed("requirements.txt")
    done = copy.run("tools/setup.sh", "site")
    assert done.returncode == 0
    assert done.stdout == "set-up: requirements.txt is installed in .venv\n"
    assert "pip" not in copy.calls


def test_set_up_for_tests_installs_what_set_up_for_the_site_did_not(copy):
    copy.installed("requirements.txt")
    for program in ("chromium", "firefox-esr", "pdftotext", "epubcheck", "java"):
        copy.program(f"bin/{program}", "")
    done = copy.run("tools/setup.sh", "test")
    assert done.returncode == 0, done.stderr
    assert "--require-hashes" in copy.calls
    assert "--requirement requirements-dev.txt" in copy.calls
    assert copy.run("tools/setup.sh", "site").stdout == "set-up: requirements.txt is installed in .venv\n"


@pytest.mark.parametrize(
    ("missing", "package"),
    [
        ("firefox-esr", "firefox-esr"),
        ("pdftotext", "poppler-utils"),
        ("epubcheck", "epubcheck"),
        ("java", "default-jre-headless"),
    ],
)
def test_set_up_for_tests_installs_the_programs_that_are_missing(copy, missing, package):
    copy.installed("requirements-dev.txt")
    for program in {"chromium", "firefox-esr", "pdftotext", "epubcheck", "java"} - {missing}:
        copy.program(f"bin/{program}", "")
    copy.program("bin/apt-get", "")
    copy.program("bin/id", "echo 0")
    done = copy.run("tools/setup.sh", "test")
    assert done.returncode == 0, done.stderr
    assert [line.split()[-1] for line in copy.calls.splitlines() if line.startswith("apt-get install")] == [package]


@pytest.mark.parametrize(
    ("rights", "said"),
    [("0", "installing the Debian package libpangoft2-1.0-0"), ("1000", "the book will be left out")],
)
def test_set_up_for_the_book_installs_pango_where_it_may_and_succeeds_where_not(copy, rights, said):
    copy.installed("requirements.txt")
    copy.program(".venv/bin/python", 'case "$*" in *weasyprint*) exit 1 ;; esac')
    copy.program("bin/apt-get", "")
    copy.program("bin/id", f"echo {rights}")
    copy.program("bin/sudo", "exit 1")
    done = copy.run("tools/setup.sh", "book")
    assert done.returncode == 0, done.stderr
    assert said in done.stdout


def test_a_changed_lock_makes_the_environment_anew(copy):
    copy.installed("requirements.txt")
    (copy.root / "requirements.txt").write_text("# other\n", "utf-8")
    done = copy.run("tools/setup.sh", "site", PYTHON="no-such-python")
    assert "requirements.txt has changed" in done.stdout
    assert not (copy.root / ".venv").exists()


@pytest.mark.parametrize(("purpose", "fetches"), [("site", False), ("dev", True), ("test", True)])
def test_packages_that_are_only_read_are_fetched_once_and_not_for_the_site(copy, purpose, fetches):
    copy.installed("requirements.txt", "requirements-dev.txt")
    for program in ("chromium", "firefox-esr", "pdftotext", "epubcheck", "java"):
        copy.program(f"bin/{program}", "")
    shutil.rmtree(copy.root / ".venv/witnesses")
    for _ in range(2):
        assert copy.run("tools/setup.sh", purpose).returncode == 0
    assert copy.calls.count("pip download") == fetches
    assert ("--no-deps --require-hashes --only-binary :all: --dest .venv/witnesses" in copy.calls) == fetches
    assert "pip install" not in copy.calls


def test_a_fetch_that_fails_is_not_taken_for_one_that_went_well(copy):
    copy.installed("requirements-dev.txt")
    shutil.rmtree(copy.root / ".venv/witnesses")
    copy.program(".venv/bin/python", 'case "$*" in *" download "*) echo "no such hash" >&2; exit 1 ;; esac')
    for _ in range(2):
        done = copy.run("tools/setup.sh", "dev")
        assert done.returncode == 1
        assert "no such hash" in done.stderr


@pytest.mark.parametrize("purpose", ["site", "dev", "test"])
def test_an_installation_that_fails_is_not_taken_for_one_that_went_well(copy, purpose):
    copy.program(".venv/bin/python", 'case "$*" in *" install "*) echo "no such hash" >&2; exit 1 ;; esac')
    for _ in range(2):
        done = copy.run("tools/setup.sh", purpose)
        assert done.returncode == 1
        assert "no such hash" in done.stderr


def test_a_missing_python_is_named(copy):
    done = copy.run("tools/setup.sh", "site", PYTHON="no-such-python")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "'no-such-python' is missing: install Python 3.11" in done.stderr


def test_an_old_python_is_refused(copy):
    copy.program("bin/python3", 'case "$1" in --version) echo Python 3.9.2 ;; *) exit 1 ;; esac')
    done = copy.run("tools/setup.sh", "site")
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed, 'python3' is Python 3.9.2" in done.stderr


def test_without_the_right_to_install_one_line_says_how(copy):
    copy.installed("requirements-dev.txt")
    copy.program("bin/apt-get", "")
    copy.program("bin/id", "echo 1000")
    copy.program("bin/sudo", "exit 1")
    done = copy.run("tools/setup.sh", "test")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "chromium is missing: run 'sudo apt-get install chromium'" in done.stderr
    assert "apt-get" not in copy.calls.replace("sudo", "")


@pytest.mark.parametrize(("user", "called"), [("0", "apt-get install"), ("1000", "sudo -n env")])
def test_with_the_right_to_install_chromium_is_installed(copy, user, called):
    copy.installed("requirements-dev.txt")
    copy.program("bin/apt-get", "")
    copy.program("bin/id", f"echo {user}")
    copy.program("bin/sudo", 'shift; if [ $# -gt 0 ]; then "$@"; fi')
    done = copy.run("tools/setup.sh", "test")
    assert done.returncode == 0, done.stderr
    assert called in copy.calls
    assert re.search(r"apt-get install .*chromium", copy.calls)


def test_a_package_that_cannot_be_installed_ends_the_set_up(copy):
    copy.installed("requirements-dev.txt")
    copy.program("bin/apt-get", 'if [ "$1" = install ]; then echo "E: no such package" >&2; exit 100; fi')
    copy.program("bin/id", "echo 0")
    done = copy.run("tools/setup.sh", "test")
    assert done.returncode == 100
    assert "no such package" in done.stderr


def test_the_library_that_drives_the_browser_is_installed_where_it_is_missing(copy):
    copy.installed("requirements-dev.txt")
    copy.program(".venv/bin/python", 'case "$*" in *playwright*) exit 127 ;; esac')
    copy.program("bin/chromium", "")
    copy.program("bin/apt-get", "")
    copy.program("bin/id", "echo 0")
    done = copy.run("tools/setup.sh", "test")
    assert done.returncode == 0, done.stderr
    assert re.search(r"apt-get install .*libatomic1", copy.calls)
    assert "install --yes --no-install-recommends chromium" not in copy.calls


def test_a_system_without_apt_is_told_what_is_missing(copy):
    copy.installed("requirements-dev.txt")
    done = copy.run("tools/setup.sh", "test")
    assert done.returncode == 1
    assert done.stderr.startswith("set-up: chromium is missing")


def fake_builder(copy: Copy, *, fails: str) -> None:
    """A .venv whose Python makes a page, and fails at the command named."""
    cases = [f'*"{fails}"*) exit 1 ;;'] if fails else []
    cases.append("*tools/pages.py*) mkdir -p .build/site && echo new > .build/site/index.html ;;")
    copy.program(".venv/bin/python", f'case "$*" in {" ".join(cases)} esac')


@pytest.mark.parametrize("generator", ["mkdocs", "zensical"])
def test_a_good_build_takes_the_place_of_the_old_site(copy, generator):
    fake_builder(copy, fails="")
    (copy.root / "site").mkdir()
    (copy.root / "site/old.html").touch()
    done = copy.run("tools/build.sh", GENERATOR=generator)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (copy.root / "site").iterdir()] == ["index.html"]
    assert "built into site/" in done.stdout
    order = [
        "factbook check",
        f"tools/pages.py {generator} .build/site",
        "factbook publish",
        "factbook bind",
        "factbook scan",
    ]
    assert [step for line in copy.calls.splitlines() for step in order if step in line] == order


@pytest.mark.parametrize(
    "step", ["factbook check", "tools/pages.py", "factbook publish", "factbook bind", "factbook scan"]
)
def test_a_failing_build_leaves_the_old_site(copy, step):
    fake_builder(copy, fails=step)
    (copy.root / "site").mkdir()
    (copy.root / "site/index.html").write_text("old", "utf-8")
    done = copy.run("tools/build.sh", GENERATOR="mkdocs")
    assert done.returncode == 1
    assert (copy.root / "site/index.html").read_text("utf-8") == "old"
    assert "site/ is still the last good one" in done.stderr


# ---- continuous integration ----


def test_ci_runs_make_test_and_passes_its_exit_code_on(copy):
    script = ROOT / ".ci/run"
    assert script.stat().st_mode & stat.S_IXUSR
    copy.program("bin/make", "exit 3")
    assert copy.run(str(script), CI="true").returncode == 3
    assert copy.calls == "make test\n"


WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_pull_request_gets_no_rights_from_a_workflow(path):
    workflow = yaml.safe_load(path.read_text("utf-8"))
    triggers = set(workflow[True])  # YAML 1.1 reads the key `on` as true
    assert not triggers & {"pull_request_target", "workflow_run", "issue_comment"}
    assert workflow["permissions"] == {"contents": "read"}
    if "pull_request" in triggers:
        assert [name for name, job in workflow["jobs"].items() if "permissions" in job] == []
        assert "secrets." not in path.read_text("utf-8")


# ---- nothing of anybody's machine ----

# Put together here so that this file does not find itself.
PATHS = [
    "/work" + r"/",
    "/root" + r"/(?!\.aws|\.cache/pip)",
    "/Users" + r"/\w",
    "/tmp" + r"/lab",
    "/opt" + r"/(wheels|pypi)",
]
REGISTRIES = [
    "pypi" + r"\.org",
    "python" + r"hosted\.org",
    "npm" + r"js\.(org|com)",
    "deb" + r"\.debian\.org",
]
SETTINGS = ["--(extra-)?" + "index-url", "--find" + "-links"]
TOLD = re.compile("|".join([rf"(?<![\w.~/-])(?:{'|'.join(PATHS)})", *REGISTRIES, *SETTINGS]))
ALLOWED_LINKS = re.compile(rf"https://{REGISTRIES[0]}/project/[\w.-]+/?")


def project_files() -> list[Path]:
    """Every text file that is tracked, or would be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8")
    paths = [ROOT / name for name in names.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:4096]]


def told_by(line: str) -> list[str]:
    return [match[0] for match in TOLD.finditer(ALLOWED_LINKS.sub("", line))]


def test_no_file_names_a_path_or_a_registry_of_a_machine():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {what}"
        for path in project_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        for what in told_by(line)
    ]
    assert found == []


def test_the_search_for_machine_paths_finds_them_and_nothing_else():
    assert told_by("see /work" + "/main and /root" + "/notes") == ["/work" + "/", "/root" + "/"]
    assert told_by("pip install --index" + "-url x") == ["--index" + "-url"]
    assert told_by("https://example.org/work" + "/ ~/work" + "/ /root" + "/.aws /tmp --no-emit-index-url") == []
    assert told_by("https://" + "pypi" + ".org/project/mkdocs/") == []


def test_scripts_run_without_naming_their_shell():
    scripts = [ROOT / ".ci/run", *(ROOT / "tools").glob("*.sh")]
    assert [str(script) for script in scripts if not os.access(script, os.X_OK)] == []
