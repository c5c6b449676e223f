"""Collections and their indexes: a workspace leads, and the embedded engine can build what is declared."""

from pathlib import Path
from typing import Any

import pytest
from beanie import Document
from pymongo import IndexModel
from python_sources import ROOT

from voc.documents import DOCUMENTS

OVER_ALL_WORKSPACES = {
    ("Workspace", "first"): "several processes start at once, and one workspace is the first",
    ("Workspace", "publishable_key"): "a web page, whose key says which workspace it is",
    ("Member", "email"): "signing in, before anybody knows the workspace",
    ("ApiKey", "prefix"): "authentication: the workspace is what is looked for",
    ("SignInAttempts", "ends_at"): "windows that ended are removed",
    ("Feedback", "due"): "the dispatcher serves all workspaces",
    ("Response", "due"): "the dispatcher serves all workspaces",
    ("Import", "due"): "the dispatcher serves all workspaces",
    ("Message", "due"): "the dispatcher serves all workspaces",
    ("Delivery", "due"): "the dispatcher serves all workspaces",
    ("Delivery", "uncounted"): "counting serves all workspaces",
    ("Conversation", "due"): "the dispatcher serves all workspaces",
    ("Signal", "due"): "the dispatcher serves all workspaces",
    ("Campaign", "due"): "the dispatcher serves all workspaces",
    ("Invitation", "due"): "the dispatcher serves all workspaces",
    ("Invitation", "token"): "whoever opens a personal page; the token says whose it is",
    ("Invitation", "uncounted"): "counting serves all workspaces",
    ("CampaignBucket", "dirty"): "counting serves all workspaces",
    ("ThemeEdit", "due"): "the dispatcher serves all workspaces",
    ("Chore", "due"): "the dispatcher serves all workspaces",
    ("MeaningSearch", "due"): "the dispatcher serves all workspaces",
    ("Lookalikes", "due"): "the dispatcher serves all workspaces",
    ("Shard", "due"): "the dispatcher serves all workspaces",
    ("Telling", "due"): "the dispatcher serves all workspaces",
    ("Verdict", "due"): "the dispatcher serves all workspaces",
    ("ItemWork", "unregistered"): "registering serves all workspaces",
    ("ItemWork", "unannounced_since"): "announcing serves all workspaces",
    ("ItemWork", "untracked"): "following serves all workspaces",
    ("Subscription", "due"): "the dispatcher serves all workspaces",
    ("TrackerLink", "due"): "the dispatcher serves all workspaces",
    ("FaqSource", "due"): "the dispatcher serves all workspaces",
    ("WebhookDelivery", "due"): "the dispatcher serves all workspaces",
    ("Feedback", "uncounted"): "counting serves all workspaces",
    ("Feedback", "unindexed"): "indexing serves all workspaces",
    ("Response", "uncounted"): "counting serves all workspaces",
    ("Rollup", "dirty"): "counting serves all workspaces",
    ("SurveyBucket", "dirty"): "counting serves all workspaces",
    ("Customer", "uncounted"): "counting serves all workspaces",
    ("TenureShard", "dirty"): "counting serves all workspaces",
}
"""Indexes that do not lead with the workspace, and why."""
WITHOUT_WORKSPACE = {
    "Workspace": "its own id is the workspace",
    "SignInAttempts": "a stranger has none yet",
}


def indexes(model: type[Document]) -> list[dict[str, Any]]:
    """What MongoDB is told of each declared index."""
    declared = getattr(model.Settings, "indexes", [])  # type: ignore[attr-defined]
    assert all(isinstance(each, IndexModel) for each in declared)
    return [each.document for each in declared]


def subclasses(model: type[Document]) -> list[type[Document]]:
    return [each for child in model.__subclasses__() for each in (child, *subclasses(child))]


every_model = pytest.mark.parametrize("model", DOCUMENTS, ids=lambda model: model.__name__)


@every_model
def test_a_workspace_leads_every_index(model: type[Document]) -> None:
    for index in indexes(model):
        if (model.__name__, index["name"]) not in OVER_ALL_WORKSPACES:
            assert next(iter(index["key"])) == "workspace", index["name"]


@every_model
def test_a_document_carries_its_workspace_and_an_id_of_our_own(model: type[Document]) -> None:
    assert model.model_fields["id"].annotation is str
    if model.__name__ not in WITHOUT_WORKSPACE:
        assert model.model_fields["workspace"].annotation is str
        assert model.model_fields["workspace"].is_required()


@every_model
def test_an_index_is_one_that_the_embedded_engine_builds(model: type[Document]) -> None:
    for index in indexes(model):
        assert "_id" not in index["key"], "with another key it makes every insert fail there"
        assert not any("." in key for key in index["key"])
        assert set(index["key"].values()) <= {1, -1}
        assert not {"expireAfterSeconds", "collation", "wildcardProjection"} & set(index), "not the same everywhere"


@every_model
def test_an_index_has_a_name_that_changes_with_it(model: type[Document]) -> None:
    # a changed definition under the same name is ignored by the embedded engine and refused by MongoDB
    names = [index["name"] for index in indexes(model)]
    assert len(names) == len(set(names))
    keys = [(tuple(index["key"].items()), str(index.get("partialFilterExpression"))) for index in indexes(model)]
    assert len(keys) == len(set(keys))


def test_every_document_is_in_the_list() -> None:
    declared = {each for each in subclasses(Document) if each.__module__.startswith("voc.")}
    assert {each.__name__ for each in declared} == {each.__name__ for each in DOCUMENTS}


def test_every_collection_has_one_document() -> None:
    names = [model.Settings.name for model in DOCUMENTS]  # type: ignore[attr-defined]
    assert len(names) == len(set(names))


def test_exceptions_are_still_needed() -> None:
    present = {(model.__name__, index["name"]) for model in DOCUMENTS for index in indexes(model)}
    assert set(OVER_ALL_WORKSPACES) <= present


@every_model
def test_a_comment_beside_each_index_names_its_query(model: type[Document]) -> None:
    lines = (ROOT / Path(*model.__module__.split("."))).with_suffix(".py").read_text("utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"class {model.__name__}("))
    end = next((place for place in range(start + 1, len(lines)) if lines[place].startswith("class ")), len(lines))
    body = [line.strip() for line in lines[start:end]]
    bare = [
        line
        for before, line in zip(body, body[1:], strict=False)
        if line.startswith("IndexModel(") and not before.startswith(("#", "IndexModel("))
    ]
    assert bare == []
