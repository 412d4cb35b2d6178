"""Keys that reach this program from within any other one: one interface, one module a platform."""
