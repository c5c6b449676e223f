"""Alerts: themes that more people speak of than chance explains, and what people did about them.

A theme has one alert for good. It opens when the theme rises, stays the same one while that goes on, calms when a whole
week of looks found nothing, and opens again only after that, whoever closed it meanwhile.
"""
