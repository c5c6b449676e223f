"""Surveys and answers by chance, for properties that hold for all of them."""

from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter

from voc.surveys.comparing import SPACE
from voc.surveys.definition import Definition
from voc.surveys.questions import TYPES, Question, QuestionBase

QUESTION: TypeAdapter[Any] = TypeAdapter(Question)
IDS = ("a", "b", "c")
CHOICES = [{"id": id_, "text": {"en": id_.upper(), "ko": f"{id_} 선택"}} for id_ in IDS]
FIELDS: dict[str, dict[str, Any]] = {
    "single": {"choices": CHOICES, "other": True},
    "multiple": {"choices": CHOICES, "other": True},
    "dropdown": {"choices": CHOICES},
    "matrix": {"rows": CHOICES, "columns": CHOICES},
    "ranking": {"choices": CHOICES},
    "picture": {"choices": [one | {"image": "/a.png"} for one in CHOICES]},
    "consent": {"label": {"en": "I agree", "ko": "동의해요"}},
    "contact": {"fields": [{"id": "name"}, {"id": "email"}]},
    "file": {"maximum": 5},
}
"""What each type needs besides what all questions have."""

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    lambda said: said.strip(SPACE)
)
choice = st.sampled_from(IDS)
choice_or_words = choice | st.builds(lambda said: {"other": said}, words)
digits = st.text("0123456789", min_size=7, max_size=15)

ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "nps": st.integers(0, 10),
    "csat": st.integers(1, 5),
    "ces": st.integers(1, 7),
    "rating": st.integers(1, 5) | st.integers(1, 5).map(float),
    "single": choice_or_words,
    "multiple": st.lists(choice_or_words, unique_by=lambda one: one if isinstance(one, str) else "other", max_size=4),
    "dropdown": choice,
    "text": words,
    "email": st.builds("{}@{}.kr".format, st.from_regex(r"[a-z]{1,9}", fullmatch=True), choice),
    "phone": st.builds("{} {}".format, st.sampled_from(["+", "+ ", "(0) ", ""]), digits.map("-".join)).filter(
        lambda line: sum(sign.isdigit() for sign in line) <= 15
    ),
    "url": st.builds("https://{}.kr/{}".format, choice, digits),
    "number": st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15),
    "date": st.dates().map(str),
    "matrix": st.dictionaries(choice, choice),
    "ranking": st.permutations(IDS),
    "picture": choice.map(lambda one: [one]),
    "consent": st.booleans(),
    "contact": st.dictionaries(st.sampled_from(["name", "email"]), words),
    "file": st.lists(digits.map(lambda id_: f"fil_{id_}"), unique=True, max_size=5),
    "statement": st.none(),
}
"""What fits each question made by `question`; now and then blank."""

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from(["a", "other", 5]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8) | choice, inner, max_size=4),
    max_leaves=6,
)
"""What any program may send."""


def question(type_: str, id_: str = "q", **fields: Any) -> QuestionBase:
    """A question of a type."""
    plain = {"id": id_, "type": type_, "text": {"en": "How is it?", "ko": "어떠세요?"}}
    return QUESTION.validate_python(plain | FIELDS.get(type_, {}) | fields)


def _conditions(ids: list[str]) -> st.SearchStrategy[Any]:
    sources = st.sampled_from([f"answer:{id_}" for id_ in ids] + ["hidden:ref", "variable:score", "customer:plan"])
    tests = st.one_of(
        st.builds(lambda on, is_: {"on": on, "is": is_}, sources, st.sampled_from(["answered", "skipped"])),
        st.builds(
            lambda on, is_, value: {"on": on, "is": is_, "value": value},
            sources,
            st.sampled_from(["equals", "not_equals", "greater", "at_most", "less"]),
            st.integers(0, 10),
        ),
    )
    return st.recursive(
        tests | st.just({"all": []}) | st.just({"any": []}),
        lambda inner: st.builds(
            lambda name, parts: {name: parts}, st.sampled_from(["all", "any"]), st.lists(inner, max_size=3)
        ),
        max_leaves=4,
    )


def _actions(ids: list[str]) -> st.SearchStrategy[Any]:
    known = st.sampled_from([*ids, "gone"])
    return st.one_of(
        st.builds(lambda to: {"do": "jump", "to": to}, known),
        st.builds(lambda id_: {"do": "require", "question": id_}, known),
        st.builds(lambda id_: {"do": "end", "ending": id_}, st.sampled_from(["thanks", "sorry", "gone"])),
        st.builds(
            lambda operation, value: {"do": "calculate", "variable": "score", "operation": operation, "value": value},
            st.sampled_from(["set", "add", "subtract", "multiply", "divide"]),
            st.integers(-9, 9) | st.just({"from": f"answer:{ids[0]}"}),
        ),
    )


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """Surveys of up to seven questions, whose rules lead anywhere."""
    ids = [f"q{at}" for at in range(draw(st.integers(1, 7)))]
    rules = st.lists(
        st.builds(
            lambda when, then: {"when": when, "then": then},
            _conditions(ids),
            st.lists(_actions(ids), min_size=1, max_size=3),
        ),
        max_size=3,
    )
    return Definition(
        name="By chance",
        questions=[
            question(draw(st.sampled_from(sorted(TYPES))), id_, required=draw(st.booleans()), rules=draw(rules))
            for id_ in ids
        ],
        endings=draw(st.sampled_from([[], [{"id": id_, "title": {"en": id_}} for id_ in ("thanks", "sorry")]])),
        hidden=["ref"],
        variables=[{"id": "score", "initial": 0}],
    )


@st.composite
def answered(draw: st.DrawFn) -> tuple[Definition, dict[str, Any]]:
    """A survey, and answers that fit to some of its questions, on its route or not."""
    definition = draw(definitions())
    given = {one.id: draw(ANSWERS[one.type]) for one in definition.questions if draw(st.booleans())}
    return definition, given
