"""How much of the machine indexing takes: what is decided, and that the engine keeps to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from desktop_search import settings as settings_file
from desktop_search.engine import quiet
from desktop_search.engine.index_thread import IndexThread
from desktop_search.engine.messages import Quiet, Status
from desktop_search.engine.precedence import Precedence
from desktop_search.engine.query_thread import QueryThread
from desktop_search.engine.quiet import Power, QuietMode, decide
from desktop_search.paths import Paths
from desktop_search.settings import Settings

PLUGGED, BATTERY, LOW = Power(), Power(True, 80.0), Power(True, 12.0)


class Machine:
    """A battery, a clock and a processor that a test sets."""

    def __init__(self, power: Power = PLUGGED) -> None:
        self.power = power
        self.looks = 0
        self.now = 1000.0
        self.used = 50.0

    def look(self) -> Power:
        self.looks += 1
        return self.power

    def mode(self) -> QuietMode:
        return QuietMode(self.look, lambda: self.now, lambda: self.used)


@pytest.mark.parametrize(
    ("choice", "power", "decided"),
    [
        ("auto", PLUGGED, "no"),
        ("auto", BATTERY, "battery"),
        ("auto", LOW, "low battery"),
        ("always", PLUGGED, "always"),
        ("always", BATTERY, "always"),
        ("always", LOW, "low battery"),
        ("never", PLUGGED, "no"),
        ("never", BATTERY, "no"),
        ("never", LOW, "no"),
        ("a word of a later version", BATTERY, "battery"),
    ],
)
def test_the_choice_and_the_battery_decide(choice: str, power: Power, decided: Quiet) -> None:
    assert decide(Settings(quiet=choice), power) == decided


def test_the_battery_is_looked_at_every_half_minute_and_after_another_choice() -> None:
    machine = Machine(PLUGGED)
    mode = machine.mode()
    assert mode.look(Settings()) == "no"
    machine.power = BATTERY
    machine.now += quiet.LOOK_EVERY - 0.1
    assert mode.look(Settings()) == "no"
    assert machine.looks == 1
    assert mode.seconds_to_next_look == pytest.approx(0.1)
    machine.now += 0.1
    assert mode.look(Settings()) == "battery"
    assert machine.looks == 2
    assert mode.look(Settings(quiet="never")) == "battery"
    mode.look_anew()
    assert mode.look(Settings(quiet="never")) == "no"


def test_at_full_speed_there_is_no_pause() -> None:
    machine = Machine(PLUGGED)
    mode = machine.mode()
    mode.look(Settings())
    mode.begin()
    machine.now += 0.1
    machine.used += 0.4
    assert mode.pause() == 0.0


@pytest.mark.parametrize("cores", [0.2, 0.9, 1.0, 1.6])
def test_quiet_work_uses_half_of_a_core(cores: float) -> None:
    """Whatever a piece of work takes of the processor, a reader that goes on in the pause included."""
    machine = Machine(BATTERY)
    mode = machine.mode()
    mode.look(Settings())
    began, used = machine.now, machine.used
    for _ in range(100):
        mode.begin()
        machine.now += 0.12
        machine.used += 0.12 * cores
        pause = mode.pause()
        machine.now += pause
        machine.used += min(0.05 * cores, pause * cores)
    assert (machine.used - used) / (machine.now - began) < 0.56


def test_a_pause_is_never_long() -> None:
    machine = Machine(BATTERY)
    mode = machine.mode()
    mode.look(Settings())
    mode.begin()
    machine.now += 0.1
    machine.used += 60.0
    assert mode.pause() == 2.0
    machine.used -= 30.0  # a reader has ended
    mode.begin()
    assert mode.pause() == 0.0


@pytest.mark.parametrize(
    ("battery", "power"),
    [
        (None, Power()),
        (SimpleNamespace(percent=55, power_plugged=True), Power()),
        (SimpleNamespace(percent=55, power_plugged=None), Power()),
        (SimpleNamespace(percent=55, power_plugged=False), Power(True, 55.0)),
    ],
)
def test_what_the_system_says_of_the_battery(monkeypatch: pytest.MonkeyPatch, battery: object, power: Power) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: battery, raising=False)
    assert quiet.read_power() == power


def test_a_system_that_cannot_tell_is_taken_for_plugged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise FileNotFoundError("/sys/class/power_supply")

    monkeypatch.setattr(psutil, "sensors_battery", fail, raising=False)
    assert quiet.read_power() == Power()
    monkeypatch.delattr(psutil, "sensors_battery", raising=False)
    assert quiet.read_power() == Power()


def test_the_readers_own_time_on_the_processor_counts() -> None:
    before = quiet.cpu_seconds()
    sum(range(2_000_000))
    assert quiet.cpu_seconds() > before


class Engine:
    """The indexer thread without a process around it."""

    def __init__(self, paths: Paths, machine: Machine) -> None:
        self.statuses: list[Status] = []
        self._arrived = threading.Condition()
        precedence = Precedence()
        self.queries = QueryThread(paths, precedence)
        self.indexing = IndexThread(paths, precedence, self.queries, self._hear, machine.mode())
        self.indexing.start()

    def _hear(self, status: Status) -> None:
        with self._arrived:
            self.statuses.append(status)
            self._arrived.notify_all()

    def wait_for(self, quiet: Quiet, files: int) -> Status:
        def last() -> Status | None:
            fits = [one for one in self.statuses if one.quiet == quiet and one.progress.files == files]
            return fits[-1] if fits else None

        with self._arrived:
            assert self._arrived.wait_for(last, 60), self.statuses[-3:]
            found = last()
        assert found is not None
        return found


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = (tmp_path / "notes").resolve()
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.md").write_text(f"# Note {number}\n\nThere is something to say about walruses.\n")
    return folder


Start = Callable[[Machine], Engine]


@pytest.fixture
def start(paths: Paths, notes: Path, tmp_path: Path) -> Iterator[Start]:
    settings_file.save(paths.settings, Settings(folders=(str(notes),), model=str(tmp_path / "none")))
    running: list[Engine] = []

    def begin(machine: Machine) -> Engine:
        running.append(Engine(paths, machine))
        return running[-1]

    yield begin
    for engine in running:
        engine.indexing.stop()


def test_on_battery_everything_is_read_and_the_status_says_quiet(start: Start) -> None:
    start(Machine(BATTERY)).wait_for("battery", 3)


def test_with_a_low_battery_nothing_is_read_until_there_is_power(start: Start) -> None:
    machine = Machine(LOW)
    engine = start(machine)
    held = engine.wait_for("low battery", 0)
    assert held.progress.phase == "reading"
    assert held.progress.seconds_left is None
    machine.power = PLUGGED
    machine.now += quiet.LOOK_EVERY
    engine.indexing.reload_settings()
    engine.wait_for("no", 3)


def test_whoever_waits_for_an_update_is_not_held_up(start: Start) -> None:
    engine = start(Machine(LOW))
    engine.wait_for("low battery", 0)
    done = threading.Event()
    engine.indexing.update(1, lambda event: done.set())
    assert done.wait(60)
    engine.wait_for("low battery", 3)
