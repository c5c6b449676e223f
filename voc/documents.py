"""Every collection of the service, in one list."""

from voc.accounts.documents import ApiKey, Member, Session, SignInAttempts, Workspace
from voc.asks.documents import AskingRules, Ledger, Tally
from voc.backlog.documents import BacklogItem, Ranking
from voc.channels.documents import ChannelSetup, Delivery, Message, WebhookSeen
from voc.customers.documents import Consent, Customer, CustomerEvent, Identity, Suppression
from voc.feedback.documents import Feedback
from voc.imports.documents import Import, ImportPart
from voc.insights.documents import Rollup, Summary
from voc.outbox import Chore
from voc.responses.documents import Response, Upload
from voc.results.documents import SurveyBucket
from voc.surveys.documents import Picture, Survey, SurveyVersion
from voc.themes.documents import Analysis, DiscoveryProgress, Theme

DOCUMENTS = [
    Workspace,
    Member,
    Session,
    SignInAttempts,
    ApiKey,
    Customer,
    Identity,
    Consent,
    Suppression,
    CustomerEvent,
    ChannelSetup,
    Message,
    Delivery,
    WebhookSeen,
    Feedback,
    Import,
    ImportPart,
    Survey,
    SurveyVersion,
    Picture,
    AskingRules,
    Ledger,
    Tally,
    Response,
    Upload,
    SurveyBucket,
    Analysis,
    Theme,
    DiscoveryProgress,
    BacklogItem,
    Ranking,
    Rollup,
    Summary,
    Chore,
]
