"""The ranking without each of its parts is another one, and the program's own is what it ships."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.quality import ablations, beir, made

SENTENCES = "The heating of room {0} is checked in autumn.\nWhoever is cold there asks for code q{0}x at the door."


@pytest.mark.model
def test_each_part_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    for number in range(40):
        text = f"# House {number}\n\n## Warmth in winter {number}\n\n" + "\n".join([SENTENCES.format(number)] * 4)
        (notes / f"{number}.md").write_text(text)
    made.main([str(notes), str(tmp_path / "out")])
    collection = tmp_path / "out" / "headings"
    assert ablations.main([str(collection)]) == 0
    table = json.loads(capsys.readouterr().out.splitlines()[-1])["ndcg@10"]
    assert list(table) == [one.name for one in ablations.ABLATIONS]
    assert len({value["headings"] for value in table.values()}) > 1
    beir.main([str(collection), "--json"])
    measured = json.loads(capsys.readouterr().out)["ndcg@10"]
    shipped, *_ = (value["headings"] for name, value in table.items() if "shipped" in name)
    assert (shipped, table["meaning"]["headings"]) == (measured["shipped"], measured["meaning"])


def test_two_collections_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        ablations.main([str(tmp_path / "a" / "x"), str(tmp_path / "b" / "x")])
