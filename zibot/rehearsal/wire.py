"""How things go over the wire: calls as they come in, answers whole, torn, cut off or dribbling."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from zibot.rehearsal.args import Args, Upload
from zibot.rehearsal.errors import ApiError, wrong
from zibot.rehearsal.faults import Torn, Trickle

_LARGEST_CALL = 60 * 1024 * 1024
_JSON = "application/json"
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


async def read(request: Request) -> Args:
    """The parameters of a call: query and body, JSON, form or multipart."""
    values: dict[str, Any] = _form(request.scope["query_string"])
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if int(request.headers.get("content-length") or 0) > _LARGEST_CALL:
        raise ApiError(413, "Request Entity Too Large")
    if kind == _JSON:
        values |= _json(await request.body())
    elif kind == "application/x-www-form-urlencoded":
        values |= _form(await request.body())
    elif kind == "multipart/form-data":
        async with request.form(max_part_size=16 * 1024 * 1024) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    uploads[name] = Upload(value.filename or name, await value.read(), value.content_type)
                else:
                    values[name] = value
    return Args(values, uploads)


def _form(body: bytes) -> dict[str, Any]:
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)) if body else {}


def _json(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError as error:
        raise wrong("can't parse request body as JSON object") from error
    if not isinstance(parsed, dict):
        raise wrong("can't parse request body as JSON object")
    return parsed


def granted(result: str) -> Response:
    """A result, given as JSON."""
    return Response(f'{{"ok":true,"result":{result}}}', media_type=_JSON)


def refused(error: ApiError) -> Response:
    """A refusal, with Retry-After where there is a time to wait."""
    wait = error.parameters.get("retry_after")
    return Response(encode(error.body()), error.code, {"Retry-After": str(wait)} if wait else None, _JSON)


def torn(outcome: Torn) -> Response:
    """What is no answer of the API."""
    return Response(outcome.body, outcome.status, media_type=outcome.media_type)


def cut(request: Request, start: bytes = b"", promised: int = 0) -> Response:
    """Breaks the connection off, after `start` out of `promised` bytes if something is promised."""
    # uvicorn hands its request cycle over as the bound `receive`; no public way leads to the transport.
    transport = getattr(getattr(request.receive, "__self__", None), "transport", None)

    async def pieces() -> AsyncIterator[bytes]:
        yield start
        if transport is not None:
            transport.close()  # sends what is written, then hangs up

    if not promised:
        if transport is not None:
            transport.abort()
        return Response(status_code=503)
    return StreamingResponse(pieces(), headers={"Content-Length": str(promised)})


def dribble(data: bytes, trickle: Trickle) -> Response:
    """The whole of it, in small pieces with pauses between them."""

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(data), trickle.piece):
            if start:
                await asyncio.sleep(trickle.pause)
            yield data[start : start + trickle.piece]

    return StreamingResponse(pieces(), headers={"Content-Length": str(len(data))})
