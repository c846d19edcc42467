"""Files encrypted for somebody elsewhere, as a stream: the age format, version 1.

The format is public (https://age-encryption.org/v1) and other programs read it, so that what was
handed out can be opened without Minga. A key of the file's own is wrapped for the recipient
(X25519) or under a passphrase (scrypt); from it another is derived, under which chunks of 64 KiB
stand one by one (ChaCha20-Poly1305), numbered and the last one marked: none can be changed,
moved, left out or cut off unnoticed, and none is given out before it is known to be true.
"""

import hashlib
import hmac
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from minga.foundation.keys.locks import (
    CHANGED,
    FORMAT,
    KEY_BYTES,
    TAG,
    Lock,
    ParcelError,
    Stanza,
    Unlock,
    from_base64,
    in_base64,
)

CHUNK = 64 * 1024
LONGEST_LINE, LONGEST_HEAD, FULL_LINE = 1000, 1000, 64
CUT_SHORT = "this file was cut short or changed on its way: ask for it again."
NONE_OF_OURS = "this is no file that Minga exported, or it was changed or cut short."


@dataclass(slots=True, repr=False)
class Sealer:
    """Writes encrypted: what is written goes out chunk by chunk, the last one by `close`."""

    out: BinaryIO
    key: ChaCha20Poly1305
    number: int = 0
    rest: bytearray = field(default_factory=bytearray)

    def write(self, plain: bytes) -> int:
        """Take bytes; whole chunks go out as soon as it is known that they are not the last."""
        self.rest += plain
        while len(self.rest) > CHUNK:
            self._send(bytes(self.rest[:CHUNK]), last=False)
            del self.rest[:CHUNK]
        return len(plain)

    def close(self) -> None:
        """Send the last chunk. Without it the file counts as cut short."""
        self._send(bytes(self.rest), last=True)

    def _send(self, plain: bytes, *, last: bool) -> None:
        self.out.write(self.key.encrypt(_place(self.number, last=last), plain, None))
        self.number += 1

    def __enter__(self) -> "Sealer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: object, __: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()


@dataclass(slots=True, repr=False)
class Opener:
    """Reads decrypted: gives out nothing that was not found to be true."""

    source: BinaryIO
    key: ChaCha20Poly1305
    number: int = 0
    ahead: bytes = b""
    rest: bytes = b""

    def __post_init__(self) -> None:
        self.ahead = self.source.read(CHUNK + TAG)
        if not self.ahead:
            raise ParcelError(CUT_SHORT)

    def read(self, size: int) -> bytes:
        """So many bytes, fewer only at the end. Raises ParcelError where something is not true."""
        while len(self.rest) < size and self.ahead:
            self.rest += self._next()
        given, self.rest = self.rest[:size], self.rest[size:]
        return given

    def _next(self) -> bytes:
        sealed, self.ahead = self.ahead, self.source.read(CHUNK + TAG)
        last = not self.ahead
        try:
            plain = self.key.decrypt(_place(self.number, last=last), sealed, None)
        except InvalidTag as error:
            raise ParcelError(CUT_SHORT if last else CHANGED) from error
        if last and not plain and self.number:
            raise ParcelError(CHANGED)
        self.number += 1
        return plain


def seal_to(out: BinaryIO, lock: Lock) -> Sealer:
    """Begin a file; what is written to the sealer is for whoever the lock is for."""
    key = os.urandom(KEY_BYTES)
    words, body = lock.wrap(key)
    head = FORMAT + f"\n-> {' '.join(words)}\n{in_base64(body)}\n---".encode()
    nonce = os.urandom(16)
    out.write(head + f" {in_base64(_mac(key, head))}\n".encode() + nonce)
    return Sealer(out, _payload_key(key, nonce))


def open_from(source: BinaryIO, unlock: Unlock) -> Opener:
    """Open a file with a key or a passphrase. Raises ParcelError."""
    lines = [_line(source)]
    if lines[0] != FORMAT:
        raise ParcelError(NONE_OF_OURS)
    while not lines[-1].startswith(b"---"):
        lines.append(_line(source))
        if len(lines) > LONGEST_HEAD:
            raise ParcelError(NONE_OF_OURS)
    if not lines[-1].startswith(b"--- "):
        raise ParcelError(CHANGED)
    key = unlock.unwrap(list(_stanzas(lines[1:-1])))
    head = b"\n".join([*lines[:-1], b"---"])
    if not hmac.compare_digest(_mac(key, head), from_base64(lines[-1][4:].decode())):
        raise ParcelError(CHANGED)
    return Opener(source, _payload_key(key, source.read(16)))


def _stanzas(lines: list[bytes]) -> Iterator[Stanza]:
    """Each way to the key: its words, then its body in lines of 64, the last one shorter."""
    rest = iter(lines)
    for line in rest:
        if not line.startswith(b"-> "):
            raise ParcelError(NONE_OF_OURS)
        body = ""
        for part in rest:
            body += part.decode()
            if len(part) < FULL_LINE:
                break
        yield line[3:].decode().split(" "), from_base64(body)


def _line(source: BinaryIO) -> bytes:
    line = source.readline(LONGEST_LINE)
    if not line.endswith(b"\n") or not line.isascii():
        raise ParcelError(NONE_OF_OURS)
    return line[:-1]


def _mac(key: bytes, head: bytes) -> bytes:
    own = HKDF(SHA256(), 32, salt=None, info=b"header").derive(key)
    return hmac.new(own, head, hashlib.sha256).digest()


def _payload_key(key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt=nonce, info=b"payload").derive(key))


def _place(number: int, *, last: bool) -> bytes:
    """The nonce of a chunk: its number, and whether it is the last one."""
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
