"""Tables whose cells no spreadsheet runs."""

from collections.abc import Sequence

from voc.faq.exporting.article import Article
from voc.web.tables import BYTE_ORDER_MARK, Cell, csv_text

COLUMNS = ("id", "language", "category", "audience", "question", "answer", "aliases", "published_at")
HUBSPOT_COLUMNS = ("URL", "Title", "Category", "Article Body")
"""What its importer asks for."""


def csv(articles: Sequence[Article]) -> str:
    """A row per question; other wordings are in one cell, a line each."""
    return _table(COLUMNS, [_row(each) for each in articles])


def hubspot(articles: Sequence[Article]) -> str:
    """A row per article for HubSpot's importer of knowledge bases; the URL is a path that the question names.

    Source: https://knowledge.hubspot.com/knowledge-base/import-knowledge-base-articles
    """
    rows = [[f"/faq/{each.anchor}", each.question, each.category or "FAQ", each.body] for each in articles]
    return _table(HUBSPOT_COLUMNS, rows)


def _row(each: Article) -> list[Cell]:
    return [
        each.id, each.language, each.category, each.audience, each.question, each.answer, "\n".join(each.aliases),
        each.published_at.isoformat(),
    ]  # fmt: skip


def _table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    return BYTE_ORDER_MARK + csv_text([columns, *rows])
