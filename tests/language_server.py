"""What an editor makes of a rule file with its schema: `python tests/language_server.py [SERVER]`.

Talks to a real YAML language server (`npm install yaml-language-server`): SERVER, else
$YAML_LANGUAGE_SERVER, else the one on the path. It opens files as an editor does and asks for what an
editor shows: problems, completions, and what stands behind a word. Exits with 1 where an answer is
not the one expected.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from offercheck.cli.schemas import schema_of
from offercheck.rules.loading import packaged_rules

SERVER_VARIABLE = "YAML_LANGUAGE_SERVER"
BAD = """\
version: 1
extends: default
rules:
  pay-lagger:
    when: {pay.market_ration: {below: 0.85}}
  off-goal:
    when: {goal.path: directly}
  goal-work:
    when: {goal.duties_toward_goal: {at_least: 70%}}
"""
HALF = """\
version: 1
extends: default
rules:
  pay-lagger:
    when:
      pay.
  off-goal:
    when:
      goal.path: HERE
""".replace("HERE", "")
HOVER = """\
version: 1
extends: default
rules:
  revolving-door:
    when:
      turnover.seat_churn: {at_least: 4}
"""


def server_command(named: str | None = None) -> str | None:
    """The language server to talk to, or None where there is none."""
    return named or os.environ.get(SERVER_VARIABLE) or shutil.which("yaml-language-server")


class Server:
    """One language server, spoken to in JSON-RPC over its standard input and output."""

    def __init__(self, command: str) -> None:
        self._process = subprocess.Popen(
            [command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._last = 0

    def __enter__(self) -> Self:
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.tell("initialized", {})
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def tell(self, method: str, params: Any, **more: Any) -> None:
        """Send a message that has no answer."""
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and return its result."""
        self._last += 1
        self.tell(method, params, id=self._last)
        return next(m for m in self._messages() if m.get("id") == self._last and "method" not in m)[
            "result"
        ]

    def problems(self, path: Path) -> list[tuple[int, str]]:
        """Open a file and wait for what is wrong with it: lines from 1, and messages."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1}
        self.tell("textDocument/didOpen", {"textDocument": document | {"text": path.read_text()}})
        for message in self._messages():
            params = message.get("params") or {}
            published = message.get("method") == "textDocument/publishDiagnostics"
            if published and params["uri"] == path.as_uri():
                found = params["diagnostics"]
                return [(item["range"]["start"]["line"] + 1, item["message"]) for item in found]
        raise AssertionError("the server went away")

    def at(self, path: Path, line: int, column: int) -> dict[str, Any]:
        """A place in an open file, line and column from 1."""
        position = {"line": line - 1, "character": column - 1}
        return {"textDocument": {"uri": path.as_uri()}, "position": position}

    def _messages(self) -> Iterator[dict[str, Any]]:
        assert self._process.stdout is not None
        while header := self._process.stdout.readline():
            if header.lower().startswith(b"content-length:"):
                self._process.stdout.readline()
                message = json.loads(self._process.stdout.read(int(header.split(b":")[1])))
                if "id" in message and "method" in message:
                    self._answer(message)
                yield message

    def _answer(self, request: dict[str, Any]) -> None:
        """The server asks for settings; it gets none."""
        items = request["params"].get("items", []) if isinstance(request["params"], dict) else []
        result = [None] * len(items) if request["method"] == "workspace/configuration" else None
        body = json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()


def seen_in_an_editor(command: str, folder: Path) -> dict[str, Any]:
    """What the server answers for the default rules, a bad file, and files half written."""
    schema = folder / "rules.schema.json"
    schema.write_text(json.dumps(schema_of("rules")))
    texts = {
        "default": Path(packaged_rules()).read_text(),
        "bad": BAD,
        "half": HALF,
        "hover": HOVER,
    }
    files = {name: folder / f"{name}.yaml" for name in texts}
    for name, text in texts.items():
        files[name].write_text(f"# yaml-language-server: $schema={schema.as_uri()}\n{text}")
    with Server(command) as server:
        problems = {name: server.problems(path) for name, path in files.items()}
        half, hover = files["half"], files["hover"]
        facts = server.ask("textDocument/completion", server.at(half, 7, 11))
        words = server.ask("textDocument/completion", server.at(half, 10, 18))
        told = server.ask("textDocument/hover", server.at(hover, 7, 10))
    return {
        "default rules": problems["default"],
        "bad file": problems["bad"],
        "facts offered": sorted(item["label"] for item in facts["items"]),
        "words offered": sorted(item["label"] for item in words["items"]),
        "hover": told["contents"]["value"] if told else "",
    }


def mistaken(seen: dict[str, Any]) -> list[str]:
    """What is not as it should be."""
    wrong = []
    if seen["default rules"]:
        wrong.append("the default rules have problems")
    if {line for line, _ in seen["bad file"]} != {6, 8}:
        wrong.append("the bad file has problems on other lines than 6 and 8")
    if not {"pay.market_ratio", "pay.final", "goal.path"} <= set(seen["facts offered"]):
        wrong.append("the names of facts are not offered")
    if not {"direct", "stepping_stone", "foot_in_door", "unrelated"} <= set(seen["words offered"]):
        wrong.append("the words of a choice are not offered")
    if "how many people held this seat" not in seen["hover"]:
        wrong.append("the meaning of a fact is not shown")
    return wrong


def main() -> None:
    """Print what the server answered."""
    command = server_command(sys.argv[1] if len(sys.argv) > 1 else None)
    if command is None:
        sys.exit("no yaml-language-server: name one, or put it on the path")
    with tempfile.TemporaryDirectory() as folder:
        seen = seen_in_an_editor(command, Path(folder))
    for name, answer in seen.items():
        sys.stdout.write(f"{name}: {answer}\n")
    wrong = mistaken(seen)
    sys.stdout.write("\n".join(wrong or ["all as expected"]) + "\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
