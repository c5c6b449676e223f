"""Counts of responses: every response once, in any order, and filters that divide them."""

import json
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st

from voc.results import bins, counting, summary
from voc.results.tally import Facets, merged, pack, together, unpack
from voc.results.words import words
from voc.surveys.definition import Definition

CHOICES = [{"id": name, "text": {"en": name}} for name in ("a", "b", "c")]
QUESTIONS = [
    {"id": "nps", "type": "nps"},
    {"id": "happy", "type": "csat"},
    {"id": "ease", "type": "ces"},
    {"id": "stars", "type": "rating", "scale": 5},
    {"id": "one", "type": "single", "choices": CHOICES, "other": True},
    {"id": "some", "type": "multiple", "choices": CHOICES},
    {"id": "why", "type": "text"},
    {"id": "age", "type": "number"},
    {"id": "day", "type": "date"},
    {"id": "grid", "type": "matrix", "rows": CHOICES, "columns": CHOICES},
    {"id": "order", "type": "ranking", "choices": CHOICES},
    {"id": "agree", "type": "consent", "label": {"en": "I agree"}},
    {"id": "who", "type": "contact", "fields": [{"id": "email"}]},
    {"id": "shot", "type": "file"},
    {"id": "mail", "type": "email"},
]
FIRST = Definition.model_validate({"name": "S", "questions": [q | {"text": {"en": q["id"]}} for q in QUESTIONS]})
SECOND = FIRST.model_copy(update={"questions": FIRST.questions[::-1][:12]})
VERSIONS = [(2, SECOND.questions), (1, FIRST.questions)]
KINDS = summary.kinds(VERSIONS)

one = st.sampled_from(["a", "b", "c"])
answers = st.fixed_dictionaries(
    {},
    optional={
        "nps": st.integers(0, 10),
        "happy": st.integers(1, 5),
        "ease": st.integers(1, 7),
        "stars": st.integers(1, 5),
        "one": one | st.builds(lambda text: {"other": text}, st.text(max_size=20)),
        "some": st.lists(one, min_size=1, unique=True),
        "why": st.text(max_size=60) | st.sampled_from(["배송이 느려요", "The delivery was slow", "$set a.b"]),
        "age": st.integers(-1000, 1000) | st.floats(allow_nan=False, allow_infinity=False),
        "day": st.dates().map(str),
        "grid": st.dictionaries(one, one, min_size=1),
        "order": st.permutations(["a", "b", "c"]),
        "agree": st.booleans(),
        "who": st.just({"email": "a@b.c"}),
        "shot": st.just(["fil_1", "fil_2"]),
        "mail": st.just("a@b.c"),
    },
)
ids = [question["id"] for question in QUESTIONS]
responses = st.fixed_dictionaries(
    {
        "version": st.sampled_from([1, 2]),
        "channel": st.sampled_from(["widget", "link"]),
        "language": st.sampled_from(["en", "ko", "ko-KR", None]),
        "context": st.fixed_dictionaries({}, optional={"device": st.sampled_from(["phone", "fridge"])}),
        "hidden": st.fixed_dictionaries({}, optional={"department": st.sampled_from(["billing", "support"])}),
        "segments": st.lists(st.sampled_from(["pro", "new"]), unique=True),
        "answers": answers,
        "finished": st.booleans(),
        "seen": st.lists(st.sampled_from(ids), unique=True),
        "seconds": st.dictionaries(st.sampled_from(ids), st.floats(0, 1e6)),
    }
)
rows = st.lists(responses, max_size=12)


def cell_of(rows):
    return together(counting.count(rows, KINDS).values())


@settings(max_examples=60)
@given(rows, rows)
def test_two_days_add_up_to_their_union(first, second):
    parts = [counting.count(first, KINDS), counting.count(second, KINDS)]
    assert merged(parts) == counting.count(first + second, KINDS)
    assert merged(reversed(parts)) == merged(parts)


@settings(max_examples=60)
@given(rows, st.randoms())
def test_the_order_of_rows_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    assert pack(counting.count(shuffled, KINDS)) == pack(counting.count(rows, KINDS))


@settings(max_examples=60)
@given(rows)
def test_every_response_is_in_one_cell(rows):
    cells = counting.count(rows, KINDS)
    assert sum(cell.started for cell in cells.values()) == len(rows)
    assert sum(cell.completed for cell in cells.values()) == sum(row["finished"] for row in rows)
    for name in Facets._fields:
        values = {getattr(facets, name) for facets in cells}
        divided = [sum(c.started for f, c in cells.items() if getattr(f, name) == value) for value in values]
        assert sum(divided) == len(rows)


@settings(max_examples=60)
@given(rows)
def test_counts_of_a_question_stay_below_the_responses(rows):
    whole = cell_of(rows)
    assert sum(tally.left for tally in whole.questions.values()) <= whole.started - whole.completed
    for tally in whole.questions.values():
        assert tally.answered <= tally.seen <= whole.started
        assert tally.left <= whole.started


