"""Every write about people: registering, correcting, households, consent, erasing."""

from minga.register.people.actions.erasing import erase, erase_all
from minga.register.people.actions.registering import NewRegistration, register

__all__ = ["NewRegistration", "erase", "erase_all", "register"]
