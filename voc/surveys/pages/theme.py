"""The tab that says what a survey looks like; colours that cannot be read are not kept."""

import re
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import Field

from voc.clock import Clock
from voc.surveys import queries, service
from voc.surveys.appearance import Appearance, Colours
from voc.surveys.contrast import LEAST_SHAPE_CONTRAST, LEAST_TEXT_CONTRAST, contrast
from voc.surveys.pages.sample import sample
from voc.surveys.pages.tabs import TabForm, Wrong, back_to, tab, whole
from voc.surveys.schemas import SurveyOut
from voc.values import Resource, Scope, Value
from voc.web.guards import requires
from voc.web.i18n import language_of

PLACEMENTS = ("popover", "modal", "page", "inline", "tab")
POSITIONS = ("bottom_right", "bottom_left", "top_right", "top_left", "center")
SCHEMES = ("auto", "light", "dark")
VARIABLES = (
    "--voc-accent", "--voc-on-accent", "--voc-background", "--voc-text", "--voc-quiet", "--voc-border", "--voc-radius",
    "--voc-font",
)  # fmt: skip
LARGEST_RADIUS = 24
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_SHORT = re.compile(r"#?([0-9a-f])([0-9a-f])([0-9a-f])")
_HTTPS = re.compile(r"https://[^\s/]\S*")
Caller = Request[Any, Any, Any]


class Figure(Value):
    """How far two colours are apart."""

    what: str
    """`text`, `label` or `accent`, by what is read."""
    dark: bool
    ratio: float
    least: float
    """What it needs; below it, text is refused, and an accent is doubted."""

    @property
    def passes(self) -> bool:
        """Whether it is enough; a ratio that only rounds up to it is not."""
        return self.ratio >= self.least


class LookForm(TabForm):
    """Colours, shape and place."""

    placement: str = "popover"
    position: str = "bottom_right"
    scheme: str = "auto"
    accent: str = ""
    background: str = ""
    text: str = ""
    radius: str = "10"
    progress: str = ""
    logo: str = ""
    tab_label: str = Field(default="", max_length=40)
    """In the author's language; the others stay."""

    def colour(self, name: str) -> str:
        """`#rrggbb` in small letters from whatever was pasted: `1F5F5B`, `#abc`."""
        given = getattr(self, name).lower()
        if short := _SHORT.fullmatch(given):
            return "#" + "".join(digit * 2 for digit in short.groups())
        return given if given.startswith("#") or not given else f"#{given}"


