"""Types into a workbook that LibreOffice has open, as a clerk would.

Run with the path of soffice, by a Python that has LibreOffice's `uno`, which that of the tests need not.
Reads a JSON list of steps from standard input and writes what each came to, as a JSON list:

    ["open", path]                  nothing
    ["type", sheet, cell, text]     what the cell shows then
    ["insert", sheet, row, count]   nothing; so many rows below a row
    ["look", sheet, cell]           what the cell shows
    ["height", sheet, row]          of the row, in hundredths of a millimetre
    ["choices", sheet, cell]        what its drop-down offers
    ["save", path, filter]          nothing

A text is taken as typed into the cell: in a cell of text it stays, else it may be a number or a day. The
keyboard itself cannot be had: `.uno:EnterString` brings a LibreOffice without a screen down now and then.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

_PATIENCE = 60.0
_CHINESE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>zh-CN</value></prop></item>
</oor:items>
"""


class Typist:
    """Has one workbook open at a time."""

    def __init__(self, desktop):
        self._desktop = desktop
        self._book = None

    def open(self, path):
        self._book = self._desktop.loadComponentFromURL(
            Path(path).as_uri(), "_blank", 0, _values(Hidden=True)
        )

    def type(self, sheet, cell, text):
        self._cell(sheet, cell).FormulaLocal = text
        return self.look(sheet, cell)

    def insert(self, sheet, row, count):
        self._book.Sheets.getByName(sheet).Rows.insertByIndex(row, count)

    def look(self, sheet, cell):
        return self._cell(sheet, cell).String

    def height(self, sheet, row):
        return self._book.Sheets.getByName(sheet).Rows.getByIndex(row - 1).Height

    def choices(self, sheet, cell):
        return self._cell(sheet, cell).Validation.getFormula1()

    def save(self, path, name):
        self._book.storeToURL(Path(path).as_uri(), _values(FilterName=name))

    def _cell(self, sheet, cell):
        return self._book.Sheets.getByName(sheet).getCellRangeByName(cell)


def _values(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def _desktop(pipe):
    """The desktop of the LibreOffice that is starting."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def main():
    steps = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder, "user")
        settings.mkdir()
        (settings / "registrymodifications.xcu").write_text(_CHINESE, encoding="utf-8")
        pipe = f"typist{Path(folder).name}"
        command = [sys.argv[1], f"-env:UserInstallation={Path(folder).as_uri()}", "--headless", "--norestore",
                   f"--accept=pipe,name={pipe};urp;"]  # fmt: skip
        office = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            typist = Typist(_desktop(pipe))
            done = [getattr(typist, name)(*given) for name, *given in steps]
        finally:
            os.killpg(office.pid, signal.SIGKILL)
            office.wait()
    json.dump(done, sys.stdout)


if __name__ == "__main__":
    main()
