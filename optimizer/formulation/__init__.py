"""Problem to linear program: columns, rows, contributions, and the statement of it all in PuLP."""
