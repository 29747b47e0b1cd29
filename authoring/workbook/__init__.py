"""Workbooks that ask what a form asks, filled in Excel or WPS; and what was filled in, read back."""
