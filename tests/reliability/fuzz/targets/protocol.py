"""The server for language models on its real standard input: to whatever line, one JSON-RPC answer or none."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.reliability.fuzz.targets.base import Problem, indexed

_META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}


class Protocol:
    """A `ping` after each input shows that the server still listens, and where its answers to the input end."""

    def __init__(self, work: Path) -> None:
        self._home = indexed(work, 12).data.parent
        self._notes = work.resolve() / "notes"
        self._number = 0
        self.contained: dict[str, int] = {}
        self.words: Sequence[bytes] = [
            *(b'"jsonrpc":"2.0"', b'"id":1', b'"id":null', b'"id":1.5', b'"method":"ping"', b'"params":[]', b"NaN"),
            *(b"null", b"true", b"1e999", b'"\\ud800"', b"\\u0000", b"[", b"{", b'"_meta":{', b'"limit":-1', b"\xff"),
            *(b"..", b"/proc/self/root", b"~", b'"arguments":[]', b'"around":99', b"2026-07-28", b'"folder":"/"'),
        ]
        self._log = (work / "server.log").open("a+b")
        self._start()

    def seeds(self) -> list[bytes]:
        path = str(self._notes / "part 0" / "0.md")
        asked: list[tuple[str, dict[str, Any]]] = [
            ("initialize", {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "a"}}),
            ("server/discover", {"_meta": _META}),
            ("tools/list", {}),
            ("tools/list", {"_meta": _META}),
            ("tools/call", {"name": "search", "arguments": {"query": "lantern", "mode": "words", "limit": 2}}),
            ("tools/call", {"name": "search", "arguments": {"query": '"a b" -c type:md', "folder": str(self._notes)}}),
            ("tools/call", {"name": "read_paragraph", "arguments": {"path": path, "line": 3, "around": 2}}),
            ("tools/call", {"name": "similar", "arguments": {"path": path, "start": 0}}),
        ]
        return [
            json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": given}).encode()
            for number, (method, given) in enumerate(asked)
        ]

    def close(self) -> None:
        self._end()
        self._log.close()

    def attempt(self, content: bytes) -> None:
        """One input may be several lines; each has at most one answer."""
        self._number += 1
        mark = f"mark {self._number}"
        ping = json.dumps({"jsonrpc": "2.0", "id": mark, "method": "ping"}).encode()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            # Beside the reading: both pipes may be full of many lines and their answers.
            writing = threading.Thread(target=self._write, args=(content + b"\n" + ping + b"\n",), daemon=True)
            writing.start()
            most = content.count(b"\n") + 1
            while True:
                line = self._process.stdout.readline()
                if not line:
                    raise Problem("crash", f"the server ended with {self._process.wait(10)}")
                answer = _checked(line)
                if answer.get("error", {}).get("code") == -32603:
                    raise Problem("crash", f"a question failed inside the server: {self._last_words()}")
                if answer["id"] == mark:
                    writing.join()
                    return
                most -= 1
                if most < 0:
                    raise Problem("lost", "more answers than lines")
        except Problem:
            self._end()
            self._start()
            raise

    def _write(self, content: bytes) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):  # that it has ended is seen where its answers are read
            self._process.stdin.write(content)
            self._process.stdin.flush()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "desktop_search", "--data-dir", str(self._home), "mcp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )

    def _last_words(self) -> str:
        self._log.seek(0)
        said = self._log.read().decode(errors="replace").strip()
        return said.splitlines()[-1] if said else "nothing"

    def _end(self) -> None:
        self._process.kill()
        self._process.communicate()


def _checked(line: bytes) -> dict[str, Any]:
    """An answer as JSON-RPC 2.0 has them."""
    try:
        # NaN and its like are no JSON.
        answer = json.loads(line, parse_constant=_refuse)
    except ValueError as error:
        raise Problem("lost", "an answer is no JSON") from error
    sound = isinstance(answer, dict) and answer.get("jsonrpc") == "2.0" and "id" in answer
    if not sound or ("result" in answer) == ("error" in answer):
        raise Problem("lost", "an answer is none of JSON-RPC")
    return dict(answer)


def _refuse(name: str) -> float:
    raise ValueError(name)
