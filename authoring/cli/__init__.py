"""The commands, one module each. Only here anything is printed, and only `program.py` decides to exit."""
