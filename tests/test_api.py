"""What a Python caller may rely on."""

from pathlib import Path

import pytest

import authoring

LUSONG = Path(__file__).parent.parent / "examples" / "lusong-2024" / "report.yaml"


def test_the_way_through_as_the_package_tells_it():
    draft, report = authoring.read(LUSONG)
    form = authoring.load_form(report.form)
    checked = authoring.check(report, form, draft)
    document = authoring.compose(checked.report, form)
    assert authoring.write_docx(document).startswith(b"PK")
    assert report.unit.name in authoring.write_text(document)
    assert report.unit.name in authoring.write_html(document)


def test_every_name_promised_is_there():
    assert all(getattr(authoring, name) for name in authoring.__all__)


def test_what_stops_the_work_is_one_kind_of_error():
    with pytest.raises(authoring.GoujiError):
        authoring.read(Path("没有这个文件.yaml"))


def test_a_name_not_promised_is_an_attribute_error():
    with pytest.raises(AttributeError):
        authoring.nothing  # noqa: B018
