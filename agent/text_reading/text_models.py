"""The two models that find and read text, as sessions of onnxruntime on files that `model setup` has checked.

They are PP-OCRv6 small (Apache-2.0). No code of the package that carries them is run, and nothing is fetched here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..perception import weights

_SILENT = 4  # of onnxruntime's levels: fatal errors alone
_SPACE = " "


class TextModelsMissingError(ValueError):
    """The models are not set up; the message is one line with a fix."""


@dataclass(frozen=True, slots=True)
class TextModels:
    """What finds lines, what reads them, and the characters that the second knows; index 0 is CTC's blank."""

    finder: Any
    reader: Any
    characters: tuple[str, ...]

    def find(self, picture: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probability of text, float32 [h, w], in a picture [1, 3, h, w]; h and w are multiples of 32."""
        return self.finder.run(None, {self.finder.get_inputs()[0].name: picture})[0][0, 0]

    def read(self, line: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probability of each character, float32 [T, C], in a line [1, 3, 48, w]; T is about w / 8."""
        return self.reader.run(None, {self.reader.get_inputs()[0].name: line})[0][0]


@cache
def load() -> TextModels:
    """The models, loaded once for the process.

    Raises:
        TextModelsMissingError: if they are not set up.
    """
    folder = weights.text_folder()
    if not weights.is_set_up(folder):
        raise TextModelsMissingError(
            "the models that read text are not set up or damaged; run `telltale model setup` (27 MB, once)"
        )
    finder, reader = (_session(str(folder / name)) for name in weights.TEXT_FILES)
    known = reader.get_modelmeta().custom_metadata_map["character"].splitlines()
    return TextModels(finder, reader, ("", *known, _SPACE))


def versions() -> dict[str, str]:
    """The models by name, with the digest of their files; empty if they are not set up."""
    folder = weights.text_folder()
    return {"model:text": weights.digest(folder)} if weights.is_complete(folder) else {}


def _session(file: str) -> Any:
    """A session on the processor that says nothing and whose threads do not spin while they wait."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = _SILENT
    options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS") or 0)  # 0: one for each core
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
