"""The server for language models, asked by the protocol's own client library over real pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from desktop_search import settings
from desktop_search.cli.main import main
from desktop_search.paths import find_paths

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("mcp").resolve()
    for folder, name, text in (
        ("notes", "passport.md", "# Passport\n\nThe old passport is handed in before a new one is issued.\n"),
        ("notes", "visa.md", "# Visa\n\nA visa is stamped into a travel document at the border.\n"),
        ("notes", "long.md", "# Long\n\n" + "\n\n".join(f"Chapter {one} tells of herons. " * 40 for one in range(5))),
        ("private", "diary.md", "# Diary\n\nDear diary, the passport is hidden under the mattress.\n"),
    ):
        (base / folder).mkdir(exist_ok=True)
        (base / folder / name).write_text(text)
    home = base / "home"
    assert main(["--data-dir", str(home), "index", str(base / "notes"), str(base / "private")]) == 0
    # Taken out of the folders while nothing runs that could forget it: it is still in the index, and not to be told.
    paths = find_paths(home)
    settings.save(paths.settings, settings.remove_folder(settings.load(paths.settings).settings, base / "private"))
    return home


def talk(home: Path, story: Callable[[Client], Coroutine[Any, Any, None]], mode: str = "auto") -> None:
    async def run() -> None:
        arguments = ["-m", "desktop_search", "--data-dir", str(home), "mcp"]
        server = StdioServerParameters(command=sys.executable, args=arguments, env=dict(os.environ))
        with anyio.fail_after(120):
            async with Client(stdio_client(server), mode=mode) as client:
                await story(client)

    anyio.run(run)


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_the_official_client_finds_three_tools_that_only_read(home: Path, mode: str) -> None:
    async def story(client: Client) -> None:
        listed = (await client.list_tools()).tools
        assert [tool.name for tool in listed] == ["search", "similar", "read_paragraph"]
        assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in listed)

    talk(home, story, mode)


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_it_searches_by_meaning_and_reads_what_was_found(home: Path, mode: str) -> None:
    async def story(client: Client) -> None:
        found = await client.call_tool("search", {"query": "how do I renew my passport", "limit": 3})
        assert not found.is_error
        hits = found.structured_content["hits"]
        assert Path(hits[0]["path"]).name == "passport.md"
        assert "passport" in found.content[0].text
        place = {"path": hits[0]["path"], "start": hits[0]["start"]}
        read = await client.call_tool("read_paragraph", place)
        assert read.content[0].text == hits[0]["text"]
        near = await client.call_tool("similar", {"path": hits[0]["path"], "limit": 2})
        assert Path(near.structured_content["hits"][0]["path"]).name == "visa.md"

    talk(home, story, mode)


def test_neighbours_come_in_reading_order(home: Path) -> None:
    async def story(client: Client) -> None:
        found = await client.call_tool("search", {"query": "chapter 2 herons", "mode": "words"})
        place = next(hit for hit in found.structured_content["hits"] if hit["path"].endswith("long.md"))
        asked = {"path": place["path"], "start": place["start"], "around": 20}
        rows = (await client.call_tool("read_paragraph", asked)).structured_content["paragraphs"]
        assert len(rows) > 2
        assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)

    talk(home, story)


def test_nothing_of_a_folder_that_is_not_watched_is_told(home: Path) -> None:
    diary = home.parent / "private" / "diary.md"

    async def story(client: Client) -> None:
        found = await client.call_tool("search", {"query": "passport under the mattress"})
        assert all("private" not in hit["path"] for hit in found.structured_content["hits"])
        assert "mattress" not in json.dumps(found.structured_content["hits"])
        for tool, asked in (
            ("read_paragraph", {"path": str(diary)}),
            ("similar", {"path": str(diary)}),
            ("search", {"query": "passport", "folder": str(diary.parent)}),
            ("read_paragraph", {"path": str(home.parent / "notes" / ".." / "private" / "diary.md")}),
            ("read_paragraph", {"path": "/etc/passwd"}),
            ("read_paragraph", {"path": "\0"}),
        ):
            refused = await client.call_tool(tool, asked)
            assert refused.is_error, (tool, asked)
            assert "mattress" not in refused.content[0].text

    talk(home, story)


def test_no_way_round_leads_out_of_the_watched_folders(home: Path) -> None:
    """Links, dots, the system's own links, other cases and other forms of a letter, names that only begin alike."""
    base, notes, private = home.parent, home.parent / "notes", home.parent / "private"
    (notes / "way out").symlink_to(private)
    (notes / "passwd.md").symlink_to("/etc/passwd")
    (base / "notes-private").mkdir()
    (base / "notes-private" / "diary.md").write_text("The mattress again.")
    ways = (
        *(notes / "way out" / "diary.md", notes / "passwd.md", base / "notes-private" / "diary.md"),
        *(f"/proc/self/root{private}/diary.md", "/proc/self/environ", "/proc/self/fd/0", "/dev/stdin"),
        *(f"{notes}/../private/diary.md", f"{notes}/./../private//diary.md", "../private/diary.md", "~/diary.md"),
        *(f"{notes}/passport.md/../../private/diary.md", str(notes).upper() + "/passport.md", f"{private}/DIARY.MD"),
        *("file://" + str(private / "diary.md"), "-", "*", f"{private}/diary.md\x00{notes}/passport.md"),
    )

    async def story(client: Client) -> None:
        for way in map(str, ways):
            for tool in ("read_paragraph", "similar"):
                refused = await client.call_tool(tool, {"path": way})
                assert refused.is_error, (tool, way)
                assert "mattress" not in refused.content[0].text
                assert "root:" not in refused.content[0].text
        for folder in (private, notes / "way out", "/", f"{notes}/..", f"/proc/self/root{private}", "file:///"):
            refused = await client.call_tool("search", {"query": "mattress", "folder": str(folder)})
            assert refused.is_error, folder
        found = await client.call_tool("search", {"query": f"mattress in:{private}", "mode": "words"})
        assert found.structured_content["hits"] == []

    try:
        talk(home, story)
    finally:
        (notes / "way out").unlink()
        (notes / "passwd.md").unlink()


