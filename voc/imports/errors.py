"""What can be wrong with a whole file; a single bad row is `Rejected` instead."""

from voc.errors import VocError


class UnreadableFile(VocError):
    """The file as a whole cannot be read as a table."""

    slug, title, status = "unreadable-file", "This file cannot be read", 422

    def for_page(self) -> str:
        """The detail for a reader who has no command line."""
        return self.detail


class EmptyFile(UnreadableFile):
    """There is nothing in it, or nothing but a header."""

    slug, title = "empty-file", "This file is empty"


class NotATable(UnreadableFile):
    """A spreadsheet, a document, a web page: something other than CSV, TSV or JSONL."""

    slug, title = "not-a-table", "This is not a CSV, TSV or JSONL file"


class BadHeader(UnreadableFile):
    """The first line does not name the columns once each."""

    slug, title = "bad-header", "The header line is not usable"


class WrongEncoding(UnreadableFile):
    """Bytes that are not text in the given encoding; `values` has `line`, `byte` and the bare `fact`."""

    slug, title = "wrong-encoding", "This file is in another encoding"

    def for_page(self) -> str:
        """The fact, and a remedy without options of a command."""
        return f"{self.values.get('fact', 'This is not UTF-8 text.')} Save the file as UTF-8 and import it again."


class BrokenGzip(UnreadableFile):
    """The gzip stream is damaged or cut off; rows before the damage were delivered."""

    slug, title = "broken-gzip", "This gzip file is damaged"


class UnpacksTooLarge(UnreadableFile):
    """The gzip stream unpacks to far more than such a file would."""

    slug, title = "unpacks-too-large", "This gzip file unpacks to too much"


class UnknownColumn(VocError):
    """A named column does not exist, or none could be recognised; `values` has `columns`."""

    slug, title, status = "unknown-column", "No such column", 422


class UnknownPreset(VocError):
    """No preset has that name, or the file is no export of that program."""

    slug, title, status = "unknown-preset", "No such preset", 422


class BadTimezone(VocError):
    """No time zone has that name."""

    slug, title, status = "bad-timezone", "No such time zone", 422


class ServiceUnreachable(VocError):
    """Nobody answers, or answers only that it cannot now."""

    slug, title, status, transient = "service-unreachable", "The service does not answer", 503, True


class KeyRefused(VocError):
    """The API key is missing, unknown or may not write feedback."""

    slug, title, status = "key-refused", "The key was refused", 401


class RequestRefused(VocError):
    """The service answered something that repeating would not change."""

    slug, title, status = "request-refused", "The service refused the import", 502


class RejectsNotWritable(VocError):
    """There is no place for the rejected rows; nothing is dropped in silence."""

    slug, title = "rejects-not-writable", "The rejected rows cannot be written"
