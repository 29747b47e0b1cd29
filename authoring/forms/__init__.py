"""The forms 表单: what each asks, in which sections, and the folder that holds its words."""
