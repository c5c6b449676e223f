"""What the customers who said something are called."""

from collections.abc import Iterable, Mapping

from voc.customers import queries as customers
from voc.customers.domain import is_stand_in
from voc.feedback.schemas import FeedbackOut


async def labels_of(workspace: str, rows: Iterable[FeedbackOut]) -> dict[str, str]:
    """By customer's id: name, own id or masked contact."""
    return await customers.labels(workspace, [row.customer for row in rows if row.customer])


def speaker(row: FeedbackOut, labels: Mapping[str, str]) -> dict[str, str] | None:
    """Who said it, as a link; a customer may not be noted yet when their words are shown."""
    if row.customer is None:
        return None
    ref = row.customer_ref or ""
    return {"id": row.customer, "label": labels.get(row.customer) or ("•••" if is_stand_in(ref) else ref)}
