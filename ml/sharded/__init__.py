"""`ml.themes` for a corpus that no one process holds.

Four steps, each a function of what the ones before have told; whoever calls them keeps that and
hands it on, and may run the second and the fourth in as many processes as there are shards:

1. `planned` and `dealt` say how finely each space and language is summed up, and which shard each text goes to;
2. `summed_up` tells what a shard holds, as micro-clusters;
3. a `Reducer` cuts the micro-clusters of all shards into themes, and describes them by a bounded sample of texts;
4. `placed` gives each text of a shard its theme.

What one process does to texts, the reducer does to micro-clusters, by the same code: ids carried,
what people decided kept (`ml.arranging`). A space and language with no more texts than one process
may look at is not summed up: there each text is a micro-cluster by itself.
"""

from ml.cluster.wording import Wording
from ml.grouping import Anchor
from ml.sharded.dealing import GroupPlan, dealt, planned
from ml.sharded.placing import Standing, placed
from ml.sharded.reducing import Reduced, Reducer, Sample
from ml.sharded.summing import Told, summed_up

__all__ = [
    "Anchor",
    "GroupPlan",
    "Reduced",
    "Reducer",
    "Sample",
    "Standing",
    "Told",
    "Wording",
    "dealt",
    "placed",
    "planned",
    "summed_up",
]
