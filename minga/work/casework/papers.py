"""What a file is by what is in it, never by its name; and a small picture of it. Pure."""

import re
import unicodedata
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from minga.engines.definition import Text
from minga.work.casework.rules import CaseworkError

LARGEST = 10 * 2**20
PIXELS = 40_000_000
"""A picture of more is not opened: a small file can hold one that fills all memory."""
SIDE = 320
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
BEGINNINGS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))


def recognise(content: bytes) -> str:
    """What kind of file this is. Raises CaseworkError for what is not kept."""
    if not content:
        raise CaseworkError(
            Text(
                es="Este archivo está vacío; elija otro.", en="this file is empty; choose another."
            )
        )
    if len(content) > LARGEST:
        raise CaseworkError(
            Text(
                es=f"Este archivo pasa de {LARGEST // 2**20} MB; hágalo más pequeño.",
                en=f"this file has more than {LARGEST // 2**20} MB; make it smaller.",
            )
        )
    for beginning, kind in BEGINNINGS:
        if content.startswith(beginning):
            return kind
    raise CaseworkError(
        Text(
            es="No es un PDF, un JPEG ni un PNG, diga lo que diga su nombre; guárdelo como uno de "
            "ellos.",
            en="this is no PDF, JPEG or PNG file, whatever its name says; save it as one of these.",
        )
    )


def thumbnail(content: bytes, kind: str) -> bytes | None:
    """A small picture drawn anew, so that nothing of the file but its colours is in it.

    Raises CaseworkError for a picture that cannot be opened.
    """
    if kind == PDF:
        return None
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > PIXELS:
                raise CaseworkError(
                    Text(
                        es="Esta imagen tiene demasiados puntos; hágala más pequeña.",
                        en="this picture has too many points; make it smaller.",
                    )
                )
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((SIDE, SIDE))
            bare = Image.new("RGB", upright.size)
            bare.paste(upright)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise CaseworkError(
            Text(
                es="Esta imagen no se puede abrir; guárdela de nuevo.",
                en="this picture cannot be opened; save it again.",
            )
        ) from error
    made = BytesIO()
    bare.save(made, "JPEG", quality=75)
    return made.getvalue()


def plain_name(name: str) -> str:
    """A file's name as it is shown and offered: its letters, without a folder or a trick."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(each for each in last if each.isprintable() and each not in '<>:"|?*').strip(
        " ."
    )
    return kept[-120:] or "-"
