"""Train the Korean encoder: it places Korean where the English encoder places the translation.

Four steps, each a module: `pairs` chooses translations, `vocabulary` cuts Korean into tokens, `token_vectors` learns
where each token alone belongs (a gated mean of vectors, minutes), and `network` gives those tokens to the English
encoder's own layers and trains them on. Starting there pays: without a step of training the layers, which know how
meaning is put together, are ahead of the gated mean (KorSTS .698 against .683).

Source:
    Reimers and Gurevych, "Making Monolingual Sentence Embeddings Multilingual using Knowledge Distillation", EMNLP
    2020; Minixhofer et al., "WECHSEL: Effective initialization of subword embeddings", NAACL 2022.
"""
