"""Hashing passwords as in earnest, only with less work: tests sign in a thousand times."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickHasher(Argon2PasswordHasher):
    """Argon2 at its cheapest."""

    time_cost, memory_cost, parallelism = 1, 8, 1
