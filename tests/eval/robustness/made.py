"""A model whose answers are known."""

import numpy as np
from PIL import Image
from telltale.eval.items import Reply
from telltale.eval.responders import PICTURES


class Brightness:
    """Believes that bright pictures are fake."""

    name, version, modalities, looks, at_once, as_whole = "brightness", "1", PICTURES, True, 1, False
    asked = 0

    def plan(self, items):
        return [[item] for item in items]

    def answer(self, batch, tokens):
        self.asked += len(batch)
        means = [float(np.asarray(Image.open(item.media[0]).convert("L")).mean()) for item in batch]
        odds = [(mean - 127.5) / 4 for mean in means]
        return [Reply(called="fake" if o > 0 else "real", p_fake=float(1 / (1 + np.exp(-o)))) for o in odds]
