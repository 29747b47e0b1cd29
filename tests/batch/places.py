"""Places beside a batch's reports, for tests of what is put there."""

from pathlib import Path

from authoring.batch.beside import Beside, Mark


class Kept(dict[str, set[Mark]]):
    """What remembers which files are ours."""

    def claims(self, name: str) -> set[Mark]:
        return self.get(name, set())

    def claim(self, name: str, mark: Mark) -> None:
        self.setdefault(name, set()).add(mark)


def beside(folder: Path, kept: Kept | None = None, *, force: bool = False) -> Beside:
    return Beside(folder, Kept() if kept is None else kept, force=force)
