"""Spreadsheets from others → sheets of plain cells: exact figures, no guesses, nothing written.

`xlsx.read_xlsx`, `ods.read_ods`, `others.read_xls` and `delimited.read_delimited` give sheets as
`cells.Sheet` says.
"""
