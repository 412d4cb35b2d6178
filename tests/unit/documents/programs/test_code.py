"""Source code: definitions by class and function, data by block, long lines cut."""

# ruff: noqa: E501 - the samples are read best as they are

from __future__ import annotations

import pytest

from tests.unit.documents.checks import check_document, check_paragraphs, parse_as


def sections(name: str, text: str) -> list[tuple[tuple[str, ...], str]]:
    document = parse_as(name, text.encode())
    check_paragraphs(document)
    assert document.title == ""
    assert {block.kind for block in document.blocks} <= {"code", "heading"}
    return [(block.heading, document.text[block.start : block.end].split("\n")[0]) for block in document.blocks]


def test_python() -> None:
    text = (
        '"""Doc.\n\ndef not_this():\n"""\nimport os\n\n# About it.\n@decorator(1)\ndef first(a):\n    """Doc."""\n\n'
        "    def inner():\n        pass\n\n    return a\n\n\nclass Big(Base):\n    attr = 1\n\n    async def method(\n"
        "        self,\n    ):\n        pass\n\n\nvalue = first(1)\n"
    )
    assert sections("a.py", text) == [
        ((), '"""Doc.'),
        ((), "def not_this():"),
        (("first",), "# About it."),
        (("Big",), "class Big(Base):"),
        (("Big", "method"), "async def method("),
        ((), "value = first(1)"),
    ]
    document = parse_as("a.py", text.encode())
    first = next(block for block in document.blocks if block.heading == ("first",))
    assert document.text[first.start : first.end].endswith("return a")


LANGUAGES = [
    ("a.java", "/** H. */\n@X\npublic class House<T> {\n    int a;\n\n    public List<T> names(int b) throws E {\n"
     "        if (b > 1) {\n        }\n    }\n}\n", [("House",), ("House", "names")]),
    ("a.js", "const x = 1;\n\nfunction add(a) {\n  return a;\n}\n\nexport default class Foo extends B {\n  async load(u) {\n"
     "    for (const x of y) {\n    }\n  }\n}\n\nconst mul = (a, b) => a * b;\n",
     [(), ("add",), ("Foo",), ("Foo", "load"), ("mul",)]),
    ("a.ts", "export interface Props {\n  a: string;\n}\n\nexport const use = async (id: string): Promise<void> => {\n  go();\n};\n",
     [("Props",), ("use",)]),
    ("a.c", "#include <x.h>\n\n/* Size. */\nstruct point {\n    int x;\n};\n\nint main(int argc)\n{\n    if (x) {\n    }\n"
     "#ifdef X\n#endif\n    return 0;\n}\n\nint value = 4;\n", [(), ("point",), ("main",), ()]),
    ("a.cpp", "class A : public B {\npublic:\n    int size() const {\n        return 3;\n    }\n};\n\nint A::n(int s)\n{\n}\n",
     [("A",), ("A", "size"), ("A::n",)]),
    ("a.go", "package p\n\n// Add adds.\nfunc (p *Point) Add(q Point) Point {\n\treturn q\n}\n", [(), ("Add",)]),
    ("a.rs", "/// T.\npub struct Thing<T> {\n}\n\nimpl Thing {\n    pub fn new() -> Self {\n    }\n}\n",
     [("Thing",), ("Thing",), ("Thing", "new")]),
    ("a.rb", "module Zoo\n  class Cat\n    def purr(x)\n      x\n    end\n  end\nend\nputs 1\n",
     [("Zoo",), ("Zoo", "Cat"), ("Zoo", "Cat", "purr"), ()]),
    ("a.sh", "set -e\n\n# Hi.\nhello() {\n  echo hi\n}\nhello\n", [(), ("hello",), ()]),
    ("a.sql", "create table if not exists users (\n  id int\n);\n\nINSERT INTO users VALUES (1);\n", [("users",), ()]),
    ("a.lua", "local function go(a)\n  return a\nend\n", [("go",)]),
    ("a.cs", "namespace My.App\n{\n    public class S\n    {\n        public int Get(int id)\n        {\n        }\n    }\n}\n",
     [("My.App",), ("My.App", "S"), ("My.App", "S", "Get")]),
    ("a.php", "<?php\nclass U extends M\n{\n    public function name(): string\n    {\n    }\n}\n", [(), ("U",), ("U", "name")]),
    ("a.hs", "add :: Int -> Int\nadd a = a\n", [("add",)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "paths"), LANGUAGES)
def test_definitions_of_other_languages(name: str, text: str, paths: list[tuple[str, ...]]) -> None:
    assert [heading for heading, _ in sections(name, text)] == paths


@pytest.mark.parametrize("name", ["a.json", "a.yaml", "a.toml", "a.css", "a.xml", "Makefile", "Dockerfile"])
def test_data_is_divided_at_blank_lines(name: str) -> None:
    assert sections(name, "one: 1\ntwo: 2\n\nthree: 3\n") == [((), "one: 1"), ((), "three: 3")]


def test_a_very_long_line_is_cut_and_a_note_says_so() -> None:
    document = parse_as("a.min.js", b"var a=1;" * 20_000 + b"\nfunction last() {\n}\n")
    assert sum(block.end - block.start for block in document.blocks) < 6_000
    assert document.blocks[-1].heading == ("last",)
    assert "5,000" in document.note
    data = parse_as("a.json", b'{"a": "' + b"words " * 10_000 + b'"}')
    assert data.note == ""
    assert data.blocks[0].end == len(data.text)


def test_brackets_quotes_and_definitions_without_end() -> None:
    for name in ("a.json", "a.py", "a.js", "a.java", "a.rs"):
        for text in (
            "[" * 100_000,
            '"""\n' * 20_001,
            "def f(\n" * 20_000,
            "{\n" * 50_000,
            "* & " * 50_000,
            "@" * 99_999,
        ):
            check_document(parse_as(name, text.encode()))


def test_a_great_many_definitions() -> None:
    document = parse_as("a.py", "".join(f"def f{n}():\n    pass\n\n" for n in range(6000)).encode())
    assert len({block.heading for block in document.blocks}) == 5001  # and what stands in none
    check_document(document)
