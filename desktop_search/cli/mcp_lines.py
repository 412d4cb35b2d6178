"""The Model Context Protocol on lines of JSON-RPC 2.0: a request a line comes in, an answer a line goes out.

Both ways of beginning are understood: `initialize` (revisions up to 2025-11-25) and `server/discover` (2026-07-28,
where each request names its revision). The protocol is small where a server only has tools, so it is written out here:
the official library would bring fifteen packages, a web server among them. Its client is what the tests talk with.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_search import __version__
from desktop_search.errors import DesktopSearchError

logger = logging.getLogger(__name__)
REVISIONS = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
STATELESS = "2026-07-28"
_REVISION_KEY = "io.modelcontextprotocol/protocolVersion"
PARSE_ERROR, INVALID_REQUEST, NO_METHOD, INVALID_PARAMETERS = -32700, -32600, -32601, -32602
OUR_FAULT, WRONG_REVISION = -32603, -32022
_SERVER = {"name": "desktop-search", "title": "Desktop Search", "version": __version__}
_NOT_CACHED = {"ttlMs": 0, "cacheScope": "private"}


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing that can be asked for: `call` takes checked arguments and gives text to read and the same as data."""

    name: str
    title: str
    description: str
    schema: Mapping[str, Any]
    call: Callable[[Mapping[str, Any]], tuple[str, dict[str, Any]]]


class Refusal(Exception):
    """A request that is answered by an error: its code, its sentence, and what else is told of it."""

    def __init__(self, code: int, message: str, data: object = None) -> None:
        super().__init__(message)
        self.code, self.data = code, data


class Conversation:
    """Answers one line after the other; nothing of an earlier line is needed for a later one."""

    def __init__(self, tools: Iterable[Tool], instructions: str) -> None:
        self._tools = {tool.name: tool for tool in tools}
        self._instructions = instructions

    def answer(self, line: bytes | str) -> str | None:
        """The answer to a line, on one line; nothing where none is due."""
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            return _error(None, Refusal(PARSE_ERROR, "This line is not JSON."))
        if not isinstance(message, dict) or not isinstance(message.get("method"), str):
            is_answer = isinstance(message, dict) and ("result" in message or "error" in message)
            return None if is_answer else _error(None, Refusal(INVALID_REQUEST, "This is no request."))
        number = message.get("id")
        if number is None:
            return None
        if isinstance(number, bool) or not isinstance(number, str | int):
            return _error(None, Refusal(INVALID_REQUEST, "The id of a request is a text or a whole number."))
        try:
            parameters = message.get("params", {})
            if not isinstance(parameters, dict):
                raise Refusal(INVALID_PARAMETERS, "The parameters of a request are an object.")
            result = self._result(message["method"], parameters)
        except Refusal as refusal:
            return _error(number, refusal)
        # Control enters from outside here: one question that fails must not end all later ones.
        except Exception:
            logger.exception("a question failed")
            return _error(number, Refusal(OUR_FAULT, "This question failed."))
        return json.dumps({"jsonrpc": "2.0", "id": number, "result": result})

    def _result(self, method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        more = parameters.get("_meta")
        revision = more.get(_REVISION_KEY) if isinstance(more, dict) else None
        if revision is not None and revision not in (*REVISIONS, STATELESS):
            known = {"supported": [*REVISIONS, STATELESS], "requested": revision}
            raise Refusal(WRONG_REVISION, "This revision of the protocol is not known here.", known)
        complete = {"resultType": "complete"} if revision == STATELESS else {}
        capabilities: dict[str, Any] = {"tools": {}}
        match method:
            case "initialize":
                asked = parameters.get("protocolVersion")
                chosen = asked if asked in REVISIONS else REVISIONS[-1]
                about = {"capabilities": capabilities, "serverInfo": _SERVER, "instructions": self._instructions}
                return {"protocolVersion": chosen, **about}
            case "server/discover":
                about = {"supportedVersions": [STATELESS, *reversed(REVISIONS)], "capabilities": capabilities}
                told = {"_meta": {"io.modelcontextprotocol/serverInfo": _SERVER}, "instructions": self._instructions}
                return {"resultType": "complete", **about, **told, **_NOT_CACHED}
            case "ping":
                return complete
            case "tools/list":
                listed = [_described(tool) for tool in self._tools.values()]
                return {"tools": listed, **complete, **(_NOT_CACHED if complete else {})}
            case "tools/call":
                return {**self._call(parameters), **complete}
        raise Refusal(NO_METHOD, f"There is no method {method[:80]} here.")

    def _call(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        tool = self._tools.get(str(parameters.get("name")))
        if tool is None:
            raise Refusal(INVALID_PARAMETERS, "There is no tool of this name.")
        given = parameters.get("arguments") or {}
        if problem := check(given, tool.schema):
            return _content(problem, failed=True)
        try:
            text, data = tool.call(given)
        except DesktopSearchError as error:
            return _content(str(error), failed=True)
        return {**_content(text), "structuredContent": data}


def check(given: object, schema: Mapping[str, Any]) -> str:
    """One sentence where arguments do not fit a schema of the few kinds used here, else nothing."""
    if not isinstance(given, dict):
        return "The arguments must be an object."
    known: Mapping[str, Any] = schema["properties"]
    if unknown := sorted(set(given) - set(known)):
        return f"There is no argument named {unknown[0]}; known are {', '.join(known)}."
    if missing := [name for name in schema.get("required", ()) if name not in given]:
        return f"The argument {missing[0]} is missing."
    for name, value in given.items():
        rule = known[name]
        if rule["type"] == "integer":
            least, most = rule["minimum"], rule["maximum"]
            if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
                return f"The argument {name} must be a whole number from {least} to {most}."
        elif not isinstance(value, str) or not value.strip():
            return f"The argument {name} must be a text that says something."
        elif value not in rule.get("enum", (value,)):
            return f"The argument {name} must be one of {', '.join(rule['enum'])}."
    return ""


def _described(tool: Tool) -> dict[str, Any]:
    return {
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "inputSchema": dict(tool.schema),
        "annotations": {"title": tool.title, "readOnlyHint": True, "idempotentHint": True, "openWorldHint": False},
    }


def _content(text: str, *, failed: bool = False) -> dict[str, Any]:
    return {"content": [{"type": "text", "text": text}], "isError": failed}


def _error(number: str | int | None, refusal: Refusal) -> str:
    told: dict[str, object] = {"code": refusal.code, "message": str(refusal)}
    if refusal.data is not None:
        told["data"] = refusal.data
    return json.dumps({"jsonrpc": "2.0", "id": number, "error": told})
