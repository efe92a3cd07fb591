"""What a call is refused with: the real server's codes and sentences."""

from typing import Any


class ApiError(Exception):
    """A refusal as the Bot API words it; `fault` marks those that only a wrong program can cause."""

    def __init__(self, code: int, description: str, *, fault: bool = False, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.fault = fault
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON object that goes over the wire."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad(text: str, **parameters: Any) -> ApiError:
    """A 400 that may befall a correct bot, such as a message deleted meanwhile."""
    return ApiError(400, f"Bad Request: {text}", **parameters)


def wrong(text: str) -> ApiError:
    """A 400 that only a mistake in the bot's code can cause; it is also counted as a violation."""
    return ApiError(400, f"Bad Request: {text}", fault=True)


def forbidden(text: str) -> ApiError:
    """A 403: the bot may not write there."""
    return ApiError(403, f"Forbidden: {text}")


def too_many(seconds: int) -> ApiError:
    """A 429 with the seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
