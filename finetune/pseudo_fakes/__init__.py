"""Real pictures altered in known ways, and the networks that alter them.

`alterations` makes a pseudo-fake, `generators` holds the networks (`autoencoders` trains the ones of our own, `taef2`
reads a published one), and `written_set` writes a set of pseudo-fakes to disk.

`artifacts` makes an artifact of a known name and place, or its control: with `latent_artifacts`, `text_artifacts`,
`scene_artifacts` and `surface_artifacts`. `artifact_places` finds the place and says it in words.
"""

from .alterations import GENERATIVE, KINDS, LOCAL, Alteration, Generator, PseudoFake, make

__all__ = ["GENERATIVE", "KINDS", "LOCAL", "Alteration", "Generator", "PseudoFake", "make"]
