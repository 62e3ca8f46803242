"""Which origins goods can have, where, and the lots that make them: one statement, read by rules on data and by the program."""
