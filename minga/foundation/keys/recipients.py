"""Keys of people elsewhere, as age writes them: `age1…` is told to anybody, the other to nobody.

Written in Bech32 (BIP 173), whose checksum finds a mistyped character.
"""

from collections.abc import Iterable, Sequence

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from minga.foundation.core.errors import MendableError

PUBLIC, PRIVATE = "age", "age-secret-key-"
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
CHECKSUM = 6
"""How many letters it has."""


class RecipientError(MendableError):
    """A key that is none."""


def new_private() -> str:
    """A new private key, in words that a file holds."""
    return _written(PRIVATE, X25519PrivateKey.generate().private_bytes_raw()).upper()


def public_of(private: str) -> str:
    """The public key that belongs to a private one."""
    return _written(PUBLIC, read_private(private).public_key().public_bytes_raw())


def read_public(text: str) -> X25519PublicKey:
    """A public key, `age1…`. Raises RecipientError."""
    if text.strip().lower().startswith(PRIVATE):
        raise RecipientError("that is a private key: it stays with its owner; ask for `age1…`.")
    return X25519PublicKey.from_public_bytes(_read(PUBLIC, text, "a public key is `age1…`"))


def read_private(text: str) -> X25519PrivateKey:
    """A private key, alone or in a file with `#` comments. Raises RecipientError."""
    lines = [line.strip() for line in text.splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    if len(found) != 1:
        raise RecipientError(f"{len(found)} private keys were found where one is expected.")
    key = _read(PRIVATE, found[0], "a private key is `AGE-SECRET-KEY-1…`")
    return X25519PrivateKey.from_private_bytes(key)


def _written(kind: str, key: bytes) -> str:
    values = _regrouped(key, 8, 5)
    check = _remainder([*_of_kind(kind), *values, *[0] * CHECKSUM]) ^ 1
    values += [check >> 5 * (CHECKSUM - 1 - place) & 31 for place in range(CHECKSUM)]
    return f"{kind}1" + "".join(LETTERS[value] for value in values)


def _read(kind: str, text: str, expected: str) -> bytes:
    """The 32 bytes of a key. Raises RecipientError, without repeating what may be a secret."""
    written = text.strip()
    begin, _, rest = written.lower().rpartition("1")
    known = written in {written.lower(), written.upper()} and set(rest) <= set(LETTERS)
    if begin != kind or not known:
        raise RecipientError(f"this is no key: {expected}, of small letters and digits.")
    values = [LETTERS.index(letter) for letter in rest]
    if _remainder([*_of_kind(kind), *values]) != 1:
        raise RecipientError("a letter of this key is wrong or missing: copy it again.")
    key = bytes(_regrouped(values[:-CHECKSUM], 5, 8, whole=True))
    if len(key) != 32:
        raise RecipientError(f"this key has {len(key)} bytes instead of 32: copy it again.")
    return key


def _of_kind(kind: str) -> list[int]:
    return [ord(letter) >> 5 for letter in kind] + [0] + [ord(letter) & 31 for letter in kind]


def _remainder(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate(GENERATOR):
            check ^= part if top >> place & 1 else 0
    return check


def _regrouped(values: Sequence[int], old: int, new: int, *, whole: bool = False) -> list[int]:
    """Numbers of `old` bits as numbers of `new` bits; `whole` leaves out what fills none."""
    bits = "".join(f"{value:0{old}b}" for value in values)
    if not whole:
        bits += "0" * (-len(bits) % new)
    ends = range(new, len(bits) + 1, new)
    return [int(bits[end - new : end], 2) for end in ends]
