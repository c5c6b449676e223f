"""Writes files as programs export them."""

import csv
import io
import json


def table(columns, *rows, encoding="utf-8"):
    """A table as a program's export writes it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns.split("|"))
    writer.writerows(row.split("|") for row in rows)
    return file.getvalue().encode(encoding)


def lines(*records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def document(value, **how):
    return json.dumps(value, ensure_ascii=False, **how).encode()
