"""Pages of surveys: a controller per tab."""
