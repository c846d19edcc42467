"""What names somebody, on its way into the vault; the vault itself opens to this room alone."""

from minga.register.vault.actions import IdentityFields

__all__ = ["IdentityFields"]
