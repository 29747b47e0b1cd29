"""Exit codes of the program."""

DONE = 0
"""Done, nothing at 错误."""
FAULTY = 1
"""Done, and something is at 错误."""
REFUSED = 2
"""Could not do it: bad usage, unreadable input, no room for the output."""
INTERRUPTED = 130
"""Interrupted by the user."""
