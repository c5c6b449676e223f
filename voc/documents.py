"""Every collection of the service, in one list."""

from voc.accounts.documents import (
    AccountLink,
    ApiKey,
    FormerMember,
    Member,
    SecondStep,
    Session,
    SignInAttempts,
    Workspace,
)
from voc.asks.documents import AskingRules, Ledger, Tally
from voc.audit.documents import AuditEntry, AuditHead
from voc.backlog.documents import BacklogItem, BacklogWeights, Ranking
from voc.backlog.shipping.documents import ShippingPlan, Verdict
from voc.backlog.telling.documents import Telling
from voc.backlog.workflow.documents import ItemWork, SavedView
from voc.channels.documents import ChannelSetup, Delivery, EarlyReport, Message, WebhookSeen
from voc.channels.incoming.position import MailboxPosition
from voc.conversations.documents import Conversation
from voc.customers.documents import Consent, Customer, CustomerEvent, Identity, Suppression
from voc.faq.deflection.documents import FaqDeflection
from voc.faq.documents import FaqEntry, FaqShelf, FaqVector, FaqVersion
from voc.faq.help.documents import HelpVote, HelpWrites
from voc.faq.live.documents import LiveOffer
from voc.faq.sources.documents import FaqPassage, FaqSource, FaqSourceText, FaqUploadPart
from voc.feedback.documents import Feedback
from voc.feedback.words.documents import EarlierWords, WordBlock, WordPart, WordRows
from voc.heads.documents import HeadChoice, HeadVersion
from voc.history.documents import Erasure
from voc.imports.documents import Import, ImportPart
from voc.insights.alerts.documents import Alert
from voc.insights.dashboard.documents import Overview
from voc.insights.documents import PeopleDay, Rollup, Summary
from voc.insights.targets.documents import Target
from voc.insights.tenures.documents import TenureShard, TenureSum
from voc.invitations.documents import Campaign, CampaignBucket, Invitation, SendingRules
from voc.invitations.shortlinks import ShortLink
from voc.learning.documents import Lookalikes, RereadingProgress, ThemeCheck
from voc.outbox import Chore
from voc.responses.documents import Response, Upload
from voc.results.documents import SurveyBucket
from voc.retention.documents import Retention
from voc.roadmap.documents import RoadmapEntry, RoadmapSettings
from voc.searching.documents import MeaningSearch
from voc.signals.documents import Signal, SignalRule
from voc.subscriptions.documents import Subscription
from voc.surveys.documents import Picture, Survey, SurveyVersion
from voc.themes.documents import Analysis, Area, DiscoveryProgress, DiscoveryRun, Theme, ThemeEdit, ThemeMoves
from voc.themes.sharded.documents import Shard, ShardedRun, ShardPart
from voc.trackers.documents import Tracker, TrackerLink
from voc.webhooks.documents import Webhook, WebhookDelivery

DOCUMENTS = [
    Workspace,
    Member,
    FormerMember,
    AccountLink,
    SecondStep,
    Session,
    SignInAttempts,
    ApiKey,
    AuditEntry,
    AuditHead,
    Customer,
    Identity,
    Consent,
    Suppression,
    CustomerEvent,
    ChannelSetup,
    Message,
    Delivery,
    WebhookSeen,
    EarlyReport,
    MailboxPosition,
    Feedback,
    WordBlock,
    WordRows,
    WordPart,
    EarlierWords,
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
    Conversation,
    SendingRules,
    Campaign,
    Invitation,
    CampaignBucket,
    ShortLink,
    Signal,
    SignalRule,
    Erasure,
    SurveyBucket,
    HeadVersion,
    HeadChoice,
    Analysis,
    Theme,
    Area,
    ThemeEdit,
    ThemeMoves,
    DiscoveryProgress,
    DiscoveryRun,
    ShardedRun,
    Shard,
    ShardPart,
    Lookalikes,
    MeaningSearch,
    ThemeCheck,
    RereadingProgress,
    BacklogItem,
    BacklogWeights,
    Ranking,
    ItemWork,
    SavedView,
    Telling,
    ShippingPlan,
    Verdict,
    RoadmapEntry,
    RoadmapSettings,
    Rollup,
    PeopleDay,
    Summary,
    Overview,
    TenureShard,
    TenureSum,
    Target,
    Alert,
    Subscription,
    Webhook,
    WebhookDelivery,
    Tracker,
    TrackerLink,
    FaqEntry,
    FaqVector,
    FaqVersion,
    FaqDeflection,
    FaqShelf,
    LiveOffer,
    FaqSource,
    FaqUploadPart,
    FaqSourceText,
    FaqPassage,
    HelpVote,
    HelpWrites,
    Retention,
    Chore,
]