@settings(max_examples=60)
@given(rows)
def test_packing_keeps_everything(rows):
    cells = counting.count(rows, KINDS)
    assert unpack(pack(cells)) == cells


def test_days_packed_before_a_facet_was_known_are_read():
    old = [{"facets": [1, "link", "ko", "phone", "mail", ["pro"]], "started": 2, "completed": 1}]
    rows = [row | {"seconds": {}, "questions": []} for row in old]
    (facets,) = unpack(zlib.compress(json.dumps(rows).encode()))
    assert facets == Facets(1, "link", "ko", "phone", "mail", ("pro",))
    assert (facets.department, facets.journey_step, facets.product_area) == ("", "", "")


@settings(max_examples=60)
@given(rows)
def test_every_count_makes_a_summary(rows):
    shown = summary.questions(cell_of(rows), VERSIONS)
    assert [one.id for one in shown if one.asked] == [question.id for question in SECOND.questions]
    for one in shown:
        for estimate in (one.figure, one.answer_share, one.left_share, *(option.share for option in one.options)):
            if estimate is not None and estimate.low is not None:
                assert estimate.low <= estimate.value + 1e-9
                assert estimate.value - 1e-9 <= estimate.high


def test_too_many_sources_share_a_cell_and_no_response_is_lost():
    many = [{"version": 1, "channel": "link", "context": {"source": f"s{n // 2}"}, "answers": {}} for n in range(2_000)]
    many += [{"version": 1, "channel": "link", "context": {"source": "mail"}, "answers": {"nps": 9}}] * 3
    cells = counting.count(many, KINDS)
    assert len(cells) <= counting.CELLS_LIMIT
    assert sum(cell.started for cell in cells.values()) == 2_003
    assert {facets.source for facets in cells} >= {"mail", counting.REST}
    assert pack(counting.count(many[::-1], KINDS)) == pack(cells)


def test_a_flood_of_sources_and_languages_stays_in_bounds():
    flood = [
        {
            "version": 1,
            "channel": "link",
            "language": f"x{n % 70}",
            "context": {"source": f"s{n}"},
            "answers": {"nps": 9},
        }
        for n in range(5_000)
    ]
    counted = counting.Count(KINDS)
    for row in flood:
        counted.add(row)
        assert len(counted._cells) <= counting.COUNTING_LIMIT + 1
    cells = counted.cells()
    assert {facets.source for facets in cells} == {counting.REST}
    assert len({facets.language for facets in cells}) == 70
    assert sum(cell.started for cell in cells.values()) == 5_000
    assert pack(counting.count(flood[::-1], KINDS)) == pack(cells)


def test_many_different_numbers_share_bins():
    counted = cell_of([{"version": 1, "answers": {"age": n * 7.3}} for n in range(3_000)])
    tally = counted.questions["age", "number"]
    assert len(tally.values) <= bins.BINS_LIMIT
    assert sum(tally.values.values()) == 3_000


def test_who_left_is_counted_where_they_left():
    left = {"version": 1, "answers": {"nps": 3}, "finished": False, "seen": ["nps", "happy", "ease"]}
    api = {"version": 1, "answers": {"nps": 3, "happy": 2}, "finished": False}
    done = left | {"finished": True}
    counted = cell_of([left, api, done])
    assert {id_: tally.left for (id_, _), tally in counted.questions.items() if tally.left} == {"ease": 1, "happy": 1}


def test_the_same_question_on_another_scale_is_another_question():
    five = Definition.model_validate({"name": "S", "questions": [QUESTIONS[3] | {"text": {"en": "5"}}]})
    ten = Definition.model_validate({"name": "S", "questions": [QUESTIONS[3] | {"text": {"en": "10"}, "scale": 10}]})
    versions = [(2, ten.questions), (1, five.questions)]
    rows = [{"version": 1, "answers": {"stars": 5}}, {"version": 2, "answers": {"stars": 10}}]
    shown = summary.questions(together(counting.count(rows, summary.kinds(versions)).values()), versions)
    assert [(one.scale, one.asked, one.figure.value, one.answered) for one in shown] == [
        (10, True, 10, 1),
        (5, False, 5, 1),
    ]


def test_words_lose_their_particles_addresses_and_common_words():
    assert words("배송이 너무 느려요. 배송은 그리고 앱에서 결제를") == {"배송", "느려요", "결제", "앱"}
    assert words("The app's login is SLOW, mail me@x.com https://x.y/z 12345") == {"app", "login", "slow", "mail"}


def test_medians_come_from_bins():
    times = {bins.seconds_bin(seconds): 1 for seconds in (2, 4, 30)}
    assert abs(bins.median_seconds(times) - 4) < 0.2
    assert bins.median_seconds({}) is None
    assert bins.median({bins.number_bin(n): 1 for n in (1, 2, 10, 40)}) == 6
    assert bins.display_bins({"5": 2}) == [(5.0, 6.0, 2)]
    spread = bins.display_bins({bins.number_bin(n): 1 for n in range(100)})
    assert (len(spread), sum(count for *_, count in spread)) == (10, 100)
