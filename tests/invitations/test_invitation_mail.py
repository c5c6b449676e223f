"""The e-mail that invites: one question, links that fit its page, and nothing that a stranger could add."""

import re
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mailing import ANSWERS, LINKS, PAGE, QUESTIONS, Reader, survey
from voc.channels.domain import Outbound
from voc.channels.mime import compose
from voc.invitations.mail import build
from voc.invitations.mail.building import spoken_language
from voc.invitations.mail.palette import dress
from voc.responses.forms import from_address
from voc.surveys.appearance import Appearance
from voc.surveys.contrast import contrast
from voc.surveys.facts import Facts

KIM = Facts(customer={"name": "김민수"})
GMAIL_LIMIT_BYTES = 102 * 1024
"""Of the HTML; what is longer is cut, with the link that unsubscribes."""


def letter(question: Any = "nps", language: str = "ko", **fields: Any) -> Any:
    about = {name: fields.pop(name) for name in ("appearance", "languages", "hidden") if name in fields}
    return build(survey(question, **about), language=language, links=LINKS, **({"sender": "모두의 가게"} | fields))


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("kind", list(QUESTIONS))
def test_every_answer_is_a_link_that_its_page_understands(kind: str, language: str) -> None:
    made = letter(kind, language)
    offered = [link for link in Reader(made.html).links if "?a=" in link]
    assert offered == [LINKS.answer(value) for value in ANSWERS[kind]]
    assert [line for line in made.text.splitlines() if "?a=" in line] == offered
    question = survey(kind).definition.questions[0]
    assert all(from_address(question, value) is not None for value in ANSWERS[kind])
    assert question.text[language] in Reader(made.html).text
    assert question.text[language] in made.text
    if not offered:
        assert Reader(made.html).links[1] == PAGE, "what cannot be asked here has one button"


@pytest.mark.parametrize("kind", list(QUESTIONS))
def test_the_first_link_is_seen_by_programs_only(kind: str) -> None:
    made = letter(kind)
    read = Reader(made.html)
    assert read.links[0] == LINKS.honeypot
    assert read.links.count(LINKS.honeypot) == 1
    assert LINKS.honeypot not in made.text
    at = next(place for place, (tag, _) in enumerate(read.tags) if tag == "a")
    (_, around), (_, link) = read.tags[at - 1 : at + 1]
    assert around["aria-hidden"] == "true"
    assert "display:none" in str(around["style"])
    assert (link["tabindex"], "display:none" in str(link["style"])) == ("-1", True)


@pytest.mark.parametrize("kind", list(QUESTIONS))
def test_it_reads_well_everywhere(kind: str) -> None:
    made = letter(kind, footer=["(주)모두 · 02-123-4567"])
    read = Reader(made.html)
    assert len(made.html.encode()) < GMAIL_LIMIT_BYTES / 2
    assert not {"script", "form", "iframe", "link", "object", "svg", "video"} & {tag for tag, _ in read.tags}
    assert not re.search(r"@import|@font-face|url\(|javascript:|\son\w+=", made.html)
    assert read.attributes("html")[0]["lang"] == "ko"
    assert all(found.get("role") == "presentation" for found in read.attributes("table"))
    assert all("alt" in found for found in read.attributes("img"))
    assert [found["src"] for found in read.attributes("img")] == [LINKS.pixel]
    assert {"name": "color-scheme", "content": "light dark"} in read.attributes("meta")
    assert "prefers-color-scheme: dark" in made.html
    assert LINKS.unsubscribe in read.links
    assert "(주)모두 · 02-123-4567" in read.text
    assert "(주)모두 · 02-123-4567" in made.text.splitlines()
    # the line that lists of messages show begins with the question
    shown = made.html[made.html.index("<body") :]
    hidden = re.findall(r"<div[^>]*display:none[^>]*>([^<]*)", shown)
    assert hidden[1].startswith(survey(kind).definition.questions[0].text["ko"])


