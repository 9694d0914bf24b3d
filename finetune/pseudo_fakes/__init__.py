"""Real pictures altered in known ways, and the networks that alter them.

`alterations` makes a pseudo-fake, `generators` holds the networks (`autoencoders` trains the ones of our own), and
`written_set` writes a set of pseudo-fakes to disk.
"""

from .alterations import GENERATIVE, KINDS, LOCAL, Alteration, Generator, PseudoFake, make

__all__ = ["GENERATIVE", "KINDS", "LOCAL", "Alteration", "Generator", "PseudoFake", "make"]
