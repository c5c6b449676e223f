"""Every route of the service, in a few lists."""

from litestar import get
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from voc import probes
from voc.accounts.account_pages import AccountPages
from voc.accounts.api import MemberController
from voc.accounts.key_api import KeyController
from voc.accounts.key_pages import KeyPages
from voc.accounts.link_pages import LinkPages as AccountLinkPages
from voc.accounts.member_pages import MemberPages
from voc.accounts.pages import SignIn
from voc.accounts.step_pages import SecondStepPages, SecurityPages
from voc.audit.api import AuditController
from voc.audit.pages import AuditPages
from voc.backlog.api import BacklogController
from voc.backlog.pages import BacklogPages
from voc.backlog.shipping.api import VerdictController
from voc.backlog.shipping.pages import ShippingPages
from voc.backlog.telling.pages import TellingPages
from voc.backlog.telling.public_pages import OutcomePages
from voc.backlog.weighing.api import WeightsController
from voc.backlog.weighing.pages import WeightsPages
from voc.backlog.workflow.api import BacklogWorkController
from voc.backlog.workflow.pages import WorkflowPages
from voc.channels.api import ChannelController, DeliveryController, HookController
from voc.channels.outbox_pages import OutboxPages
from voc.channels.setup_pages import ChannelPages
from voc.faq.acting import FaqActions
from voc.faq.api import FaqController
from voc.faq.deflection.api import DeflectionController, EntryDeflectionController
from voc.faq.help.api import HelpController
from voc.faq.help.embedding import EmbeddingPages
from voc.faq.help.pages import HelpPages
from voc.faq.live.api import LiveController
from voc.faq.pages import FaqPages
from voc.faq.sources.api import FaqSourceController
from voc.faq.sources.pages import SourcePages
from voc.feedback.api import FeedbackController
from voc.feedback.pages import FeedbackPages
from voc.feedback.row_pages import FeedbackRowPages
from voc.history.acting import CustomerActions
from voc.history.api import CustomerController
from voc.history.importing import ImportCustomersPages
from voc.history.pages import CustomerPages
from voc.imports import pages as imports
from voc.insights.alerts.api import AlertController
from voc.insights.alerts.pages import AlertPages
from voc.insights.api import read_metric, stats
from voc.insights.dashboard.pages import DashboardPages
from voc.insights.report.pages import ReportPages
from voc.insights.targets.api import TargetController
from voc.insights.targets.pages import ScorecardPages
from voc.invitations.api import CampaignController, InvitationController, SendingRulesController
from voc.invitations.campaign_pages import CAMPAIGN_PAGES
from voc.invitations.pages.personal import PersonalPages
from voc.invitations.pages.short import ShortLinks
from voc.invitations.pages.unsubscribe import UnsubscribePages
from voc.learning.api import AlikeController, ModelController, PrecisionController
from voc.learning.pages import LEARNING_PAGES
from voc.responses.api import ResponseController
from voc.responses.pages import LinkPages
from voc.results.api import ResultsController
from voc.results.pages import ResultPages
from voc.retention.api import RetentionController
from voc.retention.pages import RetentionPages
from voc.roadmap.api import RoadmapController, RoadmapEntryController
from voc.roadmap.pages import EntryPages, RoadmapSettingsPages
from voc.roadmap.public_pages import RoadmapPages
from voc.searching.api import MeaningController
from voc.settings import Settings
from voc.signals.api import SignalController
from voc.subscriptions.pages import MailPages
from voc.subscriptions.public_pages import UnsubscribeMemberPages
from voc.surveys.api import SurveyController
from voc.surveys.pages.afterwards import AfterThanksPages
from voc.surveys.pages.editor import SurveyEditor
from voc.surveys.pages.new import NewSurveyPages
from voc.surveys.pages.schedule import SchedulePages
from voc.surveys.pages.share import SharePages
from voc.surveys.pages.survey_list import SurveyPages
from voc.surveys.pages.targeting import TargetingPages
from voc.surveys.pages.theme import ThemePages as LookPages
from voc.themes.api import ThemeController
from voc.themes.areas import AreaController
from voc.themes.arranging_pages import ArrangingPages
from voc.themes.pages import ThemePages
from voc.trackers.api import TrackerController, TrackerHookController
from voc.trackers.item_api import ItemIssueController
from voc.trackers.item_pages import ItemIssuePages
from voc.trackers.pages import TrackerPages
from voc.web.preferences import choose
from voc.web.settings_page import settings_page
from voc.web.templating import static_router
from voc.web.widget_files import widget_files
from voc.webhooks.api import WebhookController
from voc.webhooks.log_pages import DeliveryPages
from voc.webhooks.pages import WebhookPages
from voc.widget.api import ExplainController, WidgetController
from voc.widget.chat import ChatController
from voc.widget.checking import CheckPages
from voc.widget.pages import WidgetSettingsPages
from voc.widget.pictures import PictureController

