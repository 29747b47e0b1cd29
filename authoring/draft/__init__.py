"""The report file: answers under their Chinese keys, each with its line, and the clerk's own comments."""