@pytest.mark.parametrize("kind", list(QUESTIONS))
def test_korean_is_korean_and_english_is_english(kind: str) -> None:
    korean, english = letter(kind, "ko", facts=KIM), letter(kind, "en", sender="Modu", facts=Facts())
    for said in (korean.subject, re.sub(r"https://\S+", "", korean.text), Reader(korean.html).text):
        assert not re.search("[A-Za-z]{2}", said), said
    for said in (english.subject, english.text, Reader(english.html).text):
        assert not re.search("[가-힣]", said), said


def test_an_author_says_it_better() -> None:
    made = letter(
        subject="{{customer.name|고객}}님, 의자는 어떠세요?",
        intro="{{customer.name|고객}}님께\n\n{{hidden:order}}번 주문\n감사합니다.",
        hidden=["order"],
        facts=Facts(customer={"name": "김민수"}, hidden={"order": "A-7"}),
    )
    assert made.subject == "김민수님, 의자는 어떠세요?"
    assert "김민수님께\n\nA-7번 주문\n감사합니다." in made.text
    assert "A-7번 주문<br>감사합니다." in made.html
    assert "안녕하세요" not in made.text
    unknown = letter(subject="{{customer.name|고객}}님께", intro="", facts=Facts())
    assert unknown.subject == "고객님께"


def test_a_name_that_looks_like_a_merge_field_stays_one_name() -> None:
    made = letter(facts=Facts(customer={"name": "{{customer.plan|x}}", "plan": "gold"}))
    assert "{{customer.plan|x}}님" in made.text
    assert "gold" not in made.text


def test_a_reminder_says_that_it_is_one() -> None:
    assert letter(reminder=True).subject != letter().subject
    assert "며칠 전에" in letter(reminder=True).text


@pytest.mark.parametrize(
    ("wanted", "languages", "spoken"),
    [
        ("ko-KR", ["en", "ko"], "ko"), ("ko", ["en", "ko-KR"], "ko-KR"), ("ja", ["ko", "en"], "ko"),
        ("EN", ["ko", "en"], "en"), ("pt-BR", ["pt", "pt-BR"], "pt-BR"), ("", ["fr"], "fr"),
    ],
)  # fmt: skip
def test_a_reader_gets_the_nearest_language(wanted: str, languages: list[str], spoken: str) -> None:
    assert spoken_language(languages, wanted) == spoken


def test_a_language_that_we_do_not_speak_gets_our_words_in_english() -> None:
    question = {"id": "q", "type": "nps", "text": {"ar": "ما مدى احتمال أن توصي بنا؟"}}
    made = letter(question, "ar", languages=["ar"])
    assert 'lang="ar" dir="rtl"' in made.html
    assert "Unsubscribe" in made.text


def test_a_long_list_is_asked_on_the_page() -> None:
    choices = [{"id": f"c{n}", "text": {"en": f"Choice {n}"}} for n in range(10)]
    question = {"id": "q", "type": "single", "text": {"en": "Which?"}, "choices": choices}
    assert not any("?a=" in link for link in Reader(letter(question, "en").html).links)


def test_shuffled_choices_keep_their_order_for_one_reader_and_other_stays_last() -> None:
    choices = [{"id": f"c{n}", "text": {"en": f"Choice {n}"}} for n in range(6)]
    question = {
        "id": "q",
        "type": "single",
        "text": {"en": "Which?"},
        "choices": choices,
        "shuffle": True,
        "other": True,
    }
    one, again = letter(question, "en"), letter(question, "en")
    assert one.html == again.html
    orders = set()
    for number in range(20):
        links = type(LINKS)(**(vars(LINKS) | {"survey": f"{PAGE}{number}"}))
        made = build(survey(question), language="en", sender="Modu", links=links)
        offered = [link for link in Reader(made.html).links[1:] if "?a=" in link or link == links.survey]
        assert offered[6] == links.survey, "their own words are written on the page"
        assert sorted(offered[:6]) == sorted(links.answer(f"c{n}") for n in range(6))
        orders.add(tuple(offered[:6]))
    assert len(orders) > 5


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><a href="https://evil.example">',
        "<!--",
        "]]>",
        "{{7*7}}",
        "{% raw %}",
        "&lt;b&gt;",
        "'",
    ]
)