def test_what_is_indexed_meanwhile_is_found(home: Path) -> None:
    async def story(client: Client) -> None:
        await client.call_tool("search", {"query": "walrus"})
        (home.parent / "notes" / "new.md").write_text("# New\n\nA walrus sings at the harbour in spring.\n")
        arguments = [sys.executable, "-m", "desktop_search", "--data-dir", str(home), "index"]
        await anyio.run_process(arguments)
        found = await client.call_tool("search", {"query": "sea animals make music", "mode": "meaning"})
        assert Path(found.structured_content["hits"][0]["path"]).name == "new.md"

    talk(home, story)


def test_without_an_index_the_model_is_told_so(tmp_path: Path) -> None:
    async def story(client: Client) -> None:
        told = await client.call_tool("search", {"query": "walrus"})
        assert told.is_error

    talk(tmp_path / "empty", story)


def test_nothing_but_answers_stands_on_stdout_and_the_end_of_input_ends_it(home: Path) -> None:
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "search", "arguments": {"query": "a"}}},
        {"jsonrpc": "2.0", "method": "notifications/cancelled"},
        {"jsonrpc": "2.0", "id": "two", "method": "ping"},
    ]
    asked = "".join(json.dumps(line) + "\n" for line in lines) + "no json\n\n"
    command = [sys.executable, "-m", "desktop_search", "--data-dir", str(home), "mcp"]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [1, "two", None]


def test_the_end_of_a_line_that_is_too_long_is_no_line_of_its_own(home: Path) -> None:
    ping = json.dumps({"jsonrpc": "2.0", "id": "smuggled", "method": "ping"})
    asked = "x" * (1 << 20) + ping + "\n" + ping.replace("smuggled", "asked") + "\n"
    command = [sys.executable, "-m", "desktop_search", "--data-dir", str(home), "mcp"]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=100, check=False)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [None, "asked"]
