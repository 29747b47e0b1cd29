"""Lists of words as patterns."""


def one_of(words: str) -> str:
    """A pattern for any of some words, parted by blanks; the longer before those they begin with."""
    return f"(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})"