API: list[ControllerRouterHandler] = [
    FeedbackController,
    MeaningController,
    ResponseController,
    SurveyController,
    WidgetController,
    PictureController,
    ExplainController,
    ChatController,
    HookController,
    ChannelController,
    DeliveryController,
    CustomerController,
    RetentionController,
    CampaignController,
    InvitationController,
    SendingRulesController,
    SignalController,
    ResultsController,
    read_metric,
    TargetController,
    AlertController,
    ThemeController,
    AreaController,
    BacklogController,
    WeightsController,
    BacklogWorkController,
    AlikeController,
    ModelController,
    PrecisionController,
    WebhookController,
    TrackerController,
    TrackerHookController,
    ItemIssueController,
    RoadmapController,
    RoadmapEntryController,
    VerdictController,
    FaqController,
    DeflectionController,
    EntryDeflectionController,
    LiveController,
    HelpController,
    FaqSourceController,
    MemberController,
    AuditController,
    KeyController,
    stats,
]
PAGES: list[ControllerRouterHandler] = [
    SignIn,
    BacklogPages,
    WeightsPages,
    WorkflowPages,
    ShippingPages,
    TellingPages,
    EntryPages,
    RoadmapSettingsPages,
    RoadmapPages,
    ThemePages,
    ArrangingPages,
    FeedbackPages,
    FeedbackRowPages,
    AlertPages,
    DashboardPages,
    ReportPages,
    ScorecardPages,
    FaqPages,
    FaqActions,
    SourcePages,
    EmbeddingPages,
    HelpPages,
    LinkPages,
    choose,
    settings_page,
]
CUSTOMER_PAGES: list[ControllerRouterHandler] = [
    CustomerPages,
    RetentionPages,
    CustomerActions,
    ImportCustomersPages,
    *CAMPAIGN_PAGES,
    OutboxPages,
    ChannelPages,
    MailPages,
    AccountPages,
    SecondStepPages,
    SecurityPages,
    AccountLinkPages,
    MemberPages,
    AuditPages,
    KeyPages,
    WebhookPages,
    DeliveryPages,
    TrackerPages,
    ItemIssuePages,
]
RECIPIENT_PAGES: list[ControllerRouterHandler] = [
    PersonalPages,
    UnsubscribePages,
    UnsubscribeMemberPages,
    ShortLinks,
    OutcomePages,
]
"""For whoever was sent something."""
SURVEY_PAGES: list[ControllerRouterHandler] = [
    SurveyPages,
    NewSurveyPages,
    SurveyEditor,
    TargetingPages,
    CheckPages,
    SchedulePages,
    AfterThanksPages,
    LookPages,
    SharePages,
    ResultPages,
    WidgetSettingsPages,
]
PROBES: list[ControllerRouterHandler] = [probes.live, probes.ready, probes.metrics]


@get("/", include_in_schema=False, opt={"public": True})
async def start() -> Redirect:
    """People start at the backlog; it sends those who are not signed in to the sign-in page."""
    return Redirect("/backlog", status_code=303)


def routes(settings: Settings) -> list[ControllerRouterHandler]:
    """What `create_app` serves."""
    files = [imports.router(settings), static_router(), widget_files()]
    return [*API, *PAGES, *LEARNING_PAGES, *SURVEY_PAGES, *CUSTOMER_PAGES, *RECIPIENT_PAGES, start, *PROBES, *files]
