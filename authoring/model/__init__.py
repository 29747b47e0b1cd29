"""The report as figures and text: shape, unit, 未填. What must hold between them is in `checks`."""
