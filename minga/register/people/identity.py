"""What names somebody; the vault itself opens to this room alone, and never unlogged."""

from minga.register.vault.actions import IdentityFields, open_identity, open_names

__all__ = ["IdentityFields", "open_identity", "open_names"]
