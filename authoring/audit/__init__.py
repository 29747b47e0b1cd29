"""Reads finished reports by anyone, works their figures out again, and says what is wrong in them."""
