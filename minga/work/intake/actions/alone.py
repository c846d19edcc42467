"""One writer at a time for each organisation's lists."""

from minga.foundation.core.turns import take_turn


def alone(organisation: str) -> None:
    """Wait until no other process writes this organisation's lists; until the transaction ends.

    Two files of one organisation may name the same person, whom it must register once. Lists of
    different organisations do not wait for each other.
    """
    take_turn(f"intake/{organisation}")
