"""Finished reports by anyone, read from their files: paragraphs and tables in order, each with its place."""
