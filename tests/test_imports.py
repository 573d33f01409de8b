from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_imports_go_one_way() -> None:
    run = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--config", "pyproject.toml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_help_imports_neither_yaml_nor_rich_nor_the_market() -> None:
    heavy = "{'yaml', 'rapidfuzz', 'sqlite3', 'rich.table'}"
    code = (
        "import sys; from offercheck.cli.app import application\n"
        "try: application()(['--help'])\n"
        "except SystemExit: pass\n"
        f"print({heavy} & set(sys.modules), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "set()"


def test_judging_by_the_packaged_rules_imports_no_reader_of_rules_and_json_no_rich(
    tmp_path: Path,
) -> None:
    offer = tmp_path / "offer.yaml"
    offer.write_text("company: A\ntitle: B\n")
    code = (
        "import sys; from offercheck.cli.app import application\n"
        f"try: application()(['evaluate', {str(offer)!r}, '--format', 'json'])\n"
        "except SystemExit: pass\n"
        "needless = 'rich', 'offercheck.rules.reading', 'offercheck.rules.file', 'offercheck.loosening'\n"
        "print([name for name in needless if name in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"


@pytest.mark.parametrize("form", ["table", "json"])
def test_an_evaluation_uses_nothing_of_what_is_postponed(tmp_path: Path, form: str) -> None:
    offer = tmp_path / "offer.yaml"
    offer.write_text("company: A\ntitle: Nurse\nlocation: Austin, TX\npay: {base: 80000}\n")
    code = (
        "import sys; from offercheck.cli.postponed import POSTPONED, postpone\n"
        "postpone(); from offercheck.cli.app import application\n"
        f"try: application()(['evaluate', {str(offer)!r}, '--format', {form!r}])\n"
        "except SystemExit: pass\n"
        "loaded = [name for name, _ in POSTPONED if hasattr(sys.modules[name], '__file__')]\n"
        "print(loaded, file=sys.stderr)"
    )
    environment = {**os.environ, "PYDANTIC_DISABLE_PLUGINS": "__all__"}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert run.stderr.strip() == "[]"


@pytest.mark.parametrize(
    "used",
    [
        "import importlib.metadata; print(importlib.metadata.version('pydantic'))",
        "import importlib.metadata as data; print(data.version('pydantic'))",
        "from importlib import metadata; print(metadata.version('pydantic'))",
        "from importlib.metadata import version; print(version('pydantic'))",
        "from importlib.metadata import entry_points; print(type(entry_points(group='x')).__name__)",
        "import secrets; print(secrets.compare_digest('a', 'a'))",
        "from difflib import get_close_matches; print(get_close_matches('ofer', ['offer', 'x']))",
        "import difflib; print(difflib.SequenceMatcher(None, 'ab', 'ab').ratio())",
        "import subprocess, sys; print(subprocess.run([sys.executable, '-c', '']).returncode)",
        "import subprocess\nclass Shown(subprocess.Popen): pass\nprint(Shown.__mro__[1])",
        "import gettext; print(gettext.gettext('word'))",
        "import lzma, bz2; print(lzma.decompress(lzma.compress(bz2.compress(b'a')))[:2])",
        "import subprocess; print(subprocess.nothing_of_this_name)",
        "from tokenize import *; print(untokenize.__module__)",
        "import lzma; print(lzma.__all__)",
    ],
)
def test_what_is_postponed_is_what_it_stands_for_when_it_is_used(used: str) -> None:
    beginnings = ("", "from offercheck.cli.postponed import postpone; postpone()\n")
    plain, postponed = (
        subprocess.run(
            [sys.executable, "-c", beginning + used], capture_output=True, text=True, check=False
        )
        for beginning in beginnings
    )
    assert postponed.stdout == plain.stdout
    assert postponed.returncode == plain.returncode
    assert postponed.stderr.splitlines()[-1:] == plain.stderr.splitlines()[-1:]


def test_threads_that_meet_at_a_postponed_module_get_the_same_one() -> None:
    code = (
        "import sys, threading; from offercheck.cli.postponed import postpone; postpone()\n"
        "import secrets, subprocess, tokenize\n"
        "sys.setswitchinterval(1e-6); start, got = threading.Barrier(16), set()\n"
        "def use():\n"
        "    start.wait()\n"
        "    got.add((id(secrets.choice), id(subprocess.Popen), id(tokenize.open)))\n"
        "threads = [threading.Thread(target=use) for _ in range(16)]\n"
        "for step in (threading.Thread.start, threading.Thread.join):\n"
        "    for thread in threads: step(thread)\n"
        "print(len(got))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("1\n", "")


def test_a_module_that_is_loaded_already_is_not_postponed() -> None:
    code = (
        "import sys, subprocess; from offercheck.cli.postponed import postpone; postpone()\n"
        "print(sys.modules['subprocess'] is subprocess, subprocess.__file__ is not None)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "True True\n"


def _scripts() -> Iterator[tuple[Path, str]]:
    """Every script that says how it is run, with the variables it is to be run with."""
    for path in sorted((ROOT / "tests").glob("**/*.py")):
        said = re.search(r"`(?:(\w+=\S+) )?python (tests/\S+\.py)\b", path.read_text("utf-8"))
        if said is not None and said[2] == str(path.relative_to(ROOT)):
            yield path, said[1] or ""


@pytest.mark.parametrize(
    ("script", "variables"), [pytest.param(*item, id=item[0].stem) for item in _scripts()]
)
def test_a_script_finds_what_it_imports_when_run_as_it_says(script: Path, variables: str) -> None:
    if script.stem == "fuzz":
        pytest.importorskip("atheris")
    # As `python FILE` begins, but under another name, so that nothing runs.
    code = (
        f"import sys, runpy; sys.path[0] = {str(script.parent)!r}; runpy.run_path({str(script)!r})"
    )
    given = dict(item.split("=") for item in variables.split())
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={name: os.environ[name] for name in os.environ if name != "PYTHONPATH"} | given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
