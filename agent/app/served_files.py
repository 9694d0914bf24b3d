"""Pictures that the page shows, under addresses that nobody can guess, and the files that the page itself needs."""

from __future__ import annotations

import os
import secrets
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

ASSETS = Path(__file__).parent / "assets"
PICTURES, OWN = "/shown", "/own"  # paths on the server
_MOST = 4_000  # pictures that are kept on the disk; the oldest goes first


class ServedFiles:
    """Pictures on the disk, each under an address of its own. Its methods may be called from several threads.

    Attributes:
        fault: why the last picture could not be written; None if it could.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.fault: OSError | None = None
        self._files: OrderedDict[str, Path | Callable[[], Image.Image]] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, picture: Image.Image) -> str:
        """The address of a picture, which is written without loss.

        If it can't be written, there is nothing at its address: what was measured is not given up for a picture of it.
        """
        try:
            file = self.written(picture)
        except OSError as error:
            self.fault = error

            def refuse(error: OSError = error) -> Image.Image:
                raise error

            return self._named(refuse)
        self.fault = None
        return self._named(file)

    def later(self, make: Callable[[], Image.Image]) -> str:
        """The address of a picture that is made when it is first asked for."""
        return self._named(make)

    def opened(self, address: str) -> Image.Image:
        """The picture at an address.

        Raises:
            KeyError: if it was removed.
        """
        from PIL import Image

        return Image.open(self._path(address.rpartition("/")[2]))

    def routes(self) -> list[BaseRoute]:
        """Where the server gives them out, and its own scripts."""
        from starlette.responses import FileResponse, PlainTextResponse
        from starlette.routing import Mount, Route
        from starlette.staticfiles import StaticFiles

        def give(request: Request) -> Response:
            try:
                path = self._path(request.path_params["name"])
            except (KeyError, ValueError, OSError):  # a picture that is made when it is asked for may be unreadable
                return PlainTextResponse("There is no such picture, or it was removed.", 404)
            return FileResponse(path, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

        return [Route(f"{PICTURES}/{{name}}", give), Mount(OWN, StaticFiles(directory=ASSETS))]

    def written(self, picture: Image.Image) -> Path:
        """A picture in a file of its own, in the folder that is deleted with the server."""
        own = os.environ.get("GRADIO_TEMP_DIR")
        folder = own if own and Path(own).is_dir() else tempfile.gettempdir()
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".png", delete=False) as file:
            try:
                picture.save(file, "PNG", compress_level=1)
            except OSError:
                Path(file.name).unlink(missing_ok=True)
                raise
        return Path(file.name)

    def _named(self, picture: Path | Callable[[], Image.Image]) -> str:
        name = f"{secrets.token_urlsafe(24)}.png"
        with self._lock:
            self._files[name] = picture
            gone = [self._files.popitem(last=False)[1] for _ in range(len(self._files) - _MOST)]
        for each in gone:
            if isinstance(each, Path):
                each.unlink(missing_ok=True)
        return f"{PICTURES}/{name}"

    def _path(self, name: str) -> Path:
        with self._lock:
            file = self._files[name]
        if not isinstance(file, Path):  # two visitors at once make it twice, which does no harm
            file = self.written(file())
            with self._lock:
                self._files[name] = file
        return file
