"""Every code block of every document is run, and what it shows is compared with what happens."""
