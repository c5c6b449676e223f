"""The second step of a draft: on which channels, for what purpose, in which words; and a look at all of them."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from voc.channels.domain import IDENTITY_OF, Channel, Purpose
from voc.channels.outbox_pages import MAIL_POLICY
from voc.channels.outgoing import Draft, Origin, queue
from voc.clock import Clock
from voc.customers import contacts
from voc.customers.domain import IdentityKind
from voc.errors import Invalid, NotFound
from voc.invitations import campaigns
from voc.invitations.campaign_pages import drafts
from voc.invitations.campaign_pages.drafts import Caller, Wrong
from voc.invitations.campaign_pages.preview import MOST_CHANNELS, OFFERED, Preview, opened
from voc.settings import Settings
from voc.surveys import queries as surveys
from voc.values import Resource, Scope, new_id
from voc.web.guards import requires
from voc.web.pages import wants_fragment

WORDS_LIMITS = {"subject": 200, "text": 4_000}
WRITES = [requires(Scope.write, Resource.campaigns)]


class CampaignMessagePages(Controller):
    """What a draft says."""

    path = "/campaigns/{campaign_id:str}"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.campaigns)]

    @get("/message")
    async def show(
        self,
        request: Caller,
        campaign_id: FromPath[str],
        settings: NamedDependency[Settings],
        clock: NamedDependency[Clock],
        language: FromQuery[str] = "",
        tested: FromQuery[str] = "",
    ) -> Template | Redirect:
        """Words on the left, the messages that they make on the right."""
        draft = await opened(request, campaign_id, settings, clock)
        return draft if isinstance(draft, Redirect) else await draft.page(language=language, tested=tested)

    @post("/message", guards=WRITES, status_code=303)
    async def save(
        self,
        request: Caller,
        campaign_id: FromPath[str],
        settings: NamedDependency[Settings],
        clock: NamedDependency[Clock],
    ) -> Redirect | Template:
        """Keep what was written; while somebody types, answer with what it looks like."""
        draft = await opened(request, campaign_id, settings, clock)
        if isinstance(draft, Redirect):
            return draft
        form = await request.form()
        changes, wrong = _entered(form, draft.survey.definition.languages)
        if not wrong:
            campaign = await campaigns.change(request.auth.workspace, campaign_id, changes, now=clock())
            draft = draft._replace(campaign=campaign)
        language = drafts.text(form, "language")
        if wants_fragment(request) or wrong:
            return await draft.page(language=language, wrong=wrong, saved=not wrong)
        onward = {"next": "timing", "back": "people"}.get(drafts.text(form, "do"), f"message?language={language}")
        return Redirect(f"/campaigns/{campaign_id}/{onward}", status_code=303)

    @get("/mail", opt={"csp": MAIL_POLICY})
    async def mail(
        self,
        request: Caller,
        campaign_id: FromPath[str],
        settings: NamedDependency[Settings],
        clock: NamedDependency[Clock],
        language: FromQuery[str] = "",
    ) -> Response[str]:
        """The HTML of the e-mail, in a frame where it can do nothing."""
        campaign = await campaigns.one(request.auth.workspace, campaign_id)
        survey = await surveys.version(request.auth.workspace, campaign.survey)
        seen = await Preview(request, campaign, survey, settings, clock).on(Channel.email, language)
        if seen.content is None or seen.content.html is None:
            raise NotFound("This message has no HTML.", campaign=campaign_id)
        return Response(seen.content.html, media_type="text/html", headers={"cache-control": "no-store"})

    @post("/test", guards=WRITES, status_code=303)
    async def test(
        self,
        request: Caller,
        campaign_id: FromPath[str],
        settings: NamedDependency[Settings],
        clock: NamedDependency[Clock],
    ) -> Redirect | Template:
        """One message to oneself; it asks nobody and its links only show the survey."""
        draft = await opened(request, campaign_id, settings, clock)
        if isinstance(draft, Redirect):
            return draft
        form = await request.form()
        to, language = drafts.text(form, "to"), draft.language(drafts.text(form, "language"))
        channel = Channel.email if "@" in to else Channel.sms
        seen = await draft.on(channel, language)
        try:
            address = contacts.normalise(IdentityKind(IDENTITY_OF[channel]), to)
        except Invalid:
            return await draft.page(language=language, wrong={"to": "address"}, test_to=to)
        if seen.content is None:
            return await draft.page(language=language, wrong={"to": "text"}, test_to=to)
        message = Draft(
            # a "test" is of one provider; this goes the way that invitations will go
            origin=Origin(kind="notice", id=new_id("tst", clock()), step="1"),
            channel=channel,
            address=address,
            purpose=Purpose.reply,
            language=language,
            content=seen.content,
        )
        sent = (await queue(request.auth.workspace, [message], now=clock()))[0]
        return Redirect(f"/campaigns/{campaign_id}/message?language={language}&tested={sent}#test", status_code=303)


def _entered(form: FormMultiDict, languages: list[str]) -> tuple[dict[str, Any], Wrong]:
    """What the form says, and what of it does not fit."""
    chosen = [drafts.text(form, f"channel_{number}") for number in range(1, MOST_CHANNELS + 1)]
    channels = list(dict.fromkeys(each for each in chosen if each in set(OFFERED)))
    wrong: Wrong = {} if channels else {"channel_1": "choose"}
    return {
        "channels": channels,
        "purpose": "advertising" if form.get("purpose") == "advertising" else "survey",
        "form": "conversation" if form.get("way") == "conversation" else "link",
        "messages": _words(form, languages, ""),
        "reminder_messages": _words(form, languages, "reminder_"),
    }, wrong


def _words(form: FormMultiDict, languages: list[str], prefix: str) -> dict[str, dict[str, str]]:
    """Subject and text by language; languages without either are left out."""
    found = {}
    for language in languages:
        said = {
            name: drafts.text(form, f"{prefix}{name}_{language}", limit).replace("\r\n", "\n")
            for name, limit in WORDS_LIMITS.items()
        }
        if any(said.values()):
            found[language] = said
    return found
