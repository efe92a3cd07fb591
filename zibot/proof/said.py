"""What else a fact says, read from its payload."""

import json
from typing import Any

from zibot.storage.ledger import Fact


def said(fact: Fact) -> dict[str, Any]:
    """Its payload; empty where that is no JSON object."""
    try:
        found = json.loads(fact.payload)
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
