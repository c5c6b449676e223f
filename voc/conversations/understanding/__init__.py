"""What a customer's few words mean; pure.

Every reader takes the words as they came and says what they are, or None. None is an answer, too: the customer is asked
again. Nothing is guessed: "8.5" or "two things" are no scores from 0 to 10.

- `optout`, `commands`: words that are never answers: STOP, HELP, START, skip, back;
- `numbers`, `scores`: "ten", "9!", "9 but slow", "구점", "9점인데 느려요", "★★★★";
- `picking`, `agreement`, `days`, `lines`: choices, yes and no, dates, contact details;
- `answers`: the reader of each type of question.
"""
