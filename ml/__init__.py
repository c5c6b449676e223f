"""What the product makes of a sentence: kind, feeling, urgency, theme.

Nothing here knows the service: `ml` never imports `voc`. The service uses `ml.pipeline` alone.
The road of a text: `text` (make it safe) → `language` → `encoder` and `ngrams` → `embedding`
(one unit vector) → `classify` (heads) → `themes` (`cluster` finds them, `naming` names them).
`train` fits the weights under `weights/`, `evaluate` measures them and writes `README.md`.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read once, when numpy is imported; why: `ml.threads`
