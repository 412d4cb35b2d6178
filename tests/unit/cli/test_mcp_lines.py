"""The lines of the Model Context Protocol, without an index behind them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_search.cli.mcp_lines import REVISIONS, STATELESS, Conversation, Tool, check
from desktop_search.errors import DocumentError

SCHEMA = {
    "type": "object",
    "properties": {
        "query": {"type": "string"},
        "limit": {"type": "integer", "minimum": 1, "maximum": 5},
        "mode": {"type": "string", "enum": ["auto", "words"]},
    },
    "required": ["query"],
}


def tell(given: Any) -> tuple[str, dict[str, Any]]:
    if given["query"] == "unknown":
        raise DocumentError("unknown is not in the index.")
    if given["query"] == "broken":
        raise ZeroDivisionError
    return f"found {given['query']}", {"query": given["query"]}


@pytest.fixture
def conversation() -> Conversation:
    return Conversation([Tool("search", "Search", "Finds.", SCHEMA, tell)], "Look things up.")


def ask(conversation: Conversation, method: str, **parameters: Any) -> Any:
    line = json.dumps({"jsonrpc": "2.0", "id": 7, "method": method, "params": parameters})
    answer = conversation.answer(line)
    assert answer is not None
    assert "\n" not in answer
    whole = json.loads(answer)
    assert (whole["jsonrpc"], whole["id"]) == ("2.0", 7)
    return whole.get("result", whole.get("error"))


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_known_revision_is_agreed_to(conversation: Conversation, revision: str) -> None:
    assert ask(conversation, "initialize", protocolVersion=revision)["protocolVersion"] == revision


def test_for_an_unknown_revision_the_newest_is_offered(conversation: Conversation) -> None:
    assert ask(conversation, "initialize", protocolVersion="1999-01-01")["protocolVersion"] == REVISIONS[-1]


def test_a_request_of_an_unknown_revision_is_told_the_known_ones(conversation: Conversation) -> None:
    told = ask(conversation, "tools/list", _meta={"io.modelcontextprotocol/protocolVersion": "2099-01-01"})
    assert told["code"] == -32022
    assert STATELESS in told["data"]["supported"]


def test_a_notification_gets_no_answer(conversation: Conversation) -> None:
    assert conversation.answer('{"jsonrpc": "2.0", "method": "notifications/initialized"}') is None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", -32700), ("\xff\x00", -32700), ("[" * 100_000, -32700), ("[]", -32600), ("3", -32600), ("{}", -32600),
        ('{"id": true, "method": "ping"}', -32600), ('{"id": 1, "method": "ping", "params": []}', -32602),
        ('{"id": 1, "method": "tools/call", "params": {"name": "delete"}}', -32602),
        ('{"id": 1, "method": "resources/list"}', -32601),
    ],
)  # fmt: skip
def test_what_is_wrong_is_answered_by_an_error(conversation: Conversation, line: str, code: int) -> None:
    answer = conversation.answer(line)
    assert answer is not None
    assert json.loads(answer)["error"]["code"] == code


def test_a_tool_gives_text_and_data(conversation: Conversation) -> None:
    told = ask(conversation, "tools/call", name="search", arguments={"query": "walrus"})
    assert told["content"] == [{"type": "text", "text": "found walrus"}]
    assert (told["structuredContent"], told["isError"]) == ({"query": "walrus"}, False)


def test_what_hinders_a_tool_is_told_to_the_model(conversation: Conversation) -> None:
    told = ask(conversation, "tools/call", name="search", arguments={"query": "unknown"})
    assert told["isError"]
    assert told["content"][0]["text"] == "unknown is not in the index."


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], "object"), ({}, "missing"), ({"query": 3}, "text"), ({"query": " "}, "text"),
        ({"query": "a", "limit": 6}, "from 1 to 5"), ({"query": "a", "limit": True}, "whole number"),
        ({"query": "a", "limit": "3"}, "whole number"), ({"query": "a", "mode": "x"}, "one of auto, words"),
        ({"query": "a", "delete": "b"}, "no argument named delete"),
    ],
)  # fmt: skip
def test_arguments_that_do_not_fit_are_refused_in_words(given: object, told: str) -> None:
    assert told in check(given, SCHEMA)


def test_arguments_that_fit_are_taken() -> None:
    assert check({"query": "a", "limit": 5, "mode": "words"}, SCHEMA) == ""


def test_a_fault_of_our_own_ends_nothing(conversation: Conversation, caplog: pytest.LogCaptureFixture) -> None:
    assert ask(conversation, "tools/call", name="search", arguments={"query": "broken"})["code"] == -32603
    assert "ZeroDivisionError" in caplog.text
    assert ask(conversation, "ping") == {}
