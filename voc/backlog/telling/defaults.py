"""What the message says until somebody writes it themselves; pure."""

from voc.backlog.telling.domain import Words
from voc.themes.editing import language_of

_SUBJECT = {
    "ko": {"complaint": "말씀해 주신 점을 고쳤어요", "idea": "바라시던 것이 나왔어요"},
    "en": {"complaint": "What you told us about is fixed", "idea": "What you asked for is here"},
}
_NAMED = {"ko": "‘{title}’에 대해 알려 주셨지요. ", "en": "You told us about “{title}”. "}
_UNNAMED = {"ko": "전에 의견을 남겨 주셨지요. ", "en": "You told us what you would like to be better. "}
_DONE = {
    "ko": {"complaint": "이제 고쳤어요.", "idea": "이제 쓰실 수 있어요."},
    "en": {"complaint": "It is fixed now.", "idea": "It is here now."},
}
_WHOLE = {
    "ko": "{{name|고객}}님, 안녕하세요. %(company)s입니다.\n\n%(said)s%(done)s\n알려 주셔서 고맙습니다.\n\n"
    "남겨 주신 의견이 어떻게 되었는지 보기: {{link}}",
    "en": "Hello {{name|there}},\n\nthis is %(company)s. %(said)s%(done)s\nThank you for telling us.\n\n"
    "See what became of your feedback: {{link}}",
}


def words_for(title: str | None, kind: str, company: str) -> dict[str, Words]:
    """The message in both languages.

    Args:
        title: of the item, if a person gave it one; it stands only in the words of its own language.
        kind: `complaint` or `idea`.
        company: who writes.
    """
    title, company = (title or "").replace("{{", "{"), company.replace("{{", "{")  # they name no merge field
    found, spoken = {}, language_of(title) if title else None
    for language, whole in _WHOLE.items():
        said = _NAMED[language].format(title=title) if language == spoken else _UNNAMED[language]
        done = _DONE[language].get(kind, _DONE[language]["complaint"])
        text = whole % {"company": company, "said": said, "done": done}
        subject = _SUBJECT[language].get(kind, _SUBJECT[language]["complaint"])
        found[language] = Words(subject=subject, text=text)
    return found
