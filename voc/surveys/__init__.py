"""Questionnaires. This first version asks one question on a scale of 0 to 10 and one open question."""
