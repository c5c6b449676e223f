"""Write `ml/MODEL_CARD.md` from the table of sources, so that the two never disagree."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ml.checkpoints import MINILM
from ml.train.corpora import SOURCES

_HEAD = f"""# Model card

What `ml/weights` holds, what it was fitted on, and what it should not be used for.
Written by `python -m ml.train`; change `ml/train/card.py` and `ml/train/corpora.py`, not this page.

## Parts

| part | what it is | size |
|---|---|---|
| `english/` | {MINILM.name}, {MINILM.revision}, {MINILM.licence}, trained on: its vectors held, feelings and kinds \
learnt beside them; int8 | 23 MB |
| `korean/` | its layers with 16,000 Korean tokens, trained on over translations, int8 | 17 MB |
| `heads.npz` | logistic regressions for kind and sentiment over hashed n-grams and the vector | 1.9 MB |
| urgency | a published rule, `ml/classify/urgency.py`; nothing fitted | |

The weights are under the repository's licence, Apache-2.0. No sentence of any source is in the repository.

## What trained them

Rule: sources under a non-commercial licence, or said elsewhere to be, and sources of developers' talk with an
unclear licence are measured on and never fitted. Sources for which nobody states a licence are public reviews;
fitted weights keep word statistics of them and no text. Whoever wants none of them fits the heads again after
setting `trains=False` in `ml/train/corpora.py`.

| source | licence as stated | used for | fitted |
|---|---|---|---|
"""

_TAIL = """
## Limits

- Kinds in Korean rest on 554 rows labelled by one annotator; everything else is labelled by rules about grammar and
  stars. The figures come from cross-validation on those rows and flatter a real stream, whose rows often mix kinds.
- English `question` and `other` are thin: no public set has them cleanly; banking questions, small talk and phrases
  of our own stand in.
- Sentiment is learned from stars of app and film reviews; irony, and a 5-star review that holds a request, mislead it.
- Urgency follows a list of cues in two languages; it is a sorting aid, no alarm.
- Languages other than Korean and English go through the English network and heads, poorly.
- App reviews are most of the data: names of apps and their features weigh more than they would elsewhere.
"""


def write(path: Path, pairs: Mapping[tuple[str, str], int]) -> None:
    """Write the card.

    Args:
        path: of the page.
        pairs: translation pairs fitted per (source, licence).
    """
    lines = [
        f"| {name} | {s.licence} | {s.used_for} | {'yes' if s.trains else '**no**'} |" for name, s in SOURCES.items()
    ]
    lines += [
        f"| {name} | {licence} | Korean encoder, {count:,} pairs | yes |"
        for (name, licence), count in sorted(pairs.items())
    ]
    path.write_text(_HEAD + "\n".join(lines) + "\n" + _TAIL, encoding="utf-8")
