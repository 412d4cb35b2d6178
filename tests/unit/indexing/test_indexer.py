"""The indexer, run step by step on real folders: the index ends as the disk is, and encodes only what is new."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_search.errors import StoreError
from desktop_search.search.word_index import WordIndex
from tests.index_bench import Bench, note
from tests.marks import MODES_HOLD


def test_notes_are_found_by_words_and_by_meaning(bench: Bench) -> None:
    bench.write("passport.md", note("passports"))
    bench.write("garden.md", note("tomatoes"))
    bench.survey()
    assert bench.found("passport") == ["passport.md"]
    assert os.path.basename(bench.hits("say about tomatoes", "meaning")[0].path) == "garden.md"
    progress = bench.service.indexer.progress()
    assert (progress.files, progress.embedded, progress.pending, progress.phase) == (2, 2, 0, "idle")


def test_a_second_survey_reads_and_encodes_nothing(bench: Bench) -> None:
    path = bench.write("passport.md", note("passports"))
    os.utime(path, (1_600_000_000, 1_600_000_000))
    bench.survey()
    before = bench.encoded
    bench.service.indexer.survey_all()
    assert bench.service.step()
    assert bench.service.indexer.progress().waiting == 0
    assert bench.encoded == before


def test_a_thousand_notes_in_a_renamed_folder_encode_nothing(bench: Bench) -> None:
    for number in range(1000):
        bench.write(f"old/{number}.md", note(f"topic number {number}"))
    bench.survey()
    before = bench.encoded
    assert before >= 1000
    (bench.notes / "old").rename(bench.notes / "new")
    bench.survey()
    assert bench.encoded == before
    progress = bench.service.indexer.progress()
    assert (progress.files, progress.pending) == (1000, 0)
    assert all("/new/" in hit.path for hit in bench.hits("topic number 7"))


def test_a_rename_seen_as_deletion_and_creation_encodes_nothing(bench: Bench) -> None:
    path = bench.write("a.md", note("passports"))
    bench.survey()
    before = bench.encoded
    text = path.read_text(encoding="utf-8")
    path.unlink()
    bench.changes.add(str(path))
    bench.settle()
    assert bench.found("passports") == []
    other = bench.write("b.md", text)
    bench.changes.add(str(other))
    bench.settle()
    assert bench.found("passports") == ["b.md"]
    assert bench.encoded == before


def test_a_copy_encodes_nothing(bench: Bench) -> None:
    path = bench.write("a.md", note("passports"))
    bench.survey()
    before = bench.encoded
    shutil.copy(path, bench.notes / "copy.md")
    bench.survey()
    assert sorted(bench.found("passports")) == ["a.md", "copy.md"]
    assert bench.encoded == before


def test_an_edited_paragraph_encodes_only_itself(bench: Bench) -> None:
    sentences = [
        f"Paragraph {number} tells of matter {number} at some length, " + "so that it stands alone as one piece " * 12
        for number in range(30)
    ]
    path = bench.write("long.md", "# Long\n\n" + "\n\n".join(sentences))
    bench.survey()
    before = bench.encoded
    sentences[14] = sentences[14].replace("matter 14", "walruses")
    path.write_text("# Long\n\n" + "\n\n".join(sentences), encoding="utf-8")
    bench.survey()
    assert bench.encoded == before + 1
    assert bench.found("walruses") == ["long.md"]
    assert bench.found('"matter 14"') == []


def test_a_change_within_one_tick_of_the_clock_is_not_missed(bench: Bench) -> None:
    path = bench.write("a.md", note("passports"))
    bench.survey()
    stamp = path.stat()
    path.write_text(note("walruses!"), encoding="utf-8")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert path.stat().st_size == stamp.st_size
    bench.survey()
    assert bench.found("walruses") == ["a.md"]


def test_a_deleted_file_and_a_deleted_folder_disappear(bench: Bench) -> None:
    bench.write("a.md", note("passports"))
    bench.write("deep/down/b.md", note("visas"))
    bench.survey()
    (bench.notes / "a.md").unlink()
    shutil.rmtree(bench.notes / "deep")
    bench.changes.add(str(bench.notes / "a.md"))
    bench.changes.add(str(bench.notes / "deep"))
    bench.settle()
    assert bench.found("passports visas") == []
    assert bench.service.indexer.progress().paragraphs == 0


def test_a_folder_that_cannot_be_reached_is_offline_and_keeps_its_notes(bench: Bench, tmp_path: Path) -> None:
    bench.write("a.md", note("passports"))
    bench.survey()
    bench.notes.rename(tmp_path / "unplugged")
    bench.survey()
    assert bench.service.indexer.folder_statuses()[0].state == "offline"
    assert bench.found("passports") == ["a.md"]
    (tmp_path / "unplugged").rename(bench.notes)
    bench.survey()
    assert bench.service.indexer.folder_statuses()[0].state == "ready"


def test_an_emptied_folder_is_empty_even_if_it_was_made_anew(bench: Bench) -> None:
    bench.write("a.md", note("passports"))
    bench.survey()
    shutil.rmtree(bench.notes)
    bench.notes.mkdir()
    bench.survey()
    assert bench.service.indexer.folder_statuses()[0].state == "ready"
    assert bench.found("passports") == []


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root on Linux may mount a disk")
def test_an_unplugged_disk_leaves_an_empty_mount_point_and_keeps_its_notes(bench: Bench) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(bench.notes)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        bench.write("a.md", note("passports"))
        bench.survey()
    finally:
        subprocess.run(["umount", str(bench.notes)], check=True)
    bench.survey()
    assert bench.service.indexer.folder_statuses()[0].state == "offline"
    assert bench.found("passports") == ["a.md"]


def test_a_late_hint_in_an_offline_folder_forgets_nothing(bench: Bench, tmp_path: Path) -> None:
    path = bench.write("a.md", note("passports"))
    bench.survey()
    bench.notes.rename(tmp_path / "unplugged")
    bench.changes.add(str(path))
    bench.settle()
    assert bench.found("passports") == ["a.md"]
    assert bench.service.indexer.folder_statuses()[0].state == "offline"


def test_a_change_under_one_name_is_found_under_all_names_of_the_file(bench: Bench) -> None:
    path = bench.write("x.md", note("passports"))
    (bench.notes / "y.md").hardlink_to(path)
    bench.survey()
    path.write_text(note("lanterns"), encoding="utf-8")
    bench.changes.add(str(path))
    bench.settle()
    assert sorted(bench.found("lanterns")) == ["x.md", "y.md"]
    assert bench.found("passports") == []


def test_hard_links_in_a_renamed_folder_are_all_found(bench: Bench) -> None:
    path = bench.write("old/x.md", note("passports"))
    (bench.notes / "old" / "y.md").hardlink_to(path)
    os.utime(path, (1_600_000_000, 1_600_000_000))
    bench.survey()
    (bench.notes / "old").rename(bench.notes / "new")
    bench.survey()
    assert sorted(bench.found("passports")) == ["x.md", "y.md"]


def test_a_date_thousands_of_years_ahead_is_only_a_date(bench: Bench) -> None:
    path = bench.write("a.md", note("passports"))
    os.utime(path, ns=(0, 13_500_000_000_000_000_000))
    bench.write("b.md", note("visas"))
    bench.survey()
    assert sorted(bench.found("passports visas")) == ["a.md", "b.md"]


def test_copies_found_together_are_encoded_once(bench: Bench) -> None:
    for number in range(12):
        bench.write(f"{number}.md", note("passports"))
    bench.survey()
    assert bench.encoded == 1
    assert bench.service.indexer.progress().embedded == 12


def test_a_parent_added_while_its_child_is_read_owns_what_was_read(bench: Bench) -> None:
    path = bench.write("sub/b.md", note("visas"))
    bench.service.apply(replace(bench.settings, folders=(str(bench.notes / "sub"),)))
    bench.service.step()
    bench.service.apply(replace(bench.settings, folders=(str(bench.notes),)))
    bench.settle()
    path.unlink()
    bench.survey()
    assert bench.found("visas") == []


def test_an_interrupt_between_store_and_words_loses_no_words(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c"):
        bench.write(f"{name}.md", note(f"passport {name * 3}"))
    added = WordIndex.add
    calls = []

    def interrupted(index: WordIndex, *rest: Any) -> None:
        calls.append(rest)
        if len(calls) == 2:
            raise KeyboardInterrupt
        added(index, *rest)

    monkeypatch.setattr(WordIndex, "add", interrupted)
    bench.service.indexer.survey_all()
    with pytest.raises(KeyboardInterrupt):
        bench.settle()
    monkeypatch.undo()
    bench.reopen()
    assert sorted(bench.found("passport")) == ["a.md", "b.md", "c.md"]


def test_an_excluded_word_in_a_heading_excludes_by_meaning_too(bench: Bench) -> None:
    bench.write("a.md", "# Draft\n\nGarden tomatoes want sun.\n")
    bench.write("b.md", "# Final\n\nGarden tomatoes want water.\n")
    bench.survey()
    assert [os.path.basename(hit.path) for hit in bench.hits("garden -draft")] == ["b.md"]


def test_a_damaged_word_index_is_told_and_built_again(bench: Bench) -> None:
    bench.write("a.md", note("passports"))
    bench.survey()
    bench.service.close()
    for part in bench.paths.word_index.rglob("*.term"):
        content = bytearray(part.read_bytes())
        middle = len(content) // 3
        content[middle : 2 * middle] = b"\xff" * middle
        part.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        bench.found("passports")
    bench.open()
    bench.settle()
    assert bench.found("passports") == ["a.md"]


def test_one_bad_file_costs_one_file(bench: Bench) -> None:
    bench.write("good.md", note("passports"))
    bench.write("empty.md", "")
    (bench.notes / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (bench.notes / "broken.txt").write_bytes(b"mostly fine text \xff about walruses " * 20)
    os.mkfifo(bench.notes / "pipe.md")
    (bench.notes / "loop").symlink_to(bench.notes)
    bench.survey()
    progress = bench.service.indexer.progress()
    assert (progress.files, progress.failed) == (3, 1)
    assert bench.found("passports") == ["good.md"]
    assert bench.found("walruses") == ["broken.txt"]
    skipped = dict(bench.service.indexer.folder_statuses()[0].skipped)
    assert skipped["link"] == 1
    assert skipped["not a file"] == 1


def test_a_file_over_the_limit_is_skipped_by_rule(bench: Bench) -> None:
    with (bench.notes / "huge.txt").open("wb") as file:
        file.truncate(1_000_000_000)
    bench.survey()
    assert dict(bench.service.indexer.folder_statuses()[0].skipped) == {"size": 1}


def test_a_failed_file_is_read_once_it_is_mended(bench: Bench) -> None:
    path = bench.notes / "a.txt"
    path.write_bytes(b"\x00\x01\x02" * 500)
    bench.survey()
    assert bench.service.indexer.progress().failed == 1
    path.write_text("walruses at last", encoding="utf-8")
    bench.survey()
    assert bench.service.indexer.progress().failed == 0
    assert bench.found("walruses") == ["a.txt"]


def test_a_file_that_vanishes_before_it_is_read_is_no_failure(bench: Bench) -> None:
    path = bench.write("a.md", note("passports"))
    bench.service.indexer.survey_all()
    bench.service.step()
    path.unlink()
    bench.settle()
    progress = bench.service.indexer.progress()
    assert (progress.files, progress.failed) == (0, 0)


def test_a_marker_file_takes_a_folder_out_and_lets_it_in_again(bench: Bench) -> None:
    bench.write("private/diary.md", note("secrets"))
    bench.survey()
    marker = bench.write("private/.nosearch", "")
    bench.changes.add(str(marker))
    bench.settle()
    assert bench.found("secrets") == []
    marker.unlink()
    bench.changes.add(str(marker))
    bench.settle()
    assert bench.found("secrets") == ["diary.md"]


def test_a_removed_folder_leaves_nothing(bench: Bench) -> None:
    bench.write("a.md", note("passports"))
    bench.survey()
    bench.settings = replace(bench.settings, folders=())
    bench.service.apply(bench.settings)
    bench.settle()
    assert bench.found("passports") == []
    for table in ("files", "paragraphs", "embeddings", "waiting", "folders"):
        assert bench.count(table) == 0


def test_a_parent_folder_takes_over_what_its_child_had(bench: Bench) -> None:
    bench.write("a.md", note("passports"))
    bench.write("sub/b.md", note("visas"))
    bench.settings = replace(bench.settings, folders=(str(bench.notes / "sub"),))
    bench.service.apply(bench.settings)
    bench.settle()
    assert bench.found("visas passports") == ["b.md"]
    before = bench.encoded
    bench.settings = replace(bench.settings, folders=(str(bench.notes),))
    bench.service.apply(bench.settings)
    bench.settle()
    assert sorted(bench.found("visas passports")) == ["a.md", "b.md"]
    assert bench.encoded == before + 1


def test_what_the_word_index_missed_in_a_crash_is_made_up_for(bench: Bench, tmp_path: Path) -> None:
    bench.write("a.md", note("passports"))
    bench.write("b.md", note("visas"))
    bench.survey()
    bench.write("c.md", note("walruses"))
    (bench.notes / "b.md").unlink()
    bench.service.indexer.survey_all()
    for _ in range(2):  # the survey and the reading, but not the commit of the words
        bench.service.step()
    after = bench.crashed(tmp_path / "after")
    try:
        after.settle()
        assert sorted(after.found("passports visas walruses")) == ["a.md", "c.md"]
    finally:
        after.service.close()


def test_losing_the_word_index_loses_nothing(bench: Bench) -> None:
    bench.write("a.md", note("passports"))
    bench.survey()
    before = bench.encoded
    bench.service.close()
    shutil.rmtree(bench.paths.word_index)
    bench.open()
    bench.settle()
    assert bench.found("passports") == ["a.md"]
    assert bench.encoded == before


def test_a_damaged_store_is_moved_aside_and_rebuilt(bench: Bench) -> None:
    bench.write("a.md", note("passports"))
    bench.survey()
    bench.service.close()
    bench.paths.database.write_bytes(b"no database" * 1000)
    bench.open()
    assert "damaged" in bench.service.notice
    bench.settle()
    assert bench.found("passports") == ["a.md"]
    assert list(bench.paths.data.glob("index.damaged-*.sqlite3"))


def test_orphaned_vectors_are_deleted_at_the_end(bench: Bench) -> None:
    path = bench.write("a.md", note("passports"))
    bench.write("b.md", note("visas"))
    bench.survey()
    path.unlink()
    bench.survey()
    assert bench.count("embeddings") == 2
    bench.reopen()
    assert bench.count("embeddings") == 1


def test_pieces_of_work_are_short_enough_to_let_a_query_pass(bench: Bench) -> None:
    for number in range(300):
        bench.write(f"{number}.md", note(f"topic number {number}"))
    bench.service.indexer.survey_all()
    steps = 0
    while bench.service.step():
        steps += 1
    # One step for each file would be slow, one for all of them would keep a query waiting.
    assert 3 < steps < 600


def test_names_of_any_kind_are_indexed(bench: Bench) -> None:
    names = ["new\nline.md", "\u202egnp.md", "日本語.md", os.fsdecode(b"\xff\xfe.md"), "a\x1b[31mred.md"]
    for name in names:
        (bench.notes / name).write_text(note("walruses"), encoding="utf-8")
    bench.survey()
    assert sorted(bench.found("walruses")) == sorted(names)


@MODES_HOLD
def test_a_file_without_permission_is_told_and_tried_again(bench: Bench) -> None:
    path = bench.write("a.md", note("passports"))
    path.chmod(0)
    bench.survey()
    assert bench.service.indexer.progress().failed == 1
    path.chmod(0o600)
    bench.survey()
    assert bench.found("passports") == ["a.md"]
