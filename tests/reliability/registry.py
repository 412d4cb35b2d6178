"""Every fault by the name that it is asked for by."""

from __future__ import annotations

from tests.reliability import choice_faults, folder_faults, model_faults, process_faults
from tests.reliability.faults import Fault, clock_jumps, damaged, disk_full, killed, power_lost, read_only

FAULTS: dict[str, tuple[Fault, int, int]] = {
    # Each with how often it is done in a short run and in a long one.
    "killed": (killed, 6, 200),
    "power": (power_lost, 6, 200),
    "full": (disk_full, 4, 60),
    "readonly": (read_only, 1, 10),
    "database": (damaged("database", "data/index.sqlite3*"), 3, 100),
    "words": (damaged("word index", "data/words/**/*"), 3, 200),
    "vectors": (damaged("vector files", "data/vectors/**/*"), 3, 100),
    "clock": (clock_jumps, 2, 30),
    "engine": (process_faults.engine_killed, 2, 50),
    "reader": (process_faults.reader_killed, 2, 100),
    "pane": (process_faults.pane_reader_killed, 5, 300),
    "unplugged": (folder_faults.unplugged, 2, 60),
    "within": (folder_faults.unplugged_within, 2, 60),
    "model": (model_faults.cache_damaged, 2, 60),
    "locked-model": (model_faults.cache_locked, 2, 10),
    "full-model": (model_faults.disk_full, 1, 20),
    "full-settings": (choice_faults.settings_full, 20, 1_000),
    "killed-settings": (choice_faults.settings_killed, 5, 500),
}
