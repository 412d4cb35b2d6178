"""Python's collector of garbage in a process that answers queries, which it holds up."""

from __future__ import annotations

import gc

# A query makes thousands of objects, hardly any of which is left by its end, and is looked through for garbage several
# times at the usual 700.
_NEW_OBJECTS = 20_000


def spare_queries() -> None:
    """What lives now stays: it is never looked through again. What comes is looked through less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
