"""Collections that are made of notes say the truth about what answers a question."""

from __future__ import annotations

from pathlib import Path

from tests.quality import made
from tests.quality.collection import load
from tests.quality.table import CORPUS


def test_what_is_judged_relevant_is_what_holds_the_answer(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    for number in range(30):
        told = "\n".join(f"Sentence {place} tells of lamps and of chairs in the rooms." for place in range(8))
        (notes / f"{number}.md").write_text(
            f"# All of {number}\n\n## Room code{number}x\n\n{told}\nIt has code{number}x.\n"
        )
    assert made.main([str(notes), str(tmp_path / "out")]) == 0
    for name in ("exact", "mixed"):
        found = load(tmp_path / "out" / name)
        assert found.queries, name
        for query, text in found.queries.items():
            rare = [word for word in text.split() if word.startswith("code")]
            holding = {key for key, (_, told) in found.documents.items() if rare and f" {rare[0]}." in told}
            assert set(found.relevant[query]) == holding, text
    headings = load(tmp_path / "out" / "headings")
    for query, text in headings.queries.items():
        (only,) = headings.relevant[query]
        assert text not in headings.documents[only][1]
        assert text.split()[-1] in headings.documents[only][1]


def test_the_same_notes_make_the_same_collections(tmp_path: Path) -> None:
    for out in ("one", "two"):
        made.main([str(CORPUS), str(tmp_path / out)])
    files = [path for path in sorted((tmp_path / "one").rglob("*")) if path.is_file()]
    assert len(files) == 15
    assert max(path.stat().st_size for path in files) > 1000
    for path in files:
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()
