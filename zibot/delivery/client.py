"""The connection for calls and downloads: Telegram's library speaks through aiohttp, which costs a third of its own.

Until there is much to say the slim connection that asks for updates also makes the calls, and aiohttp is not loaded.
"""

import asyncio
import importlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from urllib.request import getproxies

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

if TYPE_CHECKING:
    import aiohttp

CONNECTIONS = 16
PATIENCE, UPLOAD_PATIENCE = 20.0, 60.0
"""Seconds that an answer, and one to an upload, may take."""
CONNECT_PATIENCE = 5.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class NotSent(NetworkError):
    """A call that certainly never reached Telegram."""


class Client(BaseRequest):
    """Makes requests by the slim connection at first, and by one of its own from the first download on."""

    def __init__(self, slim: BaseRequest | None = None) -> None:
        self._slim = slim
        self._session: aiohttp.ClientSession | None = None
        self._opening = asyncio.Lock()

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return PATIENCE

    async def initialize(self) -> None:
        """Nothing is opened before it is needed."""

    async def shutdown(self) -> None:
        """Close what was opened."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def hasten(self) -> None:
        """From now on there is much to say."""
        self._slim = None

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        """One request: the status of its answer and the content. Raises NotSent, TimedOut or NetworkError."""
        if self._slim is not None:
            return await self._slim.do_request(url, method, request_data, *args, **kwargs)
        session = self._session or await self._opened()
        uploads = bool(request_data and request_data.contains_files)
        wait = kwargs.get("read_timeout")
        seconds = wait if isinstance(wait, int | float) else UPLOAD_PATIENCE if uploads else PATIENCE
        import aiohttp  # noqa: PLC0415 - loaded by now

        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_PATIENCE, sock_read=seconds)
        try:
            headers = {} if uploads or request_data is None else FORM
            async with session.request(
                method, url, data=_body(request_data), headers=headers, timeout=timeout
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(f"{type(error).__name__}: {error}") from error
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error

    async def _opened(self) -> "aiohttp.ClientSession":
        async with self._opening:
            if self._session is None:
                aiohttp = await asyncio.to_thread(importlib.import_module, "aiohttp")
                trusted = await asyncio.to_thread(httpx.create_ssl_context)  # also where the system trusts nobody
                connector = aiohttp.TCPConnector(limit=CONNECTIONS, ssl=trusted)
                # To look for a proxy in the environment takes long, and it is done for each request.
                proxied = bool(getproxies())
                self._session = aiohttp.ClientSession(connector=connector, trust_env=proxied)
            return self._session


def _body(request_data: RequestData | None) -> Any:
    """Parameters as a form, files and all."""
    if request_data is None:
        return None
    if not request_data.contains_files:
        # Given as they are, aiohttp would take longer to write them out than to send them.
        return urlencode(request_data.json_parameters).encode()
    import aiohttp  # noqa: PLC0415 - loaded by now

    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
