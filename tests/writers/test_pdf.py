"""PDF through LibreOffice: a stand-in program shows what happens when it fails, hangs or is missing."""

import os
import select
import sys
from pathlib import Path

import pytest

from authoring import office
from authoring.errors import OutputError
from authoring.office import find_office
from authoring.writers import pdf
from authoring.writers.pdf import write_pdf

posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a shell script in LibreOffice's place; its last argument is the DOCX."""

    def place(script: str) -> None:
        program = tmp_path / "bin" / "soffice"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\nfor source; do :; done\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")

    return place


@posix
def test_gives_back_what_was_made(stand_in) -> None:
    stand_in('printf %%PDF-1.7 > "${source%/*}/made/report.pdf"')
    assert write_pdf(b"PK") == b"%PDF-1.7"


@posix
@pytest.mark.parametrize("script", ["exit 0", "exit 77", 'printf no > "${source%/*}/made/report.pdf"'])
def test_success_is_not_believed(stand_in, script: str) -> None:
    stand_in(script)
    with pytest.raises(OutputError, match=r"LibreOffice 没有生成 PDF；请重试，或者请用 Word 或 WPS"):
        write_pdf(b"PK")


@posix
def test_a_hanging_program_ends_with_all_it_started(stand_in, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    stand_in(f"exec 3> {pipe}; sleep 600 & wait")
    with pytest.raises(OutputError, match=r"在 0\.5 秒内没有生成"):
        write_pdf(b"PK", seconds=0.5)
    # The pipe ends when nobody holds it any more, neither the script nor what it started.
    assert select.select([reading], [], [], 10)[0] == [reading]
    assert os.read(reading, 1) == b""
    os.close(reading)


def test_none_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_office", lambda: None)
    with pytest.raises(OutputError, match="没有找到 LibreOffice，不能生成 PDF；请安装"):
        write_pdf(b"PK")


def test_one_that_cannot_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf, "find_office", lambda: str(tmp_path / "gone"))
    with pytest.raises(OutputError, match="不能启动"):
        write_pdf(b"PK")


def test_is_looked_for_in_the_usual_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_USUAL_PLACES", (str(tmp_path / "none"), __file__))
    assert find_office() == __file__
