"""`remove FOLDER`: forgets a folder; nothing of it stays in the index, and the folder itself is not touched."""

from __future__ import annotations

import argparse
import sys

from desktop_search import settings as settings_file
from desktop_search.cli.index import bring_up_to_date, change_settings
from desktop_search.cli.progress import ProgressLine
from desktop_search.cli.text import printable
from desktop_search.paths import Paths


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    settings = change_settings(paths, lambda now: settings_file.remove_folder(now, arguments.folder))
    with ProgressLine(sys.stderr) as line:
        bring_up_to_date(paths, settings, line, encode=False)
    print(printable(f"{arguments.folder} is forgotten. Its files were not touched."))
    return 0
