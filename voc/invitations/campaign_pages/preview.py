"""What a draft's words make: its message on each channel, as somebody of its list would get it."""

from typing import Any, NamedTuple
from zlib import crc32

from litestar.response import Redirect, Template

from voc.channels.domain import Channel
from voc.clock import Clock
from voc.invitations import queries
from voc.invitations.campaign_pages import drafts, sample
from voc.invitations.campaign_pages.drafts import Caller, Wrong
from voc.invitations.campaign_pages.unknown import unknown_fields
from voc.invitations.schemas import CampaignOut
from voc.settings import Settings
from voc.surveys import queries as surveys
from voc.surveys.schemas import PublishedSurvey

OFFERED = (
    Channel.email, Channel.sms, Channel.kakao, Channel.line, Channel.messenger, Channel.instagram, Channel.slack,
)  # fmt: skip
MOST_CHANNELS = 3


class Preview(NamedTuple):
    """A campaign, and everything that its messages are made of."""

    request: Caller
    campaign: CampaignOut
    survey: PublishedSurvey
    settings: Settings
    clock: Clock

    def language(self, wanted: str) -> str:
        """A language of the survey: the wanted one, else its first."""
        definition = self.survey.definition
        return wanted if wanted in definition.languages else definition.first_language

    async def on(self, channel: Channel, language: str) -> sample.Shown:
        """Its message on one channel."""
        return await sample.shown(
            self.request.auth.workspace,
            self.campaign,
            self.survey,
            channel,
            language=self.language(language),
            base=self.settings.public_url,
            sender=self.request.user.workspace_name,
            now=self.clock(),
        )

    async def page(
        self,
        *,
        language: str = "",
        tested: str = "",
        wrong: Wrong | None = None,
        saved: bool = False,
        test_to: str = "",
    ) -> Template:
        """The step of a draft where its words are written, with its message on every channel."""
        workspace, user = self.request.auth.workspace, self.request.user
        seen = [await self.on(channel, language) for channel in self.campaign.channels]
        context: dict[str, Any] = {
            "languages_asked": self.survey.definition.languages,
            "reading": self.language(language),
            "offered": [each.value for each in OFFERED],
            "most": MOST_CHANNELS,
            "seen": seen,
            "saved": saved,
            "version": crc32("".join(each.model_dump_json() for each in seen).encode()),
            "merge_fields": await sample.merge_fields(workspace),
            "unknown": await unknown_fields(workspace, self.campaign),
            "rules": await queries.rules(workspace),
            "tested": tested,
            "test_to": test_to or user.email,
            "sender_name": user.workspace_name,
        }
        fragment = "campaigns/_preview.html"
        return drafts.step_page(self.request, self.campaign, "message", context, fragment=fragment, wrong=wrong)


async def opened(request: Caller, campaign_id: str, settings: Settings, clock: Clock) -> Preview | Redirect:
    """A campaign that can still be changed, or the way to the page of one that has started.

    Raises:
        NotFound: not in the caller's workspace.
    """
    campaign = await drafts.draft_of(request, campaign_id)
    if isinstance(campaign, Redirect):
        return campaign
    survey = await surveys.version(request.auth.workspace, campaign.survey)
    return Preview(request, campaign, survey, settings, clock)
