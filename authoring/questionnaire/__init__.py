"""The questionnaire: what a form asks (`questions`), a report being filled in (`filling`), and who asks.

`walk`, `asking` and `lists` are the conversation; `terminal` and `plain` hold it with a person.
"""
