"""依据: values laid down by a notice, by year of effect, each with its 出处 and when it was last checked."""

TO_BE_CHECKED = "待核原文"
"""Marks a basis whose original nobody here has read."""
