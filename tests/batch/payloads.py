"""What somebody may put into a cell so that it runs when another opens it, and what breaks a file."""

PAYLOADS = (
    "=1+1", "=HYPERLINK(\"http://x.example\",\"点我\")", "=cmd|' /C calc'!A0", "=WEBSERVICE(\"http://x\")",
    "=DDE(\"cmd\";\"/C calc\";\"1\")", "=IMPORTXML(\"http://x\",\"//a\")", "='file://x'#$A.A1", "{=1+1}",
    "+1+1", "+cmd|' /C calc'!A0", "+SUM(A1:A9)", "-1+1", "-2+3", "-cmd|' /C calc'!A0", "@SUM(1+1)",
    "@SUM(1+9)*cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\ufeff=1+1",
    "＝1+1", "＋1+1", "－2+3", "＠SUM(1)", "%0A=1+1", "\"=1+1", "'=1+1", "=\x00cmd", "http://x.example/",
    "external:C:\\x.exe", "internal:Sheet1!A1", "mailto:a@x.example", "file:///etc/passwd", "12345", "1e5",
    "<r><t>x</t></r>", "<r><f>1+1</f><v>2</v></r>", "</t></is></c><c r=\"A1\"><f>1+1</f></c>",
    "]]><f>1+1</f>",
    "_x003D_1+1", "_x000D_", "&#61;1+1", "&lt;f&gt;", "甲\ud800乙", "{{7*7}}", "true", "#REF!",
)  # fmt: skip
