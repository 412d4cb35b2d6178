"""The program as a part of the desktop: tray, start with the session, selected text, what others ask over D-Bus."""
