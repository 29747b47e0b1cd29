"""A copy of the user's own workbook with the wrong cells filled and commented, and nothing else changed.

openpyxl was tried: it drops text boxes, slicers, form controls, threaded comments and the extensions of
conditional formats, and writes every part anew. So the package's XML is edited where cells change, and all
other parts are copied byte for byte.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from pathlib import Path

from authoring import atomic
from authoring.batch.ooxml_fills import COLOURS
from authoring.batch.ooxml_marks import ByPlace, Marker
from authoring.batch.ooxml_package import Changes
from authoring.batch.ooxml_sheet import Place
from authoring.batch.outcome import Told
from authoring.batch.xml_edits import unfit
from authoring.errors import InputError
from authoring.filenames import file_name
from authoring.intake.guard import Kind, guard
from authoring.sheets.cells import LAST_ROW, Range, column_number
from authoring.sheets.members import Package
from authoring.sheets.workbook import Contents, Listed, read_contents
from authoring.sheets.worksheet import Book
from authoring.sheets.xlsx import XlsxSheet

MOST_CELLS = 5_000
"""Of a workbook; more coloured cells help nobody."""
_MOST_LOOKS = 5_000_000
"""At cells in search of the merged cells they are in: a second; real workbooks take a few thousand."""
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})(?::.*)?")
_SUFFIXES = {Kind.XLSX: (".xlsx", ".xltx"), Kind.XLSM: (".xlsm", ".xltm")}


def mark_copy(
    source: Path, told: Iterable[Told], folder: Path, notes: list[str] | None = None
) -> Path | None:
    """Save a marked copy as `原名（标注）.xlsx` in the folder, `.xlsm` with macros; its path.

    None where nothing is told of a cell, or the file cannot be marked; `notes` are then told why, and also
    what could not be marked. Raises OutputError.
    """
    remarks = [] if notes is None else notes
    try:
        guarded = guard(source)
        if guarded.kind not in _SUFFIXES or guarded.members is None:
            raise unfit(f"{guarded.kind.value}里没有地方放批注")
        package = Package(guarded.members, "")
        contents = read_contents(package)
        by_sheet = _by_sheet(told, contents, remarks)
        if not by_sheet:
            return None
        marker = Marker(Changes(guarded.members), contents.styles, remarks)
        for listed, by_place in by_sheet.items():
            merges = XlsxSheet(listed, package, Book([], [])).merges()
            marker.mark(listed.member, _anchored(by_place, merges))
        content = marker.finish()
    except InputError as error:
        remarks += [f"“{source.name}”：{problem.message}" for problem in error.problems]
        return None
    suffix, suffixes = source.suffix.lower(), _SUFFIXES[guarded.kind]
    target = folder / file_name(f"{source.stem}（标注）", suffix if suffix in suffixes else suffixes[0])
    atomic.save(target, content)
    return target


def _by_sheet(told: Iterable[Told], contents: Contents, remarks: list[str]) -> dict[Listed, ByPlace]:
    """What is told of cells, by sheet and cell."""
    sheets = {listed.name: listed for listed in reversed(contents.sheets)}
    found: dict[Listed, ByPlace] = {}
    left = cells = 0
    for each in told:
        if each.severity not in COLOURS:
            continue
        listed = sheets.get(each.sheet) if each.sheet or len(sheets) > 1 else contents.sheets[0]
        place = _place(each.cell)
        if listed is None or place is None:
            left += 1
            continue
        by_place = found.setdefault(listed, {})
        if place not in by_place and cells == MOST_CELLS:
            remarks.append(f"要标注的单元格超过 {MOST_CELLS:,} 个，只标注了前面的")
            break
        cells += place not in by_place
        by_place.setdefault(place, []).append(each)
    if left:
        remarks.append(f"有 {left} 条问题不对应某个单元格，没有标注，请看结果表")
    return {listed: by_place for listed, by_place in found.items() if by_place}


def _place(cell: str) -> Place | None:
    found = _CELL.fullmatch(cell.strip())
    column = column_number(found[1].upper()) if found else 0
    return (int(found[2]), column) if found and column and int(found[2]) <= LAST_ROW else None


def _anchored(by_place: ByPlace, merges: Iterable[Range]) -> ByPlace:
    """Each cell, or the first one of the merged cells it is in: no other of them is seen.

    A cell that has found its range is not looked at again, so a merge over everything costs no more than one.
    """
    rows: dict[int, list[Place]] = {}
    for place in by_place:
        rows.setdefault(place[0], []).append(place)
    pending, moved, looks = sorted(rows), dict[Place, Place](), 0
    for merge in merges:
        near = pending[bisect_left(pending, merge.top) : bisect_right(pending, merge.bottom)]
        looks += len(near)
        if not pending or looks > _MOST_LOOKS:
            break
        for row in near:
            inside = [place for place in rows[row] if merge.left <= place[1] <= merge.right]
            if inside:
                moved.update(dict.fromkeys(inside, (merge.top, merge.left)))
                rows[row] = [place for place in rows[row] if place not in moved]
                if not rows[row]:
                    pending.pop(bisect_left(pending, row))
    result: ByPlace = {}
    for place, told in by_place.items():
        result.setdefault(moved.get(place, place), []).extend(told)
    return result
