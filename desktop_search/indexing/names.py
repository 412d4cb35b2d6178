"""What a name, or what the file system says of an entry, tells about it before anything is opened. Pure functions."""

from __future__ import annotations

import os
import stat
import sys

VERSION_CONTROL = frozenset({".git", ".hg", ".svn", ".bzr"})
DEPENDENCIES = frozenset({"node_modules", "bower_components", "__pycache__", "site-packages"})
# Keys and passwords, browsers, clouds and their tools, wallets: what they keep in folders of their own.
SECRET_FOLDERS = frozenset(
    {".ssh", ".gnupg", ".password-store", ".pki", ".mozilla", ".librewolf", ".tor-browser"}
    | {".aws", ".azure", ".kube", ".docker", ".oci", ".terraform.d", ".vault", ".bitcoin", ".ethereum", ".electrum"}
    | {".1password", ".bitwarden"}
)

_SECRET_ENDINGS = (
    *(".pem", ".key", ".kdbx", ".kdb", ".p12", ".pfx", ".p8", ".keystore", ".jks", ".ppk", ".ovpn", ".psafe3"),
    *(".agilekeychain", ".opvault", ".1pif", ".1pux", ".keychain", ".keychain-db", ".kwallet", ".tfstate"),
)
_SECRET_STARTS = (
    *(".env", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", ".netrc", "_netrc", ".pgpass", ".git-credentials"),
    *(".pypirc", ".npmrc", ".htpasswd", ".dockercfg", ".vault-token", ".boto", ".s3cfg", ".my.cnf"),
)
_SECRET_NAMES = frozenset(
    {"logins.json", "key4.db", "cookies.sqlite", "login data", "wallet.dat", "credentials.toml", "credentials.json"}
    | {"application_default_credentials.json", "client_secret.json", "service-account.json", "secring.gpg"}
    | {"secrets.json", "secrets.yml", "secrets.yaml", "secrets.toml", "passwords.csv", "bitwarden_export.json"}
    | {"rclone.conf", "kubeconfig"}
)
_TEMPORARY_ENDINGS = ("~", ".swp", ".swo", ".swx", ".part", ".crdownload")
_TEMPORARY_STARTS = (".#", "~$", ".~lock.")
_PROFILE_NAMES = frozenset(
    {"google-chrome", "google-chrome-beta", "google-chrome-unstable", "chromium", "brave-browser", "microsoft-edge"}
    | {"vivaldi", "opera", "chrome", "edge", "firefox", "org.mozilla.firefox", "safari"}
    # Of keyrings, password stores and clouds; like browsers, only where such programs keep their own.
    | {"keyrings", "keychains", "kwalletd", "keepassxc", "bitwarden", "1password", "gcloud", "rclone", "gh", "op"}
)
_PROFILE_PLACES = (
    "/.config",
    "/.local/share",
    "/.config/bravesoftware",
    "/.var/app",
    "/snap",
    "/library",
    "/library/application support",
    "/library/application support/google",
    "/library/application support/bravesoftware",
    "/appdata/local",
    "/appdata/local/google",
    "/appdata/local/microsoft",
    "/appdata/local/bravesoftware",
    "/appdata/roaming/mozilla",
)

_HIDDEN_ATTRIBUTE = 0x2
_ELSEWHERE_ATTRIBUTES = 0x1000 | 0x40000 | 0x400000  # offline, recall on open, recall on data access
_HIDDEN_FLAG = 0x8000
_DATALESS_FLAG = 0x40000000
_MOUNT_POINT_TAG = 0xA0000003
FOLDERS_NEED_STATUS = sys.platform in {"win32", "darwin"}


def is_temporary(lower: str) -> bool:
    """Whether a file of this name, in lower case, is an editor's or a download's working file."""
    return (
        lower.endswith(_TEMPORARY_ENDINGS)
        or lower.startswith(_TEMPORARY_STARTS)
        or lower == "4913"
        or (lower[0] == "#" and lower[-1] == "#")
    )


def is_secret(lower: str) -> bool:
    """Whether a file of this name, in lower case, is likely to hold keys or passwords."""
    return lower.endswith(_SECRET_ENDINGS) or lower.startswith(_SECRET_STARTS) or lower in _SECRET_NAMES


def is_browser_profile(lower: str, folder: str) -> bool:
    """Whether `lower`, a name in lower case, is a browser's or a password store's own folder, lying in `folder`."""
    return lower in _PROFILE_NAMES and folder.lower().replace(os.sep, "/").endswith(_PROFILE_PLACES)


def is_cloud_placeholder(name: str) -> bool:
    """Whether the name is that of a file which iCloud keeps elsewhere: `.name.icloud`."""
    return name[0] == "." and name.endswith(".icloud")


def is_elsewhere(status: os.stat_result) -> bool:
    """Whether reading the file would first download it (OneDrive, iCloud)."""
    return bool(
        getattr(status, "st_file_attributes", 0) & _ELSEWHERE_ATTRIBUTES
        or getattr(status, "st_flags", 0) & _DATALESS_FLAG
    )


def is_hidden_by_system(status: os.stat_result) -> bool:
    """Whether Windows' hidden attribute or macOS' hidden flag is set."""
    return bool(
        getattr(status, "st_file_attributes", 0) & _HIDDEN_ATTRIBUTE or getattr(status, "st_flags", 0) & _HIDDEN_FLAG
    )


def is_junction(status: os.stat_result) -> bool:
    """Whether a Windows folder stands for another one."""
    return getattr(status, "st_reparse_tag", 0) == _MOUNT_POINT_TAG


def is_denied(path: str, status: os.stat_result) -> bool:
    """Whether this process may not read the file. The system is asked only where the mode leaves a doubt."""
    mode = status.st_mode
    if mode & stat.S_IROTH or sys.platform == "win32":
        return False
    if status.st_uid == os.geteuid() and mode & stat.S_IRUSR:
        return False
    return not os.access(path, os.R_OK)


def ending(name: str) -> str:
    """The part after the last dot, with the dot and in lower case; empty where there is none."""
    return os.path.splitext(name)[1].lower()
