"""Where an installed program begins. A child of it begins here too, so nothing may come before freeze_support."""

from multiprocessing import freeze_support

if __name__ == "__main__":
    freeze_support()
    from desktop_search.cli.main import main

    raise SystemExit(main())
