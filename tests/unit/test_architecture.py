"""The rules of the house that a look at the import graph cannot prove: each one a sentence."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import desktop_search
from desktop_search.documents.registry import READERS

PACKAGE = Path(desktop_search.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 300


def imported_by(code: str) -> set[str]:
    """The top-level modules that a fresh Python holds after running the code."""
    report = f"{code}\nimport sys, json\nprint(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    # -P: what lies in the current folder is not taken for an installed package.
    done = subprocess.run(
        [sys.executable, "-P", "-c", report], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1, f"importing printed something: {done.stdout}"
    return set(json.loads(done.stdout))


HEAVY = {"torch", "numpy", "scipy", "openvino", "transformers", "sentence_transformers"}
STORES = {"sqlite_utils", "tantivy"}


def test_the_window_loads_neither_a_model_nor_an_index() -> None:
    assert imported_by("import desktop_search.gui.main_window") & (HEAVY | STORES | {"watchdog"}) == set()


def test_the_whole_window_program_loads_neither_a_model_nor_an_index() -> None:
    assert imported_by("import desktop_search.gui.app") & (HEAVY | STORES | {"watchdog"}) == set()


def test_the_engine_knows_nothing_of_qt() -> None:
    assert imported_by("import desktop_search.engine.service") & {"PySide6", "shiboken6"} == set()


def test_the_engine_process_answers_words_before_it_loads_torch() -> None:
    loaded = imported_by("import desktop_search.engine.process")
    assert loaded & {"PySide6", "torch", "transformers", "sentence_transformers"} == set()


def test_the_reader_process_is_small() -> None:
    modules = [reader.module for reader in READERS]
    code = "import desktop_search.documents.reading.worker\n" + "\n".join(
        f"import desktop_search.documents.{module}" for module in modules
    )
    assert imported_by(code) & (HEAVY | STORES | {"PySide6", "shiboken6", "watchdog"}) == set()


def test_asking_for_a_reader_loads_none() -> None:
    loaded = imported_by("import desktop_search.documents.registry as r; assert r.has_reader('a.pdf')")
    assert loaded & {"lxml", "pypdfium2", "python_calamine", "olefile", "charset_normalizer", "yaml"} == set()


def test_the_command_line_is_light() -> None:
    loaded = imported_by("import desktop_search.cli.main")
    assert loaded & (HEAVY | STORES | {"PySide6", "watchdog", "multiprocessing"}) == set()


def test_the_client_of_the_engine_is_light() -> None:
    loaded = imported_by("import desktop_search.engine.client")
    assert loaded & (HEAVY | STORES | {"PySide6", "watchdog"}) == set()


@pytest.mark.parametrize("name", ["records", "errors", "paths", "settings", "engine.messages"])
def test_what_crosses_borders_is_light(name: str) -> None:
    loaded = imported_by(f"import desktop_search.{name}")
    assert loaded & (HEAVY | STORES | {"PySide6", "watchdog"}) == set()


def test_a_spawned_child_can_import_the_main_module_again() -> None:
    """A child of multiprocessing runs it under the name __mp_main__: it must start nothing and print nothing."""
    code = (
        "import runpy, threading\n"
        "for _ in range(2):\n"
        "    runpy.run_module('desktop_search.__main__', run_name='__mp_main__')\n"
        "assert threading.active_count() == 1, threading.enumerate()"
    )
    assert imported_by(code) & (HEAVY | STORES | {"PySide6", "watchdog"}) == set()


def test_the_library_of_the_model_hub_is_named_by_the_download_alone() -> None:
    """It reaches the network, in a process of its own, after a person has asked for a model by name."""
    naming = {
        str(path.relative_to(PACKAGE))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
        if name.partition(".")[0] == "huggingface_hub"
    }
    assert naming == {"embedding/download.py"}


def test_the_command_that_downloads_leaves_the_network_to_its_child() -> None:
    loaded = imported_by("import desktop_search.cli.model")
    assert loaded & {"huggingface_hub", "httpx2", "requests", "torch", "PySide6"} == set()


def test_no_module_is_longer_than_300_lines() -> None:
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_a_package_file_holds_its_sentence_and_no_code() -> None:
    """Re-exports in __init__ tie modules into cycles. The version is the one exception."""
    offenders = [
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if path.name == "__init__.py"
        for statement in ast.parse(path.read_text("utf-8")).body
        if not _is_text(statement) and not _is_version(statement)
    ]
    assert offenders == []


def test_every_module_says_in_its_first_line_what_it_does() -> None:
    silent = [
        str(path.relative_to(PACKAGE)) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_version(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and [ast.unparse(target) for target in statement.targets] == [
        "__version__"
    ]
