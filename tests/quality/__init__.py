"""How good the program is at what it is for, measured: every module here is a command."""
