"""What else a fact says, read from its payload, and when it was."""

import json
from datetime import datetime
from typing import Any

from zibot.storage.ledger import Fact, instant


def said(fact: Fact) -> dict[str, Any]:
    """Its payload; empty where that is no JSON object."""
    try:
        found = json.loads(fact.payload)
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def moment(fact: Fact) -> datetime | None:
    """When it happened, as a row tells the same instant."""
    return instant(fact.at)
