"""Everything between one customer and the company, in one line of time."""
