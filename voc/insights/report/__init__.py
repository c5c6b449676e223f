"""A week on one page, to be read in a minute, printed or kept as PDF: what changed, what to build, what rises."""
