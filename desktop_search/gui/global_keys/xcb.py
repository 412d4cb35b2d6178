"""The few calls of libxcb that a key grab takes, by ctypes: Qt has loaded the library already.

Types and values are those of xproto.xml and of the headers <xcb/xcb.h> and <xcb/xcb_keysyms.h>.
"""

from __future__ import annotations

import ctypes
import struct
from ctypes import POINTER, c_char_p, c_int, c_int16, c_uint8, c_uint16, c_uint32, c_void_p
from dataclasses import dataclass
from typing import Any, Literal

KEY_PRESS, KEY_RELEASE, CLIENT_MESSAGE, MAPPING_NOTIFY = 2, 3, 33, 34
SHIFT, LOCK, CONTROL, MOD1, MOD2, MOD3, MOD4, MOD5 = (1 << bit for bit in range(8))
_GO_ON = 1
_BAD_ACCESS = 10
_SUBSTRUCTURE = 0x180000  # SubstructureNotify | SubstructureRedirect
_INPUT_ONLY, _OVERRIDE_REDIRECT, _EVENT_MASK = 2, 1 << 9, 1 << 11
_KEYS = 1 | 2  # KeyPress, KeyRelease
# Where this program ends while it has the keyboard: to the window under the pointer.
_TO_POINTER = 1


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Screens(ctypes.Structure):
    _fields_ = (("data", POINTER(c_uint32)), ("rem", c_int), ("index", c_int))


@dataclass(frozen=True, slots=True)
class Key:
    """A key that went down or up; `time` in milliseconds of the server, `modifiers` those that were held before."""

    keycode: int
    time: int
    modifiers: int
    is_down: bool
    event: bytes


Happened = Key | Literal["renewed", "over"]


