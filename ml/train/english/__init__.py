"""Train the English encoder on: its vectors stay, and beside them it learns to tell feelings and kinds.

Vectors that put like subjects side by side say little about feelings and kinds (app reviews .86 by a regression on
them and on words). All layers learn them together here, from reviews with stars and from labelled feedback, while the
vectors are held where the teacher's lie, so that likeness, themes and the Korean network beside it lose nothing.

`batches` says what one step sees, `network` trains, `reading` runs a network over many texts, `progress` measures on
development data, `fitting` leads from the teacher to the exported network.

Source:
    Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network", 2015; Caruana, "Multitask Learning",
    Machine Learning 28, 1997.
"""
