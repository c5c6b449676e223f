"""Articles as JSON: plain, and as the programming interfaces of help centres take them."""

import json as encoding
from collections.abc import Sequence
from typing import Any

from voc.faq.exporting.article import Article

LOCALES = {"en": "en-us"}
"""Zendesk's name where it is not the language's own."""


def json(articles: Sequence[Article]) -> str:
    """All that goes out, as plain text."""
    return _written(
        [each.model_dump(mode="json", exclude={"sentences"}) | {"answer": each.answer} for each in articles]
    )


def zendesk(articles: Sequence[Article]) -> str:
    """Each of `articles` is the body of one call to the section that it is to stand in.

    Who may read it is asked for: with null everybody may, once a person has published the draft. So is whose group may
    edit it, `permission_group_id`, which is the account's own and to be added.

    Source: https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/#create-article
    """
    return _written(
        {
            "articles": [
                {
                    "article": {
                        "title": each.question,
                        "body": each.body,
                        "locale": LOCALES.get(each.language, each.language),
                        "label_names": _labels(each),
                        "user_segment_id": None,
                        "draft": True,
                    }
                }
                for each in articles
            ]
        }
    )


def intercom(articles: Sequence[Article]) -> str:
    """Each of `articles` is the body of one call; whose they are, `author_id`, is asked for and to be added.

    Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/articles/createarticle
    """
    return _written(
        {
            "articles": [
                {"title": each.question, "description": each.category or "", "body": each.body, "state": "draft"}
                for each in articles
            ]
        }
    )


def _labels(each: Article) -> list[str]:
    return [label for label in (each.category, each.audience) if label]


def _written(value: Any) -> str:
    return encoding.dumps(value, ensure_ascii=False, indent=1) + "\n"