@given(name=words, sender=words, subject=words, intro=words, line=words, asked=words, label=words)
def test_words_are_never_tags_or_links(
    name: str, sender: str, subject: str, intro: str, line: str, asked: str, label: str
) -> None:
    def made(*given_: str) -> Reader:
        who, from_, title, above, below, question, choice = given_
        single = {
            "id": "q", "type": "single", "text": {"en": question or "?"},
            "choices": [{"id": "a", "text": {"en": choice or "?"}}, {"id": "b", "text": {"en": "B"}}],
        }  # fmt: skip
        content = build(
            survey(single), language="en", sender=from_, links=LINKS, facts=Facts(customer={"name": who}),
            subject=title + "{{customer.name|x}}", intro=" ".join((above + "{{customer.name|x}}").split()),
            footer=[" ".join((below + "x").split())],
        )  # fmt: skip
        return Reader(content.html)

    plain, hostile = made(*["x"] * 7), made(name, sender, subject, intro, line, asked, label)
    assert [tag for tag, _ in hostile.tags if tag != "br"] == [tag for tag, _ in plain.tags]
    assert hostile.links == plain.links
    assert [set(found) for tag, found in hostile.tags if tag != "br"] == [set(found) for _, found in plain.tags]


colours = st.builds("#{:06x}".format, st.integers(0, 0xFFFFFF))


@given(accent=colours, background=st.none() | colours, text=st.none() | colours)
def test_whatever_an_author_chooses_can_be_read(accent: str, background: str | None, text: str | None) -> None:
    for scheme in ("auto", "light", "dark"):
        try:
            appearance = Appearance(accent=accent, background=background, text=text, scheme=scheme)  # type: ignore[arg-type]
        except ValueError:
            continue
        worn = dress(appearance)
        for each in filter(None, (worn.base, worn.dark)):
            for one, behind in ((each.ink, each.card), (each.quiet, each.card), (each.quiet, each.canvas)):
                assert contrast(one, behind) >= 4.5
            assert contrast(each.on_accent, each.accent) >= 4.5
            assert contrast(each.edge, each.card) >= 3


def test_an_author_who_wants_one_scheme_gets_it() -> None:
    light = letter(appearance={"scheme": "light"}).html
    assert 'content="light only"' in light
    assert "prefers-color-scheme" not in light
    dark = letter(appearance={"scheme": "dark", "logo": "https://example.com/logo.png"}).html
    assert 'bgcolor="#1c1b19"' in dark
    assert '<img src="https://example.com/logo.png" alt="모두의 가게"' in dark


def test_a_way_out_in_the_footer_is_a_link_and_stands_once_in_the_text() -> None:
    made = letter(footer=[f"모두의 가게\n무료 수신거부 {LINKS.unsubscribe}"])
    assert Reader(made.html).links.count(LINKS.unsubscribe) == 2
    assert made.text.count(LINKS.unsubscribe) == 1


def test_the_page_in_an_authors_words_is_a_link() -> None:
    made = letter(intro=f"여기예요: {PAGE} 감사해요.")
    assert f'href="{PAGE}" style="color:#211e1b;text-decoration:underline">{PAGE}</a> 감사해요.' in made.html
    assert f"여기예요: {PAGE} 감사해요." in made.text


def test_as_raw_bytes_it_holds_both_alternatives_and_one_click() -> None:
    made = letter(facts=KIM)
    outbound = Outbound(
        id="dlv_1", to="kim@example.org", text=made.text, html=made.html, subject=made.subject, headers=made.headers,
        language="ko",
    )  # fmt: skip
    raw = compose(outbound, "모두의 가게 <hello@example.com>").as_bytes()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    email = message_from_bytes(raw, policy=default)
    plain, rich = list(email.iter_parts())  # type: ignore[attr-defined]
    assert [line.rstrip() for line in plain.get_content().splitlines()] == [
        line.rstrip() for line in made.text.splitlines()
    ]
    assert Reader(rich.get_content()).links == Reader(made.html).links
    assert email["List-Unsubscribe"] == f"<{LINKS.unsubscribe}>"
    assert email["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert email["Feedback-ID"] == "srv_1:ws_1:invitation:voc"
    assert email["Subject"] == made.subject
