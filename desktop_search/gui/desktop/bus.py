"""D-Bus, the session's as a rule: calls, signals, and what is offered to others, woken by Qt's event loop.

jeepney puts the messages together: QtDBus cannot make arrays of structures from Python (it ends the process), and
portals, launchers and shells speak in little else. The only module that imports it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Slot

logger = logging.getLogger(__name__)

Answered = Callable[[tuple[Any, ...] | None, str], None]
_BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_INTROSPECTION, _PEER = "org.freedesktop.DBus.Introspectable", "org.freedesktop.DBus.Peer"
_UNKNOWN = "org.freedesktop.DBus.Error.UnknownMethod"
# One program that floods the bus must not hold up the window.
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Address:
    """An object of another program, and the interface of it that is meant."""

    name: str
    path: str
    interface: str


class Call:
    """Something that another program asks of this one; to be answered once, now or later."""

    def __init__(self, bus: Bus, message: Any, member: str, body: tuple[Any, ...]) -> None:
        self._bus, self._message = bus, message
        self.member, self.body = member, body

    def answer(self, signature: str = "", body: tuple[Any, ...] = ()) -> None:
        """Gives what was asked for."""
        self._bus.send_answer(self._message, signature, body)

    def refuse(self, told: str, name: str = "org.freedesktop.DBus.Error.Failed") -> None:
        """Says why not."""
        self._bus.send_error(self._message, name, told)


Offered = Callable[[Call], None]
Heard = Callable[[str, tuple[Any, ...]], None]


class Bus(QObject):
    """One connection. Raises OSError where there is no bus, or no way to it."""

    def __init__(self, parent: QObject | None = None, *, system: bool = False) -> None:
        """`system`: that of the whole machine, in place of the session's."""
        super().__init__(parent)
        if not system and not os.environ.get("DBUS_SESSION_BUS_ADDRESS") and not _has_usual_bus():
            raise OSError("there is no session bus")
        try:
            import jeepney
            from jeepney.io.blocking import open_dbus_connection

            self._wire = jeepney
            self._connection = open_dbus_connection("SYSTEM" if system else "SESSION")
        except Exception as error:
            # Whatever is wrong with an address from outside, or with the answer to the first greeting.
            raise OSError(f"the bus cannot be reached: {error}") from error
        self._waiting: dict[int, tuple[Answered, QTimer]] = {}
        self._offered: dict[str, tuple[Offered, str]] = {}
        self._heard: dict[tuple[str, str, str], Heard] = {}
        self._notifier = QSocketNotifier(self._connection.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    @property
    def unique_name(self) -> str:
        """How the bus calls this connection."""
        return str(self._connection.unique_name)

    @property
    def is_open(self) -> bool:
        return self._notifier.isEnabled()

    def call(
        self,
        address: Address,
        member: str,
        signature: str = "",
        body: tuple[Any, ...] = (),
        answered: Answered | None = None,
        timeout_ms: int = 25_000,
    ) -> None:
        """Asks another program; `answered` gets what it gave, or None and one sentence."""
        target = self._wire.DBusAddress(address.path, address.name, address.interface)
        message = self._wire.new_method_call(target, member, signature or None, body)
        serial = next(self._connection.outgoing_serial)
        if answered is not None:
            patience = QTimer(self, singleShot=True, interval=timeout_ms)
            patience.setProperty("serial", serial)
            patience.timeout.connect(self._lose_patience)
            self._waiting[serial] = answered, patience
            patience.start()
        self._send(message, serial)

    def own(self, name: str) -> None:
        """Takes a name by which others find this program; without a queue where another has it."""
        self.call(Address(*_BUS), "RequestName", "su", (name, 4))

    def offer(self, interface: str, description: str, handler: Offered) -> None:
        """Answers calls to an interface, on any path; `description` is its XML, for who looks around."""
        self._offered[interface] = handler, description

    def listen(self, path: str, interface: str, member: str, handler: Heard, sender: str = "") -> None:
        """Has `handler` called with path and contents of each such signal; an empty path means any."""
        self._heard[path, interface, member] = handler
        rule = [f"type='signal',interface='{interface}',member='{member}'"]
        rule += [f"path='{path}'"] if path else []
        rule += [f"sender='{sender}'"] if sender else []
        self.call(Address(*_BUS), "AddMatch", "s", (",".join(rule),))

    def send_signal(self, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> None:
        """Tells everybody who listens."""
        emitter = self._wire.DBusAddress(path, interface=interface)
        self._send(self._wire.new_signal(emitter, member, signature, body))

    def send_answer(self, message: Any, signature: str, body: tuple[Any, ...]) -> None:
        """See Call.answer."""
        self._send(self._wire.new_method_return(message, signature or None, body))

    def send_error(self, message: Any, name: str, told: str) -> None:
        """See Call.refuse."""
        self._send(self._wire.new_error(message, name, "s", (told,)))

    def close(self) -> None:
        """Leaves the bus: names and offers go with the connection."""
        if self.is_open:
            self._notifier.setEnabled(False)
            self._connection.close()
        for _, patience in self._waiting.values():
            patience.stop()
        self._waiting.clear()

    def _send(self, message: Any, serial: int | None = None) -> None:
        if not self.is_open:
            return
        try:
            self._connection.send(message, serial=serial)
        except OSError:
            logger.info("the bus is gone")
            self.close()

    @Slot()
    def _read(self) -> None:
        try:
            for _ in range(_AT_ONCE):
                self._take(self._connection.receive(timeout=0))
                if not self.is_open:
                    return
            # More has been taken from the socket than was looked at: it will not wake us again.
            QTimer.singleShot(0, self._read)
        except TimeoutError:
            pass
        except (OSError, ValueError):
            logger.info("the bus is gone")
            self.close()

    def _take(self, message: Any) -> None:
        kinds, fields = self._wire.MessageType, self._wire.HeaderFields
        header, body = message.header, tuple(message.body)
        if header.message_type in (kinds.method_return, kinds.error):
            answered, patience = self._waiting.pop(header.fields.get(fields.reply_serial, -1), (None, None))
            if answered is not None and patience is not None:
                patience.stop()
                patience.deleteLater()
                failed = header.message_type == kinds.error
                answered(None if failed else body, str(body[0]) if failed and body else "")
            return
        path, interface = header.fields.get(fields.path, ""), header.fields.get(fields.interface, "")
        member = header.fields.get(fields.member, "")
        if header.message_type == kinds.signal:
            for key in ((path, interface, member), ("", interface, member)):
                if heard := self._heard.get(key):
                    heard(path, body)
        elif header.message_type == kinds.method_call:
            self._serve(Call(self, message, member, body), interface)

    def _serve(self, call: Call, interface: str) -> None:
        if interface == _PEER and call.member == "Ping":
            call.answer()
        elif interface == _INTROSPECTION:
            call.answer("s", (f"<node>{''.join(text for _, text in self._offered.values())}</node>",))
        elif offered := self._offered.get(interface):
            offered[0](call)
        else:
            call.refuse("There is nothing like that here.", _UNKNOWN)

    @Slot()
    def _lose_patience(self) -> None:
        patience = self.sender()
        if patience is not None:
            answered, _ = self._waiting.pop(int(patience.property("serial")), (None, None))
            patience.deleteLater()
            if answered is not None:
                answered(None, "no answer")


def strings(values: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Texts as the values of an `a{sv}`."""
    return {name: ("s", value) for name, value in values.items()}


def _has_usual_bus() -> bool:
    with contextlib.suppress(OSError):
        return sys.platform.startswith("linux") and os.path.exists(f"/run/user/{os.getuid()}/bus")
    return False
