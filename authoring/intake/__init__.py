"""Files from others: what they are by content, within limits, and a process apart in which to read them.

`guard` first, before any library sees the bytes; then a `Worker`, which a killer file may kill.
"""
