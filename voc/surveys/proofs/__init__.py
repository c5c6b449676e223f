"""What may be wrong with a survey, a file for each kind of mistake."""
