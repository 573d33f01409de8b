from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
