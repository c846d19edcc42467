"""What the database's roles may do with accounts and grants."""

APP_WRITES = {"app": ("SELECT", "INSERT", "UPDATE"), "backup": ("SELECT",)}
"""Nothing here is deleted, and whoever counts needs to know nothing about accounts."""

APP_ONLY = {"app": ("SELECT", "INSERT", "UPDATE", "DELETE")}
"""Short-lived: in no backup."""
