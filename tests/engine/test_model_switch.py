"""Another model in the settings: the old vectors answer until the new ones are all there, whatever happens between."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_search import settings as settings_file
from desktop_search.embedding import models
from desktop_search.engine import model
from desktop_search.engine.messages import ReloadSettings, Status
from desktop_search.engine.query_service import QueryService
from desktop_search.engine.service import IndexService
from desktop_search.paths import Paths
from desktop_search.search.candidates import Meaning
from desktop_search.settings import Settings
from tests.conversation import Conversation, save_folders
from tests.fake_encoder import FakeEncoder
from tests.index_bench import Bench

TOPICS = "walruses passports gardens engines lighthouses violins".split()
ROOT = Path(__file__).resolve().parents[2]


class Slow(FakeEncoder):
    """Takes its time, so that a piece of work is a few passages."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        time.sleep(0.02 * len(texts))
        return super().encode_passages(texts)


def long_note(topic: str) -> str:
    """Of several paragraphs, so that one piece of work does not encode everything."""
    told = f"Whoever wants to know more of {topic} reads on here, for {topic} are what all of this is about. "
    return f"# About {topic}\n\n" + "\n\n".join(f"Part {part}. " + told * 7 for part in range(4)) + "\n"


@pytest.fixture
def bench(paths: Paths, tmp_path: Path) -> Iterator[Bench]:
    notes = (tmp_path / "notes").resolve()
    notes.mkdir()
    made = Bench(paths, notes)
    made.encoder = Slow()
    made.reopen()
    for topic in TOPICS:
        made.write(f"{topic}.md", long_note(topic))
    made.survey()
    yield made
    made.service.close()


def switch(bench: Bench, new: FakeEncoder, answering: FakeEncoder | None) -> None:
    """Begins to learn with another model; nothing is encoded yet."""
    bench.meaning = bench.service.learning.use_encoder(new, named="new", answering=answering)


def learnt(bench: Bench) -> Meaning | None:
    """Works until there is nothing to do; what a query needs after a model has taken over, if one has."""
    bench.settle()
    return bench.service.learning.take_learnt()


def best(bench: Bench, topic: str) -> str:
    """The best hit by meaning alone."""
    return Path(bench.hits(f"about {topic}", "meaning")[0].path).stem


def reopen(bench: Bench) -> None:
    bench.service.close()
    bench.service = IndexService(bench.paths, bench.settings, bench.changes)


def test_the_old_vectors_answer_until_the_new_model_knows_everything(bench: Bench) -> None:
    old, new = bench.encoder, Slow(96, "new")
    switch(bench, new, old)
    assert bench.service.step()
    assert 0 < new.passages_encoded < bench.count("paragraphs")
    assert bench.service.learning.coming is not None
    assert best(bench, "walruses") == "walruses"
    assert old.queries_encoded > 0
    assert new.queries_encoded == 0

    meaning = learnt(bench)
    assert meaning is not None
    assert meaning.encoder is new
    assert bench.service.learning.coming is None
    assert bench.service.learning.take_learnt() is None
    bench.meaning = meaning
    assert [best(bench, topic) for topic in TOPICS] == TOPICS
    assert new.queries_encoded > 0
    assert old.passages_encoded == new.passages_encoded == bench.count("paragraphs")


def test_what_changes_meanwhile_is_found_by_the_old_model_and_later_by_the_new_one(bench: Bench) -> None:
    old, new = bench.encoder, Slow(96, "new")
    switch(bench, new, old)
    before = old.passages_encoded
    bench.write("otters.md", long_note("otters"))
    bench.write("walruses.md", long_note("submarines"))
    (bench.notes / "gardens.md").unlink()
    bench.service.indexer.survey_all()
    while old.passages_encoded < before + 8:
        assert bench.service.step()
    assert bench.service.learning.coming is not None
    assert (best(bench, "otters"), best(bench, "submarines")) == ("otters", "walruses")
    assert new.queries_encoded == 0

    meaning = learnt(bench)
    assert meaning is not None
    assert old.passages_encoded == before + 8
    assert all("otters" in one or "submarines" in one for one in old.passages[before:])
    bench.meaning = meaning
    assert (best(bench, "otters"), best(bench, "submarines")) == ("otters", "walruses")
    assert "gardens" not in {Path(hit.path).stem for hit in bench.hits("about gardens", "meaning")}


