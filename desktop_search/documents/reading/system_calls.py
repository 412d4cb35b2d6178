"""A filter of system calls (Linux' seccomp): what no reader of documents ever needs is answered with "not permitted".

A list of what is refused, not of what is allowed: a library that is updated must go on reading. What is newer than
this list is answered with "not implemented", so that libraries fall back on what they did before.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

# The number of each call on x86-64 and on 64-bit ARM, None where there is none: asm/unistd_64.h, asm-generic/unistd.h.
_REFUSED: dict[str, tuple[int | None, int]] = {
    # The network, and sockets of any kind; the pipe to the engine is open already, and is read and written.
    **{"socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201)},
    **{"accept": (43, 202), "accept4": (288, 242), "sendto": (44, 206), "sendmsg": (46, 211), "sendmmsg": (307, 269)},
    # Programs and other processes.
    **{"execve": (59, 221), "execveat": (322, 281), "ptrace": (101, 117), "kill": (62, 129), "tkill": (200, 130)},
    **{"process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "rt_sigqueueinfo": (129, 138)},
    **{"rt_tgsigqueueinfo": (297, 240), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438)},
    **{"pidfd_send_signal": (424, 424), "setuid": (105, 146), "setgid": (106, 144), "setgroups": (116, 159)},
    **{"setreuid": (113, 145), "setregid": (114, 143), "setresuid": (117, 147), "setresgid": (119, 149)},
    # Wide doors into the kernel.
    **{"bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425)},
    **{"io_uring_enter": (426, 426), "io_uring_register": (427, 427), "mount": (165, 40), "umount2": (166, 39)},
    **{"pivot_root": (155, 41), "chroot": (161, 51), "setns": (308, 268), "unshare": (272, 97), "keyctl": (250, 219)},
    **{"add_key": (248, 217), "request_key": (249, 218), "open_by_handle_at": (304, 265), "kexec_load": (246, 104)},
    **{"kexec_file_load": (320, 294), "init_module": (175, 105), "finit_module": (313, 273), "acct": (163, 89)},
    **{"delete_module": (176, 106), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225)},
    **{"syslog": (103, 116), "fsopen": (430, 430), "fsmount": (432, 432), "move_mount": (429, 429)},
    **{"open_tree": (428, 428), "mount_setattr": (442, 442), "memfd_create": (319, 279), "shmget": (29, 194)},
    **{"mq_open": (240, 180), "inotify_init1": (294, 26), "fanotify_init": (300, 262)},
    # Changes to files, whatever Landlock says.
    **{"unlinkat": (263, 35), "renameat": (264, 38), "renameat2": (316, 276), "mkdirat": (258, 34)},
    **{"linkat": (265, 37), "symlinkat": (266, 36), "mknodat": (259, 33), "fchmod": (91, 52), "fchmodat": (268, 53)},
    **{"fchmodat2": (452, 452), "fchown": (93, 55), "fchownat": (260, 54), "truncate": (76, 45), "ftruncate": (77, 46)},
    **{"fallocate": (285, 47), "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6)},
    **{"fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16)},
}
_REFUSED_ON_X86 = {
    **{"fork": 57, "vfork": 58, "creat": 85, "unlink": 87, "rename": 82, "mkdir": 83, "rmdir": 84, "link": 86},
    **{"symlink": 88, "mknod": 133, "chmod": 90, "chown": 92, "lchown": 94, "utime": 132, "utimes": 235},
    **{"futimesat": 261, "inotify_init": 253},
}
_CLONE, _CLONE3, _OPEN, _OPENAT, _OPENAT2, _IOCTL = (56, 220), (435, 435), (2, None), (257, 56), (437, 437), (16, 29)
_SECCOMP = (317, 277)
_NEWEST = 462  # mseal; Linux 6.10
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_A_THREAD = 0x00010000  # CLONE_THREAD: a thread of this process, not a process of its own
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_TYPES_INTO_A_TERMINAL = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX

_LOAD, _EQUAL, _ABOVE, _ANY, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_ALLOW, _END = 0x7FFF0000, 0x80000000
_NOT_PERMITTED, _NOT_THERE = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
_NO_NEW_PRIVILEGES = 38
_SET_FILTER, _ALL_THREADS = 1, 1


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def refuse() -> bool:
    """Puts the filter over every thread of this process; it cannot be taken back. False where there is none."""
    known = _ARCHITECTURES.get(platform.machine())
    if not sys.platform.startswith("linux") or sys.maxsize <= 1 << 32 or known is None:
        return False
    code = _filter(*known)
    kept = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(kept))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.syscall(_SECCOMP[known[0]], _SET_FILTER, _ALL_THREADS, ctypes.byref(program)) == 0)


def _filter(column: int, architecture: int) -> bytes:
    """The instructions for the kernel's packet filter: one after the other, each decision at its place."""
    steps = [
        *_unless(_ARCHITECTURE_AT, _EQUAL, architecture, _END),
        _step(_LOAD, _NUMBER_AT),
        # Also the numbers of another binary interface of the same processor, which are very high.
        *_when(_ABOVE, _NEWEST, [_step(_RETURN, _NOT_THERE)]),
    ]
    refused = [numbers[column] for numbers in _REFUSED.values()]
    refused += _REFUSED_ON_X86.values() if column == 0 else ()
    for number in refused:
        if number is not None:
            steps += _when(_EQUAL, number, [_step(_RETURN, _NOT_PERMITTED)])
    for numbers in (_CLONE3, _OPENAT2):
        steps += _when(_EQUAL, numbers[column], [_step(_RETURN, _NOT_THERE)])
    for call, argument in ((_OPEN, 1), (_OPENAT, 2)):
        if (number := call[column]) is not None:
            steps += _when(_EQUAL, number, _judged(argument, [(_ANY, _WRITING)]))
    steps += _when(_EQUAL, _IOCTL[column], _judged(1, [(_EQUAL, one) for one in _TYPES_INTO_A_TERMINAL]))
    a_thread = [_step(_LOAD, _ARGUMENTS_AT), *_when(_ANY, _A_THREAD, [_step(_RETURN, _ALLOW)])]
    steps += _when(_EQUAL, _CLONE[column], [*a_thread, _step(_RETURN, _NOT_PERMITTED)])
    steps.append(_step(_RETURN, _ALLOW))
    return b"".join(steps)


def _judged(argument: int, refused: list[tuple[int, int]]) -> list[bytes]:
    """Refuses the call where the low half of an argument answers one of these comparisons."""
    steps = [_step(_LOAD, _ARGUMENTS_AT + 8 * argument)]
    for comparison, value in refused:
        steps += _when(comparison, value, [_step(_RETURN, _NOT_PERMITTED)])
    return [*steps, _step(_RETURN, _ALLOW)]


def _when(comparison: int, value: int, then: list[bytes]) -> list[bytes]:
    return [_step(comparison, value, 0, len(then)), *then]


def _unless(place: int, comparison: int, value: int, answer: int) -> list[bytes]:
    return [_step(_LOAD, place), _step(comparison, value, 1, 0), _step(_RETURN, answer)]


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
