"""How logs are written: an event a line on standard error, as JSON for machines, in colours for people.

Standard output belongs to what a command answers. Tracebacks name lines and never show variables: those of a request
hold what customers said, keys and cookies.
"""

import logging
import sys

import structlog
from structlog.dev import ConsoleRenderer, plain_traceback
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import Processor

from voc.settings import Logs

_TRACEBACK = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False, max_frames=30))


def configure(logs: Logs) -> None:
    """Have every logger of this process write so."""
    as_json = logs.format == "json" or (logs.format is None and not sys.stderr.isatty())
    last: list[Processor] = (
        [_TRACEBACK, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if as_json
        else [ConsoleRenderer(exception_formatter=plain_traceback)]
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *last,
        ],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[logs.level.upper()]),
        cache_logger_on_first_use=False,
    )
