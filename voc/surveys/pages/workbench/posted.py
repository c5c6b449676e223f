"""What a form brought: text, and files that wait to be kept."""

from litestar.datastructures import FormMultiDict, UploadFile

LONGEST_CHARACTERS = 20_000
"""Of one field; what is longer is cut before the models refuse it."""


class Fields:
    """A form's fields as text, and its chosen files by the name of their field."""

    def __init__(self, form: FormMultiDict) -> None:
        self._all: dict[str, list[str]] = {}
        self.files: dict[str, UploadFile] = {}
        for name, value in form.multi_items():
            if isinstance(value, str):
                self._all.setdefault(name, []).append(value.replace("\r\n", "\n")[:LONGEST_CHARACTERS])
            elif isinstance(value, UploadFile) and value.filename:
                self.files[name] = value

    def one(self, name: str, default: str = "") -> str:
        """The last value of a field."""
        return self._all.get(name, [default])[-1]

    def many(self, name: str) -> list[str]:
        """All values of a field, in the order of the form."""
        return self._all.get(name, [])

    def put(self, name: str, at: int, value: str) -> None:
        """Let the field of that name at place `at` say something else; outside means unchanged."""
        values = self._all.get(name, [])
        values[at : at + 1] = [value] if at < len(values) else []

    def has(self, name: str) -> bool:
        """Whether the form has the field at all; an open box to tick has none."""
        return name in self._all


def number_in(text: str) -> int | float | None:
    """A number as people type it; None where it is none."""
    try:
        number = float(text.strip().replace(",", ""))
    except ValueError:
        return None
    if number != number or abs(number) > 1e15:
        return None
    return int(number) if number.is_integer() else number
