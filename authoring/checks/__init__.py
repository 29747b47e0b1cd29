"""What must hold between the figures of a report, and what is said when it does not.

A rule stands in the module of its family, named for what it states; `rules.py` joins the families.
"""
