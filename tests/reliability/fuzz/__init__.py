"""Fuzzing for as long as there is time: see `python -m tests.reliability.fuzz --help`."""
