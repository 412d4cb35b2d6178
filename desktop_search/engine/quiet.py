"""How much of the machine indexing may take: all that is free, at most half of one core, or nothing for now.

Whether the machine runs on its battery is looked at only while there is work, and not more often than every half
minute. Decides and counts; whoever asks does the waiting.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from desktop_search.engine.messages import Quiet
from desktop_search.settings import Settings

LOOK_EVERY = 30.0
# Below this the battery is for the person alone. Percent.
LOW = 20.0
# At most this part of one core is used while it is quiet, and no pause is longer. Seconds.
_SHARE = 0.5
_LONGEST_PAUSE = 2.0


@dataclass(frozen=True, slots=True)
class Power:
    """Where the power comes from, and what is left in the battery in percent; a machine without one is plugged in."""

    on_battery: bool = False
    percent: float = 100.0


def decide(settings: Settings, power: Power) -> Quiet:
    """The person's choice and the battery, put together."""
    if settings.quiet == "never":
        return "no"
    if power.on_battery and power.percent < LOW:
        return "low battery"
    if settings.quiet == "always":
        return "always"
    return "battery" if power.on_battery else "no"


def read_power() -> Power:
    """What the system says now; where it says nothing, the machine is plugged in."""
    try:
        battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    except (OSError, psutil.Error, ValueError):
        return Power()
    # Unknown is taken for plugged in: a machine is not to be slow for want of a sensor.
    if battery is None or battery.power_plugged is not False:
        return Power()
    return Power(True, float(battery.percent))


def cpu_seconds() -> float:
    """What this process and its readers have used of the processor so far."""
    total = time.process_time()
    for child in psutil.Process().children():
        try:
            used = child.cpu_times()
        except psutil.Error:
            continue
        total += used.user + used.system
    return total


class QuietMode:
    """Keeps the decision between two looks, and says how long to rest after a piece of work."""

    def __init__(
        self,
        power: Callable[[], Power] = read_power,
        clock: Callable[[], float] = time.monotonic,
        used: Callable[[], float] = cpu_seconds,
    ) -> None:
        """`clock` and `used` (time on the processor) are in seconds."""
        self._power = power
        self._clock = clock
        self._used = used
        self._looked_at: float | None = None
        self._began: tuple[float, float] | None = None
        self.now: Quiet = "no"

    def look(self, settings: Settings) -> Quiet:
        """Whether to be quiet now. To be called while there is work."""
        moment = self._clock()
        if self._looked_at is None or moment - self._looked_at >= LOOK_EVERY:
            self._looked_at = moment
            self.now = decide(settings, self._power())
        return self.now

    def look_anew(self) -> None:
        """The next look is a real one: the choice has changed."""
        self._looked_at = None

    @property
    def seconds_to_next_look(self) -> float:
        """How long the present decision stands."""
        if self._looked_at is None:
            return 0.0
        return max(0.0, self._looked_at + LOOK_EVERY - self._clock())

    def begin(self) -> None:
        """To be called before a piece of work: what was used since the one before counts, the pause does not."""
        if self.now != "no":
            used = self._began[1] if self._began is not None else self._used()
            self._began = (self._clock(), used)

    def pause(self) -> float:
        """How many seconds to rest after a piece of work; 0 where nothing has to be held back."""
        if self.now == "no":
            self._began = None
            return 0.0
        moment, used = self._clock(), self._used()
        began, before = self._began or (moment, used)
        self._began = (moment, used)
        # A reader that has ended takes its time on the processor out of the sum.
        return min(_LONGEST_PAUSE, max(0.0, max(0.0, used - before) / _SHARE - (moment - began)))
