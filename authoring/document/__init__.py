"""From a report and a form folder to blocks: headings, paragraphs, tables."""
