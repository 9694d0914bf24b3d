"""Files of strangers are read in a process of their own, with bounded memory and time and without a network.

`reader_pool` keeps the processes, `reader_process` is what runs in them, `picture_reader` what they do with a file,
`confinement` takes their rights away, and `wire` is how they talk. Nothing is pickled.
"""

from .reader_pool import Limits, ReaderPool, SandboxError

__all__ = ["Limits", "ReaderPool", "SandboxError"]
