"""The body of `POST /v1/feedback` for the reference: it is read by hand, so that one bad item spoils no list."""

from dataclasses import dataclass

from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from pydantic.json_schema import models_json_schema

from voc.feedback.schemas import FeedbackIn


def _schema() -> Schema:
    _, definitions = models_json_schema([(FeedbackIn, "validation")], ref_template="#/$defs/{model}")
    fields = definitions["$defs"]["FeedbackIn"]
    one = Schema(
        title="Feedback",
        type="object",
        required=fields["required"],  # type: ignore[arg-type]
        description="submission_id, text, channel, occurred_at?, rating? (0 to rating_scale), rating_scale? (5 or 10), "
        "customer? (your id, or {id, attributes}), attributes?",
        additional_properties=False,
    )
    return Schema(one_of=[one, Schema(type="array", items=one, max_items=1000)])  # type: ignore[arg-type]


@dataclass
class FeedbackBody(Operation):
    """An operation that documents one verbatim or a list of them."""

    def __post_init__(self) -> None:
        self.request_body = RequestBody({"application/json": OpenAPIMediaType(schema=_schema())}, required=True)
