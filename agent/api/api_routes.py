"""The HTTP API: its addresses, and what each takes and answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import PureWindowsPath
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, HTTPException, Path, Query, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException as AnyHTTPException

from ..casebook import Reply
from ..evidence import Region
from ..file_bytes import MAX_BYTES
from ..reasoning.weighing.claim import checked
from ..text import one_line
from .api_gate import HEALTH, TAKES_PICTURES
from .api_types import ExaminationState, Failure, Health, MapLink, Question, Versions
from .examination_store import Entry, Examinations, FullError, UnfinishedError, map_name, reason_of

_ABOUT = (
    "Is this picture real, and what gives it away? Evidence, weighed and cited. Text between “ and ” in a sentence was "
    "written by somebody else, such as the author of the file, and is quoted."
)
_LOOKED = 0.1  # seconds between two looks whether an examination is finished
_SWEPT = 30.0  # seconds between two searches for what has expired
_LATER = {"retry-after": "30"}  # seconds
_GONE = "there is no such examination, or it is not kept any more"
_MESSAGE = 300  # characters
_REASONS = {
    401: "the token is missing or wrong",
    403: "the request comes from another site",
    404: _GONE,
    409: "the examination is not done",
    411: "the length of the message is missing",
    413: "the message is too long",
    421: "the server is not known by that name",
    422: "what was sent can't be used",
    429: "too much was uploaded",
    500: "a fault of the server",
    503: "too many pictures wait, there is no room for one more, or something is not set up",
}
Id = Annotated[str, Path(description="as `POST /v1/examinations` gave it", max_length=100)]


def build(examinations: Examinations, versions: Callable[[], Mapping[str, str]], *, token: bool) -> FastAPI:
    """The application, without what stands before it.

    Args:
        examinations: where pictures go.
        versions: of every tool, head and model in use.
        token: whether requests have to bear a token, for the description.
    """

    @asynccontextmanager
    async def swept(app: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(_sweep(examinations))
        yield
        task.cancel()

    app = FastAPI(
        title="Telltale",
        description=_ABOUT,
        version=version("telltale"),
        lifespan=swept,
        docs_url=None,  # these pages load their scripts from other hosts
        redoc_url=None,
        responses=_failures(401, 403, 421, 422, 500),
    )
    app.add_exception_handler(AnyHTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(Exception, _failed)
    bearer = [Depends(HTTPBearer(auto_error=False, description="the token of the server"))] if token else []
    _add_examinations(app, examinations, bearer)
    _add_results(app, examinations, bearer)

    @app.get("/v1/versions", dependencies=bearer)
    def tools() -> Versions:
        """Every tool, head and model in use."""
        return Versions(versions={"telltale": app.version, **versions()})

    @app.get(HEALTH)
    async def health() -> Health:
        """Whether the server answers; needs no token."""
        return Health()

    return app


def _add_examinations(app: FastAPI, examinations: Examinations, bearer: list[Any]) -> None:
    """Add what takes a picture in, says how far it is, and deletes it."""

    @app.post(
        TAKES_PICTURES,
        status_code=202,
        dependencies=bearer,
        responses={200: {"model": ExaminationState, "description": "finished"}, **_failures(411, 413, 429, 503)},
    )
    async def examine(
        request: Request,
        response: Response,
        file: UploadFile,
        claim: Annotated[str | None, Form(description="what the picture is meant to show")] = None,
        claim_region: Annotated[
            str | None, Form(description="the part that the claim is about: `X,Y,W,H` in pixels", max_length=60)
        ] = None,
        wait: Annotated[bool, Query(description="answer when it is finished; a failure is then an error")] = False,
    ) -> ExaminationState:
        """Examine a picture of at most 64 MB."""
        data = await file.read(MAX_BYTES + 1)
        try:
            told = checked(claim) if claim is not None else None
            part = None if claim_region is None else Region.parsed(claim_region, "claim_region: this")
        except ValueError as error:
            raise HTTPException(422, reason_of(error)) from None
        if part is not None and told is None:
            raise HTTPException(422, "claim_region needs a claim; say in claim what that part is said to show")
        user = request.client.host if request.client else ""
        try:
            entry = await run_in_threadpool(examinations.start, data, _name(file), user, told, part)
        except FullError:
            reason = "too many pictures are waiting; try again later"
            raise HTTPException(503, reason, _LATER) from None
        except OSError as error:  # there is no room for the picture
            raise HTTPException(503, f"this picture can't be kept here: {reason_of(error)}", _LATER) from None
        del data  # it lies in a file; a picture that waits takes no memory
        response.headers["location"] = f"{TAKES_PICTURES}/{entry.id}"
        if wait:
            await _finished(request, examinations, entry)
            response.status_code = 200
        return _state(examinations, entry)

    @app.get(TAKES_PICTURES + "/{id}", dependencies=bearer, responses=_failures(404))
    async def look(id: Id) -> ExaminationState:
        """How far an examination is, and what was found when it is done."""
        return _state(examinations, _kept(examinations, id))

    @app.delete(TAKES_PICTURES + "/{id}", status_code=204, dependencies=bearer, responses=_failures(404))
    def delete(id: Id) -> None:
        """Delete an examination with its picture; one in work is stopped."""
        try:
            examinations.remove(id)
        except KeyError:
            raise HTTPException(404, _GONE) from None


def _add_results(app: FastAPI, examinations: Examinations, bearer: list[Any]) -> None:
    """Add the maps of an examination, and questions about it."""

    @app.get(
        TAKES_PICTURES + "/{id}/maps/{name}.png",
        dependencies=bearer,
        response_class=FileResponse,
        responses={200: {"content": {"image/png": {}}}, **_failures(404, 409, 503)},
    )
    def show(id: Id, name: str) -> FileResponse:
        """A map, laid over the picture."""
        entry = _kept(examinations, id)
        try:
            return FileResponse(examinations.map_file(entry, name), media_type="image/png")
        except KeyError:
            raise HTTPException(404, "the examination has no such map; its state lists them") from None
        except UnfinishedError as error:
            raise HTTPException(409, reason_of(error)) from None
        except (ValueError, FileNotFoundError):
            raise HTTPException(404, _GONE) from None
        except OSError as error:
            raise HTTPException(503, f"the maps can't be drawn here: {reason_of(error)}", _LATER) from None

    @app.post(TAKES_PICTURES + "/{id}/questions", dependencies=bearer, responses=_failures(404, 409, 413, 503))
    def ask(id: Id, question: Question) -> Reply:
        """Answer a question about an examined picture, in sentences with citations; the verdict stays as it is."""
        entry = _kept(examinations, id)
        try:
            return examinations.ask(entry, question.question, question.box)
        except UnfinishedError as error:
            raise HTTPException(409, reason_of(error)) from None
        except (ValueError, OSError) as error:
            raise HTTPException(503, f"this question can't be answered: {reason_of(error)}") from None


async def _finished(request: Request, examinations: Examinations, entry: Entry) -> None:
    """Wait until an examination is finished.

    Raises:
        HTTPException: if it failed, or whoever asked is gone; either way it is not kept.
    """
    while not entry.finished.is_set():
        if await request.is_disconnected():
            with suppress(KeyError):
                examinations.remove(entry.id)
            raise HTTPException(408, "whoever asked is gone")
        await asyncio.sleep(_LOOKED)
    if entry.record is None:
        with suppress(KeyError):  # it was deleted in between
            examinations.remove(entry.id)
        raise HTTPException(500 if entry.fault else 422, entry.error or _GONE)


def _kept(examinations: Examinations, key: str) -> Entry:
    try:
        return examinations.get(key)
    except KeyError:
        raise HTTPException(404, _GONE) from None


def _state(examinations: Examinations, entry: Entry) -> ExaminationState:
    state, finished = entry.state, entry.finished.is_set()
    place, seconds = examinations.place(entry) if state == "waiting" else (None, None)
    done = finished and entry.record is not None
    path = f"{TAKES_PICTURES}/{entry.id}/maps"
    return ExaminationState(
        id=entry.id,
        state=state,
        place=place,
        wait_seconds=seconds,
        stages=tuple(entry.stages),
        error=entry.error if finished else None,
        maps=tuple(MapLink(name=name, path=f"{path}/{map_name(name)}.png") for name in entry.maps) if done else (),
        kept_until=datetime.now(UTC) + timedelta(seconds=examinations.seconds) if finished else None,
        record=entry.record if done else None,
    )


def _name(file: UploadFile) -> str:
    """What a file is called, without the folders of whoever sent it."""
    return one_line(PureWindowsPath(file.filename or "").name or "picture")


async def _sweep(examinations: Examinations) -> None:
    while True:
        await asyncio.sleep(min(_SWEPT, examinations.seconds))
        await run_in_threadpool(examinations.expire)


def _failures(*codes: int) -> dict[int | str, dict[str, Any]]:
    return {code: {"model": Failure, "description": _REASONS[code]} for code in codes}


def _error(status: int, reason: object, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(Failure(error=one_line(reason, _MESSAGE)).model_dump(), status, headers)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AnyHTTPException)
    return _error(error.status_code, error.detail, error.headers)


async def _misread(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [f"{'.'.join(map(str, each['loc'][1:])) or each['loc'][0]}: {each['msg']}" for each in error.errors()]
    return _error(422, "; ".join(faults))


async def _failed(request: Request, error: Exception) -> JSONResponse:
    return _error(500, f"a fault of the server ({type(error).__name__}); other requests are not affected")
