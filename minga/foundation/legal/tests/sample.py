"""A legal record that is whole, of a programme that was made up."""

from typing import Any


def whole(**change: Any) -> dict[str, Any]:
    """The record as a file says it."""
    kept = {"months": 60, "after": "the case is closed", "why": "the law of archives"}
    return {
        "controller": {"name": "Minga", "address": "Quito", "contact": "datos@example.org"},
        "purposes": {
            "referral": {
                "title": {"es": "Derivar", "en": "Referring"},
                "basis": "consent",
                "law": "LOPDP art. 8",
            }
        },
        "retention": dict.fromkeys(("identities", "cases", "raw_lists", "log"), kept),
        "sharing_protocol": {
            "title": "Protocolo",
            "signed_on": "2014-01-31",
            "parties": ["Minga", "Ministerio"],
            "kept_at": "archivo 3",
        },
        "impact_assessment": {
            "done_on": "2014-01-31",
            "done_by": "oficina",
            "kept_at": "archivo 3",
        },
        **change,
    }
