"""Campaigns as pages: who is asked, what they read, when it goes out, what became of it.

A campaign is written in four steps that each keep what was entered, so that it can be left and taken up again. Nothing
is sent before the last one, which says how many people get something, who does not and why, and when.
"""

from voc.invitations.campaign_pages.listing import CampaignPages
from voc.invitations.campaign_pages.message import CampaignMessagePages
from voc.invitations.campaign_pages.new import NewCampaignPages
from voc.invitations.campaign_pages.people import CampaignPeoplePages
from voc.invitations.campaign_pages.rules import SendingRulesPages
from voc.invitations.campaign_pages.show import CampaignPage
from voc.invitations.campaign_pages.start import CampaignStartPages
from voc.invitations.campaign_pages.timing import CampaignTimingPages

CAMPAIGN_PAGES = [
    CampaignPages,
    NewCampaignPages,
    CampaignPeoplePages,
    CampaignMessagePages,
    CampaignTimingPages,
    CampaignStartPages,
    CampaignPage,
    SendingRulesPages,
]
"""For the application."""
