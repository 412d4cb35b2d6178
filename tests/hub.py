"""A model hub on this machine: answers as the real one does, and misbehaves where a test asks it to."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

LARGE = 1_000_000


class Hub:
    """Serves the files of one model. Change `files` for other content than is announced."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.commit = hashlib.sha1(name.encode()).hexdigest()
        self.announced = {
            file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
        }
        self.files = dict(self.announced)
        # Of these files only so many bytes are sent, once; the line then stays open and silent until `go_on`.
        self.cut: dict[str, int] = {}
        self.was_cut = threading.Event()
        self.go_on = threading.Event()
        self.asked: list[tuple[str, str, str]] = []
        self.address = ""

    def info(self) -> dict[str, Any]:
        siblings = []
        for path, content in self.announced.items():
            entry: dict[str, Any] = {"rfilename": path, "size": len(content), "blobId": git_hash(content)}
            if len(content) > LARGE:
                digest = hashlib.sha256(content).hexdigest()
                entry["lfs"] = {"sha256": digest, "size": len(content), "pointerSize": 134}
            siblings.append(entry)
        return {"id": self.name, "sha": self.commit, "siblings": siblings, "private": False, "tags": []}

    @property
    def fetched(self) -> set[str]:
        """The files of which something was sent."""
        return {path for method, path, _ in self.asked if method == "GET" and path in self.files}


@contextmanager
def serving(hub: Hub) -> Iterator[str]:
    """Runs the hub; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": hub}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        hub.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join()


def git_hash(content: bytes) -> str:
    return hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def log_message(self, format: str, *args: Any) -> None: ...

    def _answer(self, *, with_body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        resolved = f"/{self.hub.name}/resolve/{self.hub.commit}/"
        name = path.removeprefix(resolved)
        self.hub.asked.append((self.command, name, self.headers.get("Range", "")))
        if path in (f"/api/models/{self.hub.name}", f"/api/models/{self.hub.name}/revision/{self.hub.commit}"):
            self._send(200, json.dumps(self.hub.info()).encode(), {"Content-Type": "application/json"}, with_body)
        elif path.startswith(resolved) and name in self.hub.files:
            self._send_file(name, with_body)
        else:
            self._send(404, b"{}", {"X-Error-Code": "RepoNotFound"}, with_body)

    def _send_file(self, name: str, with_body: bool) -> None:
        content = self.hub.files[name]
        etag = hashlib.sha256(self.hub.announced[name]).hexdigest()
        headers = {"X-Repo-Commit": self.hub.commit, "ETag": f'"{etag}"', "Accept-Ranges": "bytes"}
        first = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        if first:
            headers["Content-Range"] = f"bytes {first}-{len(content) - 1}/{len(content)}"
        cut = self.hub.cut.pop(name, None) if with_body else None
        self._send(206 if first else 200, content[first:], headers, with_body, cut)

    def _send(
        self, code: int, content: bytes, headers: dict[str, str], with_body: bool, cut: int | None = None
    ) -> None:
        self.send_response(code)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if with_body:
            self.wfile.write(content[:cut])
        if cut is not None:
            self.hub.was_cut.set()
            self.hub.go_on.wait(60)
            self.close_connection = True
