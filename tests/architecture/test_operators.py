"""Only what the embedded engine does right is asked of the database.

An operator is used after `test_engine_contract.py` shows on every engine that it holds: then it goes to `HOLDS`.
"""

import ast
import re
from collections.abc import Iterator

import pytest
from python_sources import nodes, place

HOLDS = {
    "$eq", "$in", "$gt", "$gte", "$lt", "$lte", "$exists", "$regex", "$options", "$or", "$and",
    "$set", "$unset", "$setOnInsert", "$inc", "$min", "$max", "$addToSet", "$each",
    "$match", "$group", "$sum", "$sort", "$limit",
}  # fmt: skip
REFUSED = {
    "$not": "missing in the embedded engine",
    "$nor": "not tried",
    "$ne": "does not guard an array in an update's filter; compare with $in or an exact value",
    "$nin": "as $ne",
    "$expr": "scans, and differs between engines",
    "$where": "runs code in the database",
    "$lookup": "a join scans; keep what is read together in one document",
    "$graphLookup": "as $lookup",
    "$facet": "not tried; ask twice",
    "$merge": "not in every engine",
    "$out": "not in every engine",
    "$project": "a dotted path comes back as a flat key; `voc.picking.pick` takes plain ones",
    "$push": "grows without bound, and its guard $ne does not hold",
    "$elemMatch": "not tried; keep arrays small and read them whole",
    "$text": "not in the embedded engine",
    "$currentDate": "time comes from the clock",
}
ALONE = {"$project": "voc/picking.py"}
"""Held to by one file, whose own tests show it."""
PLACEHOLDERS = {"$defs", "$ref", "$schema"}
"""Of JSON Schema, not of MongoDB."""
METHODS = {
    "count_documents": "takes a second on 20,000 documents; aggregate with $group and $sum",
    "estimated_document_count": "counts over all workspaces",
    "map_reduce": "gone from MongoDB",
    "start_session": "no step needs a transaction (and the embedded engine has none)",
    "start_transaction": "as start_session",
    "with_transaction": "as start_session",
}
CLASSES = {
    "ReplaceOne": "the embedded engine cannot replace a document that holds bytes; insert it or update fields",
}
UPDATES = {"update_one", "update_many", "find_one_and_update", "UpdateOne", "UpdateMany"}
OPERATOR = re.compile(r"\$[A-Za-z]+")


def keys(node: ast.Dict) -> Iterator[str]:
    """The literal keys of a dictionary."""
    for key in node.keys:
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value


def value_of(node: ast.Dict, name: str) -> ast.expr | None:
    """The value beside a literal key."""
    for key, value in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == name:
            return value
    return None


def faults(file: str, node: ast.AST) -> Iterator[str]:
    """What is wrong with one node."""
    if isinstance(node, ast.Dict):
        for key in keys(node):
            if OPERATOR.fullmatch(key) and key not in HOLDS | PLACEHOLDERS and not file.startswith(ALONE.get(key, "-")):
                yield f"{file}: {key}: {REFUSED.get(key, 'no contract test shows that it holds on every engine')}"
        group = value_of(node, "$group")
        if isinstance(group, ast.Dict) and isinstance(value_of(group, "_id"), ast.Dict):
            yield f"{file}: a compound _id of $group gives one wrong row"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in REFUSED:
        if file.startswith(ALONE.get(node.value, "-")):
            return
        # also where the dictionary is built with it: condition["$not"] = …
        yield f"{file}: {node.value}: {REFUSED[node.value]}"
    elif isinstance(node, ast.Call):
        yield from faults_of_call(file, node)


def faults_of_call(file: str, node: ast.Call) -> Iterator[str]:
    """What is wrong with one call."""
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if isinstance(node.func, ast.Attribute) and name in METHODS:
        yield f"{file}: {name}: {METHODS[name]}"
    if name in CLASSES:
        yield f"{file}: {name}: {CLASSES[name]}"
    if name in UPDATES and any(isinstance(each, ast.List) for each in node.args[1:2]):
        yield f"{file}: an update written as a pipeline fails"


def faults_of(source: str) -> list[str]:
    return [fault for node in ast.walk(ast.parse(source)) for fault in faults("here", node)]


def test_nothing_is_asked_that_the_embedded_engine_gets_wrong() -> None:
    assert [fault for file, node in nodes("voc") for fault in faults(place(file, node), node)] == []


def test_the_database_is_spoken_to_through_pymongo_and_documents_only() -> None:
    refused = {"motor", "neosqlite", "beanie.operators", "beanie.odm.operators"}
    found = [
        f"{place(file, node)} {name}"
        for file, node in nodes("voc")
        for name in imported(node)
        if any(name == each or name.startswith(f"{each}.") for each in refused)
    ]
    assert found == []


def imported(node: ast.AST) -> list[str]:
    """Names of the modules that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


@pytest.mark.parametrize(
    "source",
    [
        'find({"a": {"$not": {"$gt": 1}}})',
        'condition["tags"] = {"$ne": "x"}',
        'condition["$not"] = {}',
        'aggregate([{"$group": {"_id": {"a": "$a", "b": "$b"}}}])',
        'aggregate([{"$lookup": {}}])',
        'aggregate([{"$bucketAuto": {}}])',
        'update_one({"_id": 1}, [{"$set": {"a": 1}}])',
        'UpdateOne({"_id": 1}, [{"$set": {"a": 1}}])',
        "collection.count_documents({})",
        'ReplaceOne({"_id": 1}, {"a": 1})',
    ],
)
def test_the_check_sees_what_it_should(source: str) -> None:
    assert faults_of(source)


@pytest.mark.parametrize(
    "source",
    [
        'find({"a": {"$in": [1]}, "b": {"$gte": 1, "$lt": 2}})',
        'aggregate([{"$group": {"_id": "$state", "n": {"$sum": 1}}}])',
        'update_one({"_id": 1}, {"$set": {"a": [1]}, "$inc": {"n": 1}})',
    ],
)
def test_the_check_lets_pass_what_holds(source: str) -> None:
    assert faults_of(source) == []
