"""A finished report by anyone → the answers of a report file, each with the paragraph it comes from."""
