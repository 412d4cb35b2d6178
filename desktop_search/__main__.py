"""`python -m desktop_search`. A spawned child imports this module again, so nothing else belongs here."""

from multiprocessing import freeze_support

from desktop_search.cli.main import main

if __name__ == "__main__":
    freeze_support()
    raise SystemExit(main())
