"""A web page, and what search engines read of it."""

import json
from collections.abc import Sequence
from html import escape
from itertools import groupby

from voc.faq.exporting.article import Article

_IN_A_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What would end a script element, or begin a comment in one."""


def html(articles: Sequence[Article]) -> str:
    """A whole page: a heading with an anchor per question, and its FAQPage beside it."""
    languages = sorted({each.language for each in articles})
    parts = [
        f'<!doctype html>\n<html lang="{escape(languages[0]) if len(languages) == 1 else "en"}">',
        '<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>FAQ</title>',
        f'<script type="application/ld+json">{jsonld(articles)}</script>\n</head>\n<body>\n<main>\n<h1>FAQ</h1>',
        *_contents(articles),
    ]
    for category, group in groupby(articles, key=lambda each: each.category):
        if category:
            parts.append(f"<h2>{escape(category)}</h2>")
        parts += [_article(each, "h3" if category else "h2") for each in group]
    return "\n".join([*parts, "</main>\n</body>\n</html>\n"])


def jsonld(articles: Sequence[Article]) -> str:
    """schema.org's FAQPage, which may stand inside a script element as it is.

    Answers are HTML there, as search engines read them, hence escaped before.

    Source: https://schema.org/FAQPage
    """
    questions = [
        {
            "@type": "Question",
            "name": each.question,
            "inLanguage": each.language,
            "acceptedAnswer": {"@type": "Answer", "text": each.body, "inLanguage": each.language},
        }
        for each in articles
    ]
    page = {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": questions}
    written = json.dumps(page, ensure_ascii=False, indent=1)
    return "".join(_IN_A_SCRIPT.get(letter, letter) for letter in written)


def _contents(articles: Sequence[Article]) -> list[str]:
    links = [f'<li><a href="#{escape(each.anchor)}">{escape(each.question)}</a></li>' for each in articles]
    return ["<nav>\n<ul>", *links, "</ul>\n</nav>"] if len(articles) > 1 else []


def _article(each: Article, heading: str) -> str:
    name = escape(each.anchor)
    title = f'<{heading} id="{name}">{escape(each.question)}</{heading}>'
    return f'<section lang="{escape(each.language)}">\n{title}\n{each.body}\n</section>'
