"""Every provider that can be connected; each file holds all there is to say about one."""

from voc.channels.adapters.api_standard import StandardWebhooks
from voc.channels.adapters.base import Adapter
from voc.channels.adapters.email_imap import ImapMailbox
from voc.channels.adapters.email_mailgun import MailgunEmail
from voc.channels.adapters.email_sendgrid import SendgridEmail
from voc.channels.adapters.email_smtp import SmtpEmail
from voc.channels.adapters.instagram_meta import InstagramMeta
from voc.channels.adapters.kakao_channel import KakaoChannel
from voc.channels.adapters.line_messaging import LineMessaging
from voc.channels.adapters.messenger_meta import MessengerMeta
from voc.channels.adapters.slack_events import SlackEvents
from voc.channels.adapters.sms_http import HttpSms
from voc.channels.adapters.sms_solapi import SolapiSms
from voc.channels.adapters.sms_twilio import TwilioSms

_ALL: tuple[type[Adapter], ...] = (
    SmtpEmail,
    MailgunEmail,
    SendgridEmail,
    ImapMailbox,
    HttpSms,
    TwilioSms,
    SolapiSms,
    KakaoChannel,
    MessengerMeta,
    InstagramMeta,
    LineMessaging,
    SlackEvents,
    StandardWebhooks,
)
ADAPTERS: dict[str, type[Adapter]] = {adapter.kind: adapter for adapter in _ALL}
"""By kind. A new provider is one file and one line here."""
