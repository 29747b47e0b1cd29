"""`审核意见.xlsx`: every report, everything found in them, and the passages they share."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from authoring.audit.alike import Shared
from authoring.audit.phrasing import suspicion
from authoring.audit.row import AUDITED, NO_REPORT, UNREAD, Row, Said
from authoring.audit.spool import Spool
from authoring.batch.beside import Beside
from authoring.batch.result_pages import Column, Formats, Sheets
from authoring.batch.results import put_book
from authoring.checks.finding import Severity

NAME = "审核意见"
_FILES = ("批注副本", "审核意见", "审核意见（文本）")
_REPORTS = (
    Column("序号", 5), Column("单位", 20), Column("年度", 6), Column("表单", 16), Column("来源文件", 20),
    Column("结果", 8), *(Column(severity.value, 5.5) for severity in Severity), Column("相符", 5.5),
    Column("首个问题", 34), Column("说明", 24), *(Column(name, 18) for name in _FILES),
)  # fmt: skip
_FINDINGS = (
    Column("序号", 5), Column("单位", 16), Column("来源文件", 16), Column("所在部分", 14), Column("位置", 9),
    Column("规则", 7), Column("严重程度", 6), Column("原文", 38), Column("问题", 34), Column("填写", 9.5),
    Column("应为", 9.5), Column("差额", 9), Column("计量单位", 6), Column("疑为", 22), Column("建议", 22),
)  # fmt: skip
_ALIKE = (
    Column("序号", 6), Column("类别", 16), Column("单位", 24), Column("年度", 6), Column("来源文件", 26),
    Column("位置", 9), Column("对方单位", 24), Column("对方年度", 8), Column("对方文件", 26),
    Column("对方位置", 9), Column("相同段数", 8), Column("占对方文字", 10), Column("文字（开头）", 44),
)  # fmt: skip


def write_results(spool: Spool, shared: Sequence[Shared], beside: Beside) -> Path:
    """Write the workbook into the folder; its path is returned.

    Where `审核意见.xlsx` is not free, it is `审核意见（2）.xlsx`: the path says so. Raises OutputError.
    """
    found = sum(len(row.said) for row in spool)
    return put_book(beside, NAME, lambda book, formats: _fill(book, formats, spool, shared, found))


def _fill(book: Any, formats: Formats, spool: Spool, shared: Sequence[Shared], found: int) -> None:
    reports = _Reports(book, formats, "各报告", _REPORTS, len(spool))
    findings = _Findings(book, formats, "全部问题", _FINDINGS, found)
    alike = _Alike(book, formats, "雷同", _ALIKE, len(shared))
    for row in spool:
        reports.add(row)
        for said in row.said:
            findings.add(row, said)
    for each in shared:
        alike.add(each)


class _Reports(Sheets):
    """各报告: a row a report, with links to its files."""

    def add(self, row: Row) -> None:
        """Write a report."""
        page, at = self.next()
        first = min(row.said, key=lambda said: _WEIGHTS[said.finding.severity], default=None)
        remarks = "\n".join(filter(None, (row.fault, *row.remarks)))
        message = first.finding.message if first else ""
        texts = {1: row.unit, 3: row.form_name, 4: row.file, 10: message, 11: remarks}
        files = _sorted_files(row.files)
        page.open_row(at, {**texts, **dict(enumerate(files, 12))})
        page.number(at, 0, row.number, self.centred)
        page.number(at, 2, row.year, self.centred)
        page.text(at, 5, row.outcome, self.coloured[_LOOKS[row.outcome]])
        for column, severity in enumerate(Severity, 6):
            count = row.counts.get(severity.value, 0)
            page.number(at, column, count, self.coloured[severity.value] if count else self.centred)
        page.number(at, 9, row.held, self.centred)
        for column, text in texts.items():
            page.text(at, column, text, self.wrapped)
        for column, name in enumerate(files, 12):
            page.link(at, column, name, self.linked, self.wrapped)


_WEIGHTS = {severity: weight for weight, severity in enumerate(Severity)}
_LOOKS = {AUDITED: "已生成", NO_REPORT: "已说明", UNREAD: "未处理"}


def _sorted_files(files: Sequence[str]) -> list[str]:
    """The names by their columns: commented copy, if there is one, letter, letter as text."""
    return [*[""] * (len(_FILES) - len(files)), *files]


class _Findings(Sheets):
    """全部问题: a row a finding."""

    def add(self, row: Row, said: Said) -> None:
        """Write a finding."""
        page, at = self.next()
        finding = said.finding
        texts = {
            1: row.unit, 2: row.file, 3: said.section, 4: said.place, 7: said.emphasised, 8: finding.message,
            13: suspicion(finding), 14: finding.hint,
        }  # fmt: skip
        page.open_row(at, texts)
        page.number(at, 0, row.number, self.centred)
        page.text(at, 5, finding.rule, self.centred)
        page.text(at, 6, finding.severity.value, self.coloured[finding.severity.value])
        for column, figure in enumerate(
            (finding.stated, finding.expected, finding.difference, finding.unit), 9
        ):
            page.text(at, column, figure or "", self.centred)
        for column, text in texts.items():
            page.text(at, column, text, self.wrapped)


class _Alike(Sheets):
    """雷同: a row a pair."""

    def add(self, shared: Shared) -> None:
        """Write a pair."""
        page, at = self.next()
        common = shared.is_common
        second = Row("") if common else shared.second
        page.open_row(at, {2: shared.first.unit, 4: shared.first.file, 8: second.file, 12: shared.quote})
        page.number(at, 0, self.at, self.centred)
        page.text(at, 1, shared.kind, self.centred)
        for column, row, place in ((2, shared.first, shared.first_place), (6, second, shared.second_place)):
            page.text(at, column, row.unit, self.wrapped)
            page.number(at, column + 1, row.year, self.centred)
            page.text(at, column + 2, row.file, self.wrapped)
            page.text(at, column + 3, f"第{place}段" if place and row.file else "", self.centred)
        page.number(at, 10, shared.paragraphs, self.centred)
        page.text(at, 11, f"{shared.share:.0%}" if not common else "", self.centred)
        words = f"{shared.quote}…" + (f"（{shared.paragraphs} 份报告都有，像是通用语句）" if common else "")
        page.text(at, 12, words, self.wrapped)