def test_an_index_that_was_closed_in_between_goes_on_where_it_was(bench: Bench) -> None:
    old, new = bench.encoder, Slow(96, "new")
    switch(bench, new, old)
    bench.service.step()
    assert 0 < new.passages_encoded < bench.count("paragraphs")
    reopen(bench)
    assert bench.service.learning.answering is not None
    assert bench.service.learning.answering.info == old.model
    switch(bench, new, old)
    assert best(bench, "engines") == "engines"
    assert learnt(bench) is not None
    assert new.passages_encoded == bench.count("paragraphs")


KILLED = """
import os, signal, sys
from pathlib import Path
from desktop_search.engine.query_service import QueryService
from desktop_search.engine.service import IndexService
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import find_paths
from desktop_search.settings import Settings
from tests.engine.test_model_switch import Slow
home, notes, passages = sys.argv[1], sys.argv[2], int(sys.argv[3])
new = Slow(96, "new")
service = IndexService(find_paths(home), Settings(folders=(notes,)), ChangeQueue())
service.learning.use_encoder(new, named="new", answering=Slow())
while new.passages_encoded < passages:
    service.step()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_in_between_costs_nothing_that_was_learnt(bench: Bench) -> None:
    bench.service.close()
    home = str(bench.paths.data.parent)
    done = subprocess.run([sys.executable, "-c", KILLED, home, str(bench.notes), "3"], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    bench.service = IndexService(bench.paths, bench.settings, bench.changes)
    waiting, total = bench.count("waiting"), bench.count("paragraphs")
    assert 0 < waiting < total

    old, new = bench.encoder, Slow(96, "new")
    switch(bench, new, old)
    assert [best(bench, topic) for topic in TOPICS] == TOPICS
    assert old.queries_encoded > 0
    meaning = learnt(bench)
    assert meaning is not None
    assert new.passages_encoded == waiting
    bench.meaning = meaning
    assert [best(bench, topic) for topic in TOPICS] == TOPICS


def test_going_back_in_between_encodes_nothing(bench: Bench) -> None:
    old, new = bench.encoder, Slow(96, "new")
    switch(bench, new, old)
    bench.service.step()
    before = old.passages_encoded
    switch(bench, old, None)
    assert bench.service.learning.coming is None
    assert learnt(bench) is None
    assert old.passages_encoded == before
    assert best(bench, "violins") == "violins"


def test_a_third_model_takes_the_place_of_the_one_that_learns(bench: Bench) -> None:
    old, second, third = bench.encoder, Slow(96, "second"), Slow(32, "third")
    switch(bench, second, old)
    bench.service.step()
    switch(bench, third, old)
    assert best(bench, "violins") == "violins"
    assert old.queries_encoded > 0
    meaning = learnt(bench)
    assert meaning is not None
    assert meaning.encoder is third
    assert second.passages_encoded < bench.count("paragraphs")


def test_without_the_old_encoder_the_new_model_can_take_its_place_at_once(bench: Bench) -> None:
    new = Slow(96, "new")
    bench.meaning = bench.service.learning.use_encoder(new, named="new", at_once=True)
    assert bench.service.learning.coming is None
    assert bench.meaning.encoder is new
    bench.settle()
    assert [best(bench, topic) for topic in TOPICS] == TOPICS


def test_a_model_that_knows_hardly_anything_is_not_kept_for_the_answers(bench: Bench) -> None:
    for number in range(20):
        bench.write(f"more {number}.md", long_note(f"subject{number}"))
    bench.service.indexer.survey_all()
    while bench.service.indexer.progress().phase != "embedding" or bench.service.indexer.progress().files < 26:
        bench.service.step()
    new = Slow(96, "new")
    assert bench.service.indexer.progress().embedded < bench.service.indexer.progress().paragraphs / 2
    switch(bench, new, bench.encoder)
    assert bench.service.learning.coming is None
    assert bench.meaning.encoder is new


def test_the_old_vectors_are_kept_until_the_next_start_and_then_deleted(bench: Bench) -> None:
    old, new = bench.encoder, Slow(96, "new")
    bench.reopen()
    switch(bench, new, old)
    learnt(bench)
    assert bench.count("embeddings") == 2 * bench.count("paragraphs")
    assert (bench.paths.vector_index / old.model.id).exists()
    reopen(bench)
    switch(bench, new, None)
    bench.settle()
    assert bench.count("embeddings") == bench.count("paragraphs")
    assert bench.rows("SELECT model_id FROM models") == [(new.model.id,)]
    assert not (bench.paths.vector_index / old.model.id).exists()
    bench.meaning = bench.service.learning.use_encoder(new)
    assert [best(bench, topic) for topic in TOPICS] == TOPICS


def test_the_command_line_asks_the_old_model_in_between(
    monkeypatch: pytest.MonkeyPatch, bench: Bench, tmp_path: Path
) -> None:
    old, new, folder = bench.encoder, Slow(96, "new"), str(tmp_path / "new model")
    encoders = {"": old, folder: new}
    monkeypatch.setattr(model, "load_encoder", lambda paths, settings: encoders[settings.model])
    bench.service.learning.use_encoder(new, named=folder, answering=old)
    bench.service.step()
    settings = Settings(folders=(str(bench.notes),), model=folder)

    def ask() -> str:
        queries = QueryService(bench.paths)
        try:
            queries.load_meaning(settings)
            return Path(queries.search("about engines", 5, "meaning", None).hits[0].path).stem
        finally:
            queries.close()

    assert ask() == "engines"
    assert (old.queries_encoded > 0, new.queries_encoded) == (True, 0)
    bench.settle()
    assert ask() == "engines"
    assert new.queries_encoded > 0


@pytest.fixture
def other_model(tmp_path: Path) -> Path:
    """The bundled model with a prompt before each passage: another model, whose vectors differ."""
    folder = tmp_path / "other model"
    shutil.copytree(models.find_model().path, folder)
    folder.joinpath("config_sentence_transformers.json").write_text(
        '{"prompts": {"query": "query: ", "document": "passage: "}, "default_prompt_name": null}'
    )
    return folder


@pytest.mark.model
def test_the_engine_answers_with_the_old_model_while_it_learns_with_the_new_one(
    paths: Paths, tmp_path: Path, other_model: Path
) -> None:
    notes = (tmp_path / "notes").resolve()
    notes.mkdir()
    for topic in (*TOPICS, *(f"subject{number}" for number in range(60))):
        (notes / f"{topic}.md").write_text(long_note(topic))
    save_folders(paths, str(notes))
    with Conversation(paths) as talk:
        old = talk.settled().model
        settings_file.save(paths.settings, Settings(folders=(str(notes),), model=str(other_model)))
        since = len(talk.events)
        talk.client.send(ReloadSettings())
        learning = talk.wait_for(
            Status, lambda one: one.coming is not None and one.progress.phase == "embedding", since
        )
        assert learning.model == old
        assert learning.meaning_ready
        assert learning.coming != old
        assert talk.search("about walruses", "meaning").result.hits

    # The engine that starts later knows the old model from the store alone.
    with Conversation(paths) as talk:
        began = talk.wait_for(Status, lambda one: one.meaning_ready)
        assert began.model == old
        assert began.coming is not None
        assert began.progress.pending < began.progress.paragraphs
        assert talk.search("about walruses", "meaning").result.hits[0].path.endswith("walruses.md")
        done = talk.wait_for(Status, lambda one: one.coming is None and one.progress.phase == "idle")
        assert done.model == began.coming
        assert done.progress.pending == 0
        assert talk.search("about walruses", "meaning").result.hits[0].path.endswith("walruses.md")


@pytest.mark.model
def test_an_old_model_that_is_gone_gives_way_at_once(paths: Paths, tmp_path: Path, other_model: Path) -> None:
    notes = (tmp_path / "notes").resolve()
    notes.mkdir()
    (notes / "walruses.md").write_text(long_note("walruses"))
    settings_file.save(paths.settings, Settings(folders=(str(notes),), model=str(other_model)))
    with Conversation(paths) as talk:
        old = talk.settled().model
    shutil.rmtree(other_model)
    settings = settings_file.load(paths.settings).settings
    settings_file.save(paths.settings, replace(settings, model=""))
    with Conversation(paths) as talk:
        done = talk.settled()
        assert done.model != old
        assert talk.search("about walruses", "meaning").result.hits