class Connection:
    """A connection of our own to the X server. Raises OSError where there is none, or no library.

    `catcher` is a window that nobody sees, for keys that are typed before the window is there that they are meant for.
    """

    def __init__(self) -> None:
        self._xcb = ctypes.CDLL("libxcb.so.1")
        self._keys = ctypes.CDLL("libxcb-keysyms.so.1")
        self._free = ctypes.CDLL(None).free
        self._declare()
        number = c_int(0)
        self._connection = c_void_p(self._xcb.xcb_connect(None, ctypes.byref(number)))
        if self._xcb.xcb_connection_has_error(self._connection):
            self._xcb.xcb_disconnect(self._connection)
            raise OSError("the X server cannot be reached")
        screens = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._connection))
        for _ in range(number.value):
            self._xcb.xcb_screen_next(ctypes.byref(screens))
        # The first field of a screen is its root window.
        self._root = int(screens.data[0])
        self._symbols = c_void_p(self._keys.xcb_key_symbols_alloc(self._connection))
        self.catcher = self._make_catcher()

    def keycodes(self, symbol: int) -> list[int]:
        """The keys that bear a symbol."""
        found = self._keys.xcb_key_symbols_get_keycode(self._symbols, symbol)
        if not found:
            return []
        codes: list[int] = []
        while code := found[len(codes)]:
            codes.append(int(code))
        self._free(found)
        return codes

    def modifier_of(self, keycodes: list[int]) -> int:
        """The modifier bit that one of these keys sets; 0 where none does."""
        reply = self._xcb.xcb_get_modifier_mapping_reply(
            self._connection, self._xcb.xcb_get_modifier_mapping(self._connection), None
        )
        if not reply:
            return 0
        per_modifier = reply[1]
        codes = self._xcb.xcb_get_modifier_mapping_keycodes(reply)
        mapped = [set(codes[bit * per_modifier : (bit + 1) * per_modifier]) for bit in range(8)]
        self._free(reply)
        return next((1 << bit for bit in range(8) if mapped[bit] & set(keycodes)), 0)

    def grab(self, keycode: int, modifiers: int) -> bool:
        """Claims a key with exactly these modifiers; False where another program has it. Nothing stands still when it
        is pressed: until it comes up again every key is told here, and then none."""
        cookie = self._xcb.xcb_grab_key_checked(self._connection, 1, self._root, modifiers, keycode, _GO_ON, _GO_ON)
        error = self._xcb.xcb_request_check(self._connection, cookie)
        if not error:
            return True
        code = error[1]
        self._free(error)
        if code != _BAD_ACCESS:
            raise OSError(f"the X server refused a key (error {code})")
        return False

    def ungrab(self, keycode: int, modifiers: int) -> None:
        self._xcb.xcb_ungrab_key(self._connection, keycode, self._root, modifiers)

    def let_go(self, time: int) -> None:
        """Ends what a claimed key began, though it may still be down."""
        self._xcb.xcb_ungrab_keyboard(self._connection, time)
        self.flush()

    def take_focus(self, window: int, time: int) -> int:
        """Gives a window the keyboard, as `give_focus` does; the window that had it before, 0 for none.

        Both are asked in one go: what is typed while an answer is waited for would go to the window before.
        """
        cookie = self._xcb.xcb_get_input_focus(self._connection)
        self.give_focus(window, time)
        reply = self._xcb.xcb_get_input_focus_reply(self._connection, cookie, None)
        if not reply:
            return 0
        window = _number(bytes(reply[8:12]))
        self._free(reply)
        return window

    def give_focus(self, window: int, time: int) -> None:
        """Gives a window the keyboard, unless somebody has done so with another one since `time`."""
        self._xcb.xcb_set_input_focus(self._connection, _TO_POINTER, window, time)
        self.flush()

    def send_key(self, window: int, key: Key) -> None:
        """Hands a key on to another window, as it came."""
        # Since Qt sees that it was sent on, it takes the modifiers out of it rather than those that are held now.
        event = key.event[:12] + struct.pack("=II", window, 0) + key.event[20:]
        self._xcb.xcb_send_event(self._connection, 0, window, _KEYS, event)
        self.flush()

    def ask_for_focus(self, window: int, time: int) -> None:
        """Asks the window manager, as a pager would, to bring a window to the front (EWMH, _NET_ACTIVE_WINDOW)."""
        kind = self._atom(b"_NET_ACTIVE_WINDOW")
        message = struct.pack("=BBHII5I", CLIENT_MESSAGE, 32, 0, window, kind, 2, time, 0, 0, 0)
        self._xcb.xcb_send_event(self._connection, 0, self._root, _SUBSTRUCTURE, message)
        self.flush()

    def wait(self) -> Happened:
        """Waits for what happens next: a key, "renewed" keys, or "over" after `wake` and where the server is gone."""
        while event := self._xcb.xcb_wait_for_event(self._connection):
            kind = event[0] & 0x7F
            content = bytes(event[:32])
            if kind == MAPPING_NOTIFY:
                self._keys.xcb_refresh_keyboard_mapping(self._symbols, event)
            self._free(event)
            if kind in (KEY_PRESS, KEY_RELEASE):
                keycode, time, modifiers = struct.unpack_from("=xB2xI20xH", content)
                return Key(keycode, time, modifiers, kind == KEY_PRESS, content)
            if kind == MAPPING_NOTIFY:
                return "renewed"
            if kind == CLIENT_MESSAGE:
                break
        return "over"

    def wake(self) -> None:
        """Ends the waiting of another thread."""
        message = struct.pack("=BBHII20x", CLIENT_MESSAGE, 32, 0, self.catcher, 1)
        self._xcb.xcb_send_event(self._connection, 0, self.catcher, 0, message)
        self.flush()

    def flush(self) -> None:
        self._xcb.xcb_flush(self._connection)

    def close(self) -> None:
        self._keys.xcb_key_symbols_free(self._symbols)
        self._xcb.xcb_disconnect(self._connection)

    def _make_catcher(self) -> int:
        window = int(self._xcb.xcb_generate_id(self._connection))
        values = (c_uint32 * 2)(1, _KEYS)
        mask = _OVERRIDE_REDIRECT | _EVENT_MASK
        place = (-10, -10, 1, 1, 0)
        self._xcb.xcb_create_window(self._connection, 0, window, self._root, *place, _INPUT_ONLY, 0, mask, values)
        self._xcb.xcb_map_window(self._connection, window)
        self.flush()
        return window

    def _atom(self, name: bytes) -> int:
        cookie = self._xcb.xcb_intern_atom(self._connection, 0, len(name), name)
        reply = self._xcb.xcb_intern_atom_reply(self._connection, cookie, None)
        if not reply:
            return 0
        atom = _number(bytes(reply[8:12]))
        self._free(reply)
        return atom

    def _declare(self) -> None:
        connection, pointer = c_void_p, POINTER(c_uint8)
        calls: list[tuple[Any, Any, tuple[Any, ...]]] = [
            (self._xcb.xcb_connect, c_void_p, (c_char_p, POINTER(c_int))),
            (self._xcb.xcb_disconnect, None, (connection,)),
            (self._xcb.xcb_connection_has_error, c_int, (connection,)),
            (self._xcb.xcb_flush, c_int, (connection,)),
            (self._xcb.xcb_get_setup, c_void_p, (connection,)),
            (self._xcb.xcb_setup_roots_iterator, _Screens, (c_void_p,)),
            (self._xcb.xcb_screen_next, None, (POINTER(_Screens),)),
            (self._xcb.xcb_generate_id, c_uint32, (connection,)),
            (self._xcb.xcb_create_window, _Cookie, (connection, *_WINDOW)),
            (self._xcb.xcb_map_window, _Cookie, (connection, c_uint32)),
            (self._xcb.xcb_wait_for_event, pointer, (connection,)),
            (self._xcb.xcb_get_input_focus, _Cookie, (connection,)),
            (self._xcb.xcb_get_input_focus_reply, pointer, (connection, _Cookie, c_void_p)),
            (self._xcb.xcb_set_input_focus, _Cookie, (connection, c_uint8, c_uint32, c_uint32)),
            (self._xcb.xcb_request_check, pointer, (connection, _Cookie)),
            (self._xcb.xcb_grab_key_checked, _Cookie, (connection, *_GRAB)),
            (self._xcb.xcb_ungrab_key, _Cookie, (connection, c_uint8, c_uint32, c_uint16)),
            (self._xcb.xcb_ungrab_keyboard, _Cookie, (connection, c_uint32)),
            (self._xcb.xcb_send_event, _Cookie, (connection, c_uint8, c_uint32, c_uint32, c_char_p)),
            (self._xcb.xcb_intern_atom, _Cookie, (connection, c_uint8, c_uint16, c_char_p)),
            (self._xcb.xcb_intern_atom_reply, pointer, (connection, _Cookie, c_void_p)),
            (self._xcb.xcb_get_modifier_mapping, _Cookie, (connection,)),
            (self._xcb.xcb_get_modifier_mapping_reply, pointer, (connection, _Cookie, c_void_p)),
            (self._xcb.xcb_get_modifier_mapping_keycodes, pointer, (pointer,)),
            (self._keys.xcb_key_symbols_alloc, c_void_p, (connection,)),
            (self._keys.xcb_key_symbols_free, None, (c_void_p,)),
            (self._keys.xcb_key_symbols_get_keycode, pointer, (c_void_p, c_uint32)),
            (self._keys.xcb_refresh_keyboard_mapping, c_int, (c_void_p, pointer)),
            (self._free, None, (c_void_p,)),
        ]
        for call, result, arguments in calls:
            call.restype, call.argtypes = result, arguments


def _number(four: bytes) -> int:
    return int(struct.unpack("=I", four)[0])


# depth, window, parent, x, y, width, height, border, class, visual, mask, values
_WINDOW = (
    *(c_uint8, c_uint32, c_uint32, c_int16, c_int16, c_uint16, c_uint16, c_uint16, c_uint16, c_uint32, c_uint32),
    POINTER(c_uint32),
)
# owner_events, window, modifiers, key, pointer mode, keyboard mode
_GRAB = (c_uint8, c_uint32, c_uint16, c_uint8, c_uint8, c_uint8)
