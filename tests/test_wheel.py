"""The wheel carries all it needs: installed without its source, it works from an empty folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (path,) = out.glob("*.whl")
    return path


def test_carries_forms_parts_and_types(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "authoring/templates/hunan-department/body.html",
        "authoring/writers/base/",
        "authoring/basis/grades.yaml",
        "authoring/py.typed",
    ):
        assert any(name.startswith(needed) for name in names), needed
    assert not [name for name in names if name.startswith(("tests/", "examples/", "docs/"))]


def test_works_from_an_empty_folder(wheel, tmp_path):
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as package:
        package.extractall(site)
    report = ROOT / "examples" / "lusong-2024" / "report.yaml"
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONIOENCODING": "utf-8"}

    def gouji(*arguments):
        command = [sys.executable, "-P", "-m", "authoring", *arguments]
        return subprocess.run(command, cwd=empty, env=environment, capture_output=True, check=False)

    where = subprocess.run(
        [sys.executable, "-P", "-c", "import authoring; print(authoring.__file__)"],
        cwd=empty,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert str(site) in where.stdout.decode()
    assert b"hunan-department" in gouji("forms").stdout
    assert gouji("check", str(report)).returncode == 0
    assert gouji("render", str(report), "--out", ".", "--to", "docx,txt,html").returncode == 0
    assert sorted(path.suffix for path in empty.iterdir()) == [".docx", ".html", ".txt"]