class ThemePages(Controller):
    """Look."""

    path = "/surveys/{survey_id:str}/theme"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.surveys)]

    @get()
    async def show(self, request: Caller, survey_id: FromPath[str], saved: FromQuery[int] = 0) -> Template:
        """As it is kept."""
        survey = await queries.one(request.auth.workspace, survey_id)
        return _show(request, survey, _form(survey, language_of(request)), saved=bool(saved))

    @get("/sample")
    async def sample(self, request: Caller, survey_id: FromPath[str]) -> Template:
        """What the form's present fields would look like; HTMX asks while somebody chooses."""
        survey = await queries.one(request.auth.workspace, survey_id)
        known = {name: value for name, value in request.query_params.items() if name in LookForm.model_fields}
        return _show(request, survey, LookForm.model_validate(known))

    @post(guards=[requires(Scope.write, Resource.surveys)], status_code=303)
    async def save(
        self, request: Caller, survey_id: FromPath[str], data: URLEncodedBody[LookForm], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Keep the look, unless somebody could not read it."""
        survey = await queries.one(request.auth.workspace, survey_id)
        language = language_of(request)
        changes, wrong = _look(data)
        if wrong:
            return _show(request, survey, data, wrong=wrong)
        kept = survey.appearance.model_dump(mode="json")
        labels = {**(kept["tab_label"] or {}), language: data.tab_label}
        changes["tab_label"] = {code: words for code, words in labels.items() if words} or None
        whole_ = kept | changes
        await service.change(survey.workspace, survey.id, {"appearance": whole_}, now=clock(), revision=data.revision)
        return back_to(survey_id, "theme", saved=1)


def figures(appearance: Appearance) -> list[Figure]:
    """Every contrast that matters, in each scheme that may be seen."""
    return [each for dark in appearance.schemes() for each in _figures(appearance.colours(dark=dark), dark)]


def _figures(colours: Colours, dark: bool) -> list[Figure]:
    pairs = (
        ("text", colours.text, colours.background, LEAST_TEXT_CONTRAST),
        ("label", colours.on_accent, colours.accent, LEAST_TEXT_CONTRAST),
        ("accent", colours.accent, colours.background, LEAST_SHAPE_CONTRAST),
    )
    return [Figure(what=what, dark=dark, ratio=contrast(one, other), least=least) for what, one, other, least in pairs]


def _show(
    request: Caller, survey: SurveyOut, form: LookForm, *, saved: bool = False, wrong: Wrong | None = None
) -> Template:
    language = language_of(request)
    appearance = _drawn(survey, form)
    text = survey.questions[0].in_language(language, survey.first_language)
    context = {
        "fields": form,
        "look": appearance.scheme,
        "draft": _draft(survey, appearance),
        "draft_language": language if language in survey.languages else survey.first_language,
        "saved": saved,
        "figures": figures(appearance),
        "samples": [sample(appearance, text, dark=dark) for dark in appearance.schemes()],
        "placements": PLACEMENTS,
        "positions": POSITIONS,
        "schemes": SCHEMES,
        "variables": VARIABLES,
        "largest_radius": LARGEST_RADIUS,
    }
    return tab(request, survey, "theme", context, fragment="surveys/_sample.html", wrong=wrong)


def _draft(survey: SurveyOut, appearance: Appearance) -> dict[str, Any]:
    """What the frame with the real survey is told."""
    definition = survey.definition().model_dump(mode="json", exclude={"targeting", "schedule", "appearance"})
    return definition | {"appearance": appearance.model_dump(mode="json")}


def _form(survey: SurveyOut, language: str) -> LookForm:
    look = survey.appearance
    return LookForm(
        placement=look.placement, position=look.position, scheme=look.scheme, accent=look.accent,
        background=look.background or "", text=look.text or "", radius=str(look.radius),
        progress="yes" if look.progress else "", logo=look.logo or "",
        tab_label=(look.tab_label or {}).get(language, ""),
    )  # fmt: skip


def _look(form: LookForm) -> tuple[dict[str, Any], Wrong]:
    colours = {name: form.colour(name) or None for name in ("accent", "background", "text")}
    wrong: Wrong = {name: "colour" for name, value in colours.items() if value and not _COLOUR.fullmatch(value)}
    if not colours["accent"]:
        wrong["accent"] = "empty"
    radius = whole(form.radius, 0, LARGEST_RADIUS)
    if radius is None:
        wrong["radius"] = "range"
    if form.logo and not _HTTPS.fullmatch(form.logo):
        wrong["logo"] = "address"
    chosen = {"placement": PLACEMENTS, "position": POSITIONS, "scheme": SCHEMES}
    wrong |= {name: "choose" for name, known in chosen.items() if getattr(form, name) not in known}
    changes: dict[str, Any] = {name: getattr(form, name) for name in chosen}
    changes |= {**colours, "radius": radius, "progress": bool(form.progress), "logo": form.logo or None}
    if not wrong and any(not each.passes for each in figures(_built(changes)) if each.what != "accent"):
        wrong["text" if colours["text"] else "background"] = "contrast"
    return changes, wrong


def _built(changes: dict[str, Any]) -> Appearance:
    """The appearance unchecked, since the figures of a bad one are to be seen, too."""
    return Appearance.model_construct(**(Appearance().model_dump() | changes))


def _drawn(survey: SurveyOut, form: LookForm) -> Appearance:
    """What to draw: the form where it can be drawn, the survey where it cannot yet."""
    changes, wrong = _look(form)
    possible = {name: value for name, value in changes.items() if wrong.get(name) in (None, "contrast")}
    return Appearance.model_construct(**(survey.appearance.model_dump() | possible))
