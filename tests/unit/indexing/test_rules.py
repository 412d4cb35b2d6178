"""Each rule by its name, on real files."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from desktop_search.indexing import names
from desktop_search.indexing.rules import RULES, Rules, Skip
from desktop_search.settings import Settings
from tests.marks import MODES_HOLD, NAMES_ARE_BYTES

READABLE = {".txt", ".md", ".pdf", ".example"}


def has_reader(path: str) -> bool:
    return os.path.splitext(path)[1] in READABLE


def make(top: Path, *paths: str, content: str = "text") -> None:
    """Files, and folders where a path ends with "/"."""
    for path in paths:
        place = top / path
        if path.endswith("/"):
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content)


def rule(root: Path, path: str, **choices: Any) -> str | None:
    """The name of the rule that skips a path, which must be the same with and without the file being there."""
    skip = explain(root, path, **choices)
    if skip is not None:
        assert skip.rule in RULES
        assert skip.detail
    return None if skip is None else skip.rule


def explain(root: Path, path: str, **choices: Any) -> Skip | None:
    rules = Rules(Settings(folders=(str(root),), **choices), has_reader)
    return rules.explain(root / path, is_dir=path.endswith("/"))


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("plain.txt", None),
        ("deep/down/plain.md", None),
        ("folder/", None),
        (".notes.txt", "hidden"),
        (".config/a.txt", "hidden"),
        (".git/config.txt", "version control"),
        ("deep/.hg/", "version control"),
        ("module/.git", "version control"),
        ("a/node_modules/b/readme.md", "dependencies"),
        ("__pycache__/", "dependencies"),
        ("lib/site-packages/x.txt", "dependencies"),
        ("Bower_Components/x.txt", "dependencies"),
        ("vendor/x.txt", None),
        ("target/x.txt", None),
        ("CVS/cv of anna.txt", None),
        ("report.txt~", "temporary"),
        (".report.txt.swp", "temporary"),
        (".#report.txt", "temporary"),
        ("~$report.txt", "temporary"),
        (".~lock.report.odt#", "temporary"),
        ("#report.txt#", "temporary"),
        ("film.txt.part", "temporary"),
        ("film.txt.crdownload", "temporary"),
        ("4913", "temporary"),
        (".ssh/", "secrets"),
        (".ssh/notes.txt", "secrets"),
        (".gnupg/", "secrets"),
        (".password-store/", "secrets"),
        (".mozilla/firefox/", "secrets"),
        (".env", "secrets"),
        (".env.local", "secrets"),
        ("server.pem", "secrets"),
        ("server.KEY", "secrets"),
        ("passwords.kdbx", "secrets"),
        ("id_rsa", "secrets"),
        ("id_rsa.txt", "secrets"),
        (".kube/config.txt", "secrets"),
        (".aws/notes.txt", "secrets"),
        (".docker/config.json", "secrets"),
        ("work/logins.json", "secrets"),
        ("work/credentials.json", "secrets"),
        ("work/terraform.tfstate", "secrets"),
        ("work/.npmrc", "secrets"),
        ("work/.pypirc", "secrets"),
        ("Library/Application Support/Google/Chrome/", "secrets"),
        ("AppData/Local/Google/Chrome/notes.txt", "secrets"),
        ("chrome/notes.txt", None),
        ("picture.png", "type"),
        ("Makefile", "type"),
        (".report.txt.icloud", "cloud"),
    ],
)
def test_names(tmp_path: Path, path: str, expected: str | None, there: bool) -> None:
    if there:
        make(tmp_path, path)
    assert rule(tmp_path, path) == expected


def test_a_skip_says_what_and_where(tmp_path: Path) -> None:
    make(tmp_path, "sub/.gitignore", content="# ours\n*.md\n")
    assert explain(tmp_path, "sub/a.md") == Skip("gitignore", f"{tmp_path}/sub/.gitignore, line 2: *.md")
    assert explain(tmp_path, "a.PNG") == Skip("type", "No reader for .png files.")
    assert explain(tmp_path, "LICENSE") == Skip("type", "No reader for files without an ending.")
    assert explain(tmp_path, "a.txt", skip_patterns=("a*",)) == Skip("pattern", "a*")
    assert explain(tmp_path, "x/node_modules/y/a.txt") == Skip("dependencies", "node_modules")


def test_a_path_outside_is_told_apart(tmp_path: Path) -> None:
    make(tmp_path, "in/", "other.txt", "in-between/a.txt")
    rules = Rules(Settings(folders=(str(tmp_path / "in"),)), has_reader)
    for path in ("other.txt", "in-between/a.txt"):
        skip = rules.explain(tmp_path / path)
        assert skip is not None
        assert skip.rule == "outside"
    assert rules.explain(tmp_path / "in") is None


def test_the_chosen_folder_itself_may_have_any_name(tmp_path: Path) -> None:
    root = tmp_path / ".hidden" / "node_modules"
    make(root, "a.txt", "pyvenv.cfg", ".git/")
    make(root, "CACHEDIR.TAG", content="Signature: 8a477f597d28d172789f06886806bc55")
    assert rule(root, "a.txt") is None


def test_hidden_can_be_switched_off_but_secrets_and_version_control_stay(tmp_path: Path) -> None:
    assert rule(tmp_path, ".notes/a.txt", skip_hidden=False) is None
    assert rule(tmp_path, ".ssh/a.txt", skip_hidden=False) == "secrets"
    assert rule(tmp_path, ".env", skip_hidden=False) == "secrets"
    assert rule(tmp_path, ".config/gcloud/a.txt", skip_hidden=False) == "secrets"
    assert rule(tmp_path, ".local/share/keyrings/a.txt", skip_hidden=False) == "secrets"
    assert rule(tmp_path, "jewels/keyrings/a.txt", skip_hidden=False) is None
    assert rule(tmp_path, ".git/a.txt", skip_hidden=False) == "version control"


def test_a_marker_skips_its_folder_and_all_below(tmp_path: Path) -> None:
    make(tmp_path, "private/.nosearch", "private/deep/a.txt", "public/a.txt")
    assert rule(tmp_path, "private/deep/a.txt") == "marker"
    assert rule(tmp_path, "private/") == "marker"
    assert rule(tmp_path, "public/a.txt") is None
    make(tmp_path, ".nosearch")
    assert rule(tmp_path, "public/a.txt") == "marker"
    assert rule(tmp_path, "") == "marker"


def test_caches_and_environments_are_known_by_what_is_in_them(tmp_path: Path) -> None:
    make(tmp_path, "env/pyvenv.cfg", "env/a.txt", ".venv/pyvenv.cfg", "target/a.txt", "fake/CACHEDIR.TAG", "fake/a.txt")
    make(tmp_path, "target/CACHEDIR.TAG", content="Signature: 8a477f597d28d172789f06886806bc55\n# made by a compiler\n")
    make(tmp_path, "CVS/Entries", "CVS/a.txt")
    assert rule(tmp_path, "env/a.txt") == "dependencies"
    assert rule(tmp_path, ".venv/") == "dependencies"
    assert rule(tmp_path, "target/a.txt") == "cache"
    assert rule(tmp_path, "fake/a.txt") is None
    assert rule(tmp_path, "CVS/a.txt") == "version control"


def test_gitignore_counts_within_its_tree_and_the_nearest_decides(tmp_path: Path) -> None:
    make(tmp_path, ".gitignore", content="*.md\n/top.txt\nout/\n")
    make(tmp_path, "sub/.gitignore", content="!keep.md\n")
    make(tmp_path, "out/a.txt", "file/out.txt")
    assert rule(tmp_path, "a.md") == "gitignore"
    assert rule(tmp_path, "sub/a.md") == "gitignore"
    assert rule(tmp_path, "sub/keep.md") is None
    assert rule(tmp_path, "keep.md") == "gitignore"
    assert rule(tmp_path, "top.txt") == "gitignore"
    assert rule(tmp_path, "sub/top.txt") is None
    assert rule(tmp_path, "out/a.txt") == "gitignore"
    assert rule(tmp_path, "a.md", use_gitignore=False) is None


def test_gitignore_above_counts_only_inside_its_work_tree(tmp_path: Path) -> None:
    root = tmp_path / "repository" / "docs" / "mine"
    make(tmp_path, "repository/docs/mine/")
    (tmp_path / ".gitignore").write_text("*.txt\n")
    (tmp_path / "repository" / ".gitignore").write_text("*.pdf\ndocs/mine/draft.md\n")
    (tmp_path / "repository" / "docs" / ".gitignore").write_text("/mine/sub/*.md\n!special.pdf\n")
    assert rule(root, "a.pdf") is None
    make(tmp_path, "repository/.git/")
    assert rule(root, "a.pdf") == "gitignore"
    assert rule(root, "special.pdf") is None
    assert rule(root, "draft.md") == "gitignore"
    assert rule(root, "sub/a.md") == "gitignore"
    assert rule(root, "a.txt") is None
    assert rule(root, "a.pdf", use_gitignore=False) is None
    assert rule(root, "sub/a.txt", skip_patterns=("/sub/a.txt",)) == "pattern"
    make(root, ".git/")
    assert rule(root, "a.pdf") is None


@pytest.mark.parametrize("ignored", ["*", "/docs/", "docs/mine"])
def test_a_chosen_folder_that_its_repository_ignores_is_searched_all_the_same(tmp_path: Path, ignored: str) -> None:
    make(tmp_path, ".git/", "docs/mine/a.txt")
    (tmp_path / ".gitignore").write_text(ignored + "\n")
    assert rule(tmp_path / "docs" / "mine", "a.txt") is None


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes in folders")
def test_a_gitignore_that_is_no_plain_file_is_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "a/", "b/", "real", "a/x.txt")
    os.mkfifo(tmp_path / "a" / ".gitignore")
    (tmp_path / "real").write_text("*.txt")
    (tmp_path / "b" / ".gitignore").symlink_to(tmp_path / "real")
    assert rule(tmp_path, "a/x.txt") is None
    assert rule(tmp_path, "b/x.txt") is None


def test_the_persons_patterns_are_relative_to_the_watched_folder(tmp_path: Path) -> None:
    choices = {"skip_patterns": ("# comment", "", "*.pdf", "/old/", "a/**/draft.txt", "!kept.pdf")}
    assert rule(tmp_path, "x.pdf", **choices) == "pattern"
    assert rule(tmp_path, "kept.pdf", **choices) is None
    assert rule(tmp_path, "old/x.txt", **choices) == "pattern"
    assert rule(tmp_path, "deep/old/x.txt", **choices) is None
    assert rule(tmp_path, "a/b/c/draft.txt", **choices) == "pattern"


def test_a_negated_pattern_brings_back_what_is_hidden_or_ignored(tmp_path: Path) -> None:
    make(tmp_path, ".gitignore", content="*.md\n")
    choices = {"skip_patterns": ("!.*", "!*.md")}
    assert rule(tmp_path, ".notes/a.txt", **choices) is None
    assert rule(tmp_path, "a.md", **choices) is None
    assert rule(tmp_path, ".git/a.txt", **choices) == "version control"
    assert rule(tmp_path, ".ssh/a.txt", **choices) == "secrets"
    assert rule(tmp_path, ".env", **choices) == "secrets"
    assert rule(tmp_path, "a.png", skip_patterns=("!a.png",)) == "type"


def test_only_an_exact_name_brings_back_a_secret_or_a_dependency(tmp_path: Path) -> None:
    assert rule(tmp_path, ".env.example", skip_patterns=("!.env*",)) == "secrets"
    assert rule(tmp_path, ".env.example", skip_patterns=("!.env.example",)) is None
    assert rule(tmp_path, "node_modules/a.md", skip_patterns=("!node_modules",)) is None
    assert rule(tmp_path, "x/node_modules/a.md", skip_patterns=("!/node_modules",)) == "dependencies"
    make(tmp_path, "data/CACHEDIR.TAG", content="Signature: 8a477f597d28d172789f06886806bc55")
    assert rule(tmp_path, "data/a.txt") == "cache"
    assert rule(tmp_path, "data/a.txt", skip_patterns=("!data/",)) is None


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege")
def test_links_and_special_files(tmp_path: Path) -> None:
    make(tmp_path, "real.txt", "folder/a.txt")
    (tmp_path / "link.txt").symlink_to("real.txt")
    (tmp_path / "broken.txt").symlink_to("nowhere.txt")
    (tmp_path / "other").symlink_to("folder")
    (tmp_path / ".#lock.txt").symlink_to("me@machine.1")
    os.mkfifo(tmp_path / "pipe.txt")
    assert rule(tmp_path, "link.txt") == "link"
    assert rule(tmp_path, "broken.txt") == "link"
    assert rule(tmp_path, "other/") == "link"
    assert rule(tmp_path, "other/a.txt") == "link"
    assert rule(tmp_path, ".#lock.txt") == "temporary"
    assert rule(tmp_path, "pipe.txt") == "not a file"


def test_a_large_file_is_told_with_its_size_and_the_limit(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(2_500_000)
    assert explain(tmp_path, "a.txt", max_file_mb=2) == Skip("size", "2.5 MB, and the limit is 2 MB.")
    assert rule(tmp_path, "a.txt", max_file_mb=3) is None


@MODES_HOLD
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    (tmp_path / "a.txt").chmod(0)
    assert rule(tmp_path, "a.txt") == "unreadable"


def test_a_name_that_is_too_long_is_unreadable_and_no_error(tmp_path: Path) -> None:
    assert rule(tmp_path, "x" * 300 + ".txt") == "unreadable"
    assert rule(tmp_path, "x" * 300 + "/a.txt") == "unreadable"


def _status(**values: int) -> os.stat_result:
    return cast("os.stat_result", SimpleNamespace(**{"st_mode": stat.S_IFREG | 0o644, "st_size": 1, **values}))


def test_what_windows_and_macos_say_of_a_file() -> None:
    assert names.is_elsewhere(_status(st_file_attributes=0x400000))
    assert names.is_elsewhere(_status(st_file_attributes=0x1000))
    assert names.is_elsewhere(_status(st_flags=0x40000000))
    assert not names.is_elsewhere(_status(st_file_attributes=0x20))
    assert not names.is_elsewhere(_status())
    assert names.is_hidden_by_system(_status(st_file_attributes=0x22))
    assert names.is_hidden_by_system(_status(st_flags=0x8000))
    assert not names.is_hidden_by_system(_status())
    assert names.is_junction(_status(st_reparse_tag=0xA0000003))
    assert not names.is_junction(_status(st_reparse_tag=0x9000001A))


def test_such_files_are_skipped_by_name(tmp_path: Path) -> None:
    path = str(tmp_path / "a.txt")
    folder = Rules(Settings(), has_reader).folder_rules(str(tmp_path))
    assert folder.open([]) is None
    elsewhere = folder.status("a.txt", path, _status(st_file_attributes=0x400000))
    hidden = folder.status("a.txt", path, _status(st_file_attributes=0x2))
    assert elsewhere is not None
    assert elsewhere.rule == "cloud"
    assert hidden == Skip("hidden", "a.txt")
    assert folder.folder("sub", _status(st_file_attributes=0x2)) == Skip("hidden", "sub")
    assert folder.folder("sub", _status(st_reparse_tag=0xA0000003)) == Skip("link", "sub")
    kept = Rules(Settings(skip_patterns=("!a.*",)), has_reader).folder_rules(str(tmp_path))
    assert kept.status("a.txt", path, _status(st_file_attributes=0x2)) is None


def test_the_quick_look_never_hides_what_is_taken(tmp_path: Path) -> None:
    root = tmp_path / ".base"
    make(tmp_path, ".base/")
    rules = Rules(Settings(folders=(str(root),)), has_reader)
    for path in (".git/x", "a/node_modules/b.txt", ".hidden", "a/.b/c.txt"):
        assert rules.ignored(str(root / path))
        assert rules.explain(root / path) is not None
    for path in ("a.txt", "a/b.png", "vendor/x.txt", ""):
        assert not rules.ignored(str(root / path))
    assert not rules.ignored(str(tmp_path / ".elsewhere"))
    assert not Rules(Settings(folders=(str(root),), skip_patterns=("!.x",)), has_reader).ignored(str(root / ".x/a.txt"))


@NAMES_ARE_BYTES
def test_names_that_are_no_text(tmp_path: Path) -> None:
    make(tmp_path, ".gitignore", content="broken*\n")
    assert rule(tmp_path, os.fsdecode(b"broken\xff.txt")) == "gitignore"
    assert rule(tmp_path, os.fsdecode(b"\xfe\xff.txt")) is None
    assert rule(tmp_path, "two\nlines.txt") is None
