"""How many questions a model is asked about the artifacts that it names; no library is loaded for this."""

from __future__ import annotations

MOST = 8  # artifacts of a model that are checked
DESCRIBING = 2  # questions by which a model describes the picture
CHECKS = 3  # about an artifact: whether it is here, whether this is free of it, whether it is elsewhere
CROSS = 2  # put to another model about it: whether it is here, whether this is free of it
# In the worst case no cue was asked before, and no place is given.
QUESTIONS = DESCRIBING + MOST + MOST + CHECKS * MOST
QUESTIONS_OF_TWO = 2 * (QUESTIONS + CROSS * MOST)
