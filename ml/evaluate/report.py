"""Figures to a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ml.evaluate.results import Measured

_NOTES = Path(__file__).with_name("notes.md")
"""What a person saw when reading the results; kept beside the code, printed under the figures."""

_HEAD = """\
# What the model scores

Model `{version}`. Written by `python -m ml.evaluate`; change the code, not this page.
Sources and licences: [MODEL_CARD.md](MODEL_CARD.md).

```sh
pip install -e '.[train,bench]'              # without bench, peers are "not installed"
python -m ml.evaluate --data ../shared/data  # measures what is not measured yet for this model and this code
python -m ml.evaluate --only clustering      # measures one part again (--only may be repeated)
python -m ml.evaluate --only distributed --distributed 100000  # with more texts than the sets hold
python -m ml.evaluate --again                # measures everything again, peers included
python -m tests.bench encode                 # speed, start and memory beside sentence-transformers, in processes apart
python -m tests.bench analyse                # a whole worker beside sentence-transformers' embedding alone
python -m tests.bench faq                    # questions grouped and answered again; checks of drafts
```

*Floor*: what anyone would try first, measured in the same run: word and character TF-IDF with logistic regression for
kinds and sentiment; character TF-IDF cosine for likeness and retrieval; for themes character TF-IDF (SVD to 128) with
k-means, which is told the true number of themes. *Peer*: sentence-transformers with all-MiniLM-L6-v2; for themes
BERTopic four times: with its defaults / with its outliers reassigned / with `min_topic_size` scaled to the number of
texts / with both (see `ml/evaluate/peers/topics.py`), each given the same vectors as ours. Texts without a theme count
as one theme that they share. Figures of themes are for `ThemeFinder`; *with names* is what `voc analyse` does with
the same texts.
"""


def page(parts: Mapping[str, Measured], missing: Sequence[str], version: str) -> str:
    """The whole `ml/README.md`.

    Args:
        parts: what was measured, in order.
        missing: parts that were not.
        version: of the model.
    """
    head = [_HEAD.format(version=version), *_warnings(parts, missing)]
    return "\n".join([*head, table(parts), "", _NOTES.read_text("utf-8")])


def table(parts: Mapping[str, Measured]) -> str:
    """The figures of some parts, in Markdown."""
    lines = ["| measured | figure | floor | peer | remarks |", "|---|---|---|---|---|"]
    for name, measured in parts.items():
        lines.append(f"| **{name}** | | | | |")
        lines += [f"| {f.what} | {f.value} | {f.floor} | {f.peer} | {f.note} |" for f in measured.figures]
    return "\n".join(lines)


def _warnings(parts: Mapping[str, Measured], missing: Sequence[str]) -> list[str]:
    old = [name for name, measured in parts.items() if not measured.current]
    warnings = [f"Measured before the code changed: {', '.join(old)}."] if old else []
    warnings += [f"Not measured for this model: {', '.join(missing)}."] if missing else []
    return [*warnings, ""] if warnings else []
