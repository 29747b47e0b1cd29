"""Document → file: DOCX, text, HTML, PDF. No finance in here: amounts are words already."""
