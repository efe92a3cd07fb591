"""Keeps the page to this machine: no other site in the same browser may play along."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from zibot.rehearsal.errors import ApiError

Endpoint = Callable[[Request], Awaitable[Response]]
_HOSTS = ("127.0.0.1", "localhost", "::1")


def own_page(request: Request) -> bool:
    """Whether this machine's own page asks, and no page of another site that the browser shows besides."""
    host = request.headers.get("host", "")
    if urlsplit(f"//{host}").hostname not in _HOSTS:
        return False
    origin = request.headers.get("origin")
    return origin is None or origin == f"{request.url.scheme}://{host}"


def guarded(endpoint: Endpoint) -> Endpoint:
    """Only for the own page; what it asks wrongly is answered with 400 or 404, not with a traceback."""

    async def inner(request: Request) -> Response:
        if not own_page(request):
            return Response("only from this machine's own page", 403)
        try:
            return await endpoint(request)
        except ApiError as error:
            return JSONResponse({"problem": error.description}, 400)
        except LookupError:
            return JSONResponse({"problem": "not found"}, 404)
        except (ValueError, TypeError, RuntimeError, AssertionError) as error:
            return JSONResponse({"problem": str(error)}, 400)

    return inner
