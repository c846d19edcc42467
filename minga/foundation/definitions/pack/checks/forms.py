"""Forms: names, types, choices, both languages, and whether pyxform can build them."""

import re
from collections.abc import Iterator

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from minga.engines.xforms.form import form_faults
from minga.foundation.definitions.pack.checks.known import mend
from minga.foundation.definitions.pack.faults import Fault
from minga.foundation.definitions.pack.files import Document
from minga.foundation.definitions.pack.pack import Pack
from minga.foundation.definitions.pack.schema import Form, FormField
from minga.foundation.definitions.pack.xlsform import CHOOSES, LABELS, xlsform

UNASKED = frozenset(
    {"calculate", "hidden", "start", "end", "today", "deviceid", "username", "audit"}
    | {"start-geopoint", "simserial", "phonenumber", "email"}
)
"""Types of rows that show nothing to anybody."""
NAMED = re.compile(r"\$\{\s*([^}]*?)\s*\}")
LOGIC = ("relevant", "constraint", "calculation", "choice_filter", "required")
YES_NO = frozenset({"", "yes", "no"})


def check(pack: Pack) -> Iterator[Fault]:
    """Faults of every form."""
    for code, form in pack.forms.items():
        document = pack.documents[f"forms/{code}"]
        found = [*_names(form, document), *_rows(pack, form, document)]
        for fault in form_faults(form.survey):
            found.append(document.fault(("survey", fault.row), fault.message, fault.mend))
        yield from found
        if not found and form.survey and all(pack.terms(f) for f in _chosen(pack, form)):
            yield from _conversion(pack, form, document)


def _chosen(pack: Pack, form: Form) -> list[FormField]:
    """The fields that choose from a vocabulary of the pack."""
    return [field for field in form.fields if field.vocabulary in pack.names("vocabularies")]


def _names(form: Form, document: Document) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, row in enumerate(form.survey):
        name = row.get("name", "")
        if not row.get("type"):
            yield document.fault(("survey", index), "a row has no type", "write one under `type`")
        elif not name and not row["type"].startswith("end"):
            yield document.fault(("survey", index), "a row has no name", "write one under `name`")
        elif name in seen:
            yield document.fault(
                ("survey", index), f"{name} is asked twice", "give one of them another name"
            )
        if name:
            seen.add(name)


def _rows(pack: Pack, form: Form, document: Document) -> Iterator[Fault]:
    names = {row["name"] for row in form.survey if "name" in row}
    own = {row.get("list_name", "") for row in form.choices}
    vocabularies = pack.names("vocabularies")
    for index, row in enumerate(form.survey):
        kind, name = row.get("type", ""), row.get("name", "a row")
        chosen = CHOOSES.match(kind)
        if chosen and chosen["list"] not in own and chosen["list"] not in vocabularies:
            yield document.fault(
                ("survey", index),
                f"{name} chooses from a vocabulary {chosen['list']} that does not exist",
                mend(chosen["list"], vocabularies, where="vocabularies/"),
            )
        if row.get("counted", "") not in YES_NO:
            yield document.fault(
                ("survey", index),
                f"counted is {row['counted']} for {name}",
                "write yes, or nothing",
            )
        purposes = (
            pack.vocabularies["consent_purpose"].terms
            if row.get("consent") and "consent_purpose" in vocabularies
            else {}
        )
        if row.get("consent") and row["consent"] not in purposes:
            yield document.fault(
                ("survey", index),
                f"{name} asks consent for {row['consent']}, which is no purpose",
                mend(row["consent"], purposes, where="vocabularies/consent_purpose.yaml"),
            )
        if kind and kind not in UNASKED and not kind.startswith("end"):
            for label in (label for label in LABELS if not row.get(label)):
                yield document.fault(
                    ("survey", index), f"{name} has no {label}", "write it in both languages"
                )
        for column in LOGIC:
            for other in NAMED.findall(row.get(column, "")):
                if other not in names:
                    yield document.fault(
                        ("survey", index),
                        f"{name} has a {column} that looks at {other}, which nothing asks",
                        mend(other, names, where="the form's names"),
                    )


def _conversion(pack: Pack, form: Form, document: Document) -> Iterator[Fault]:
    """What pyxform says of the form, on the row that it names (it counts the header as 1)."""
    try:
        convert(xlsform(form, pack.vocabularies), form_name=form.form)
    except PyXFormError as error:
        said = " ".join(str(error).split())
        place = _place(form, said)
        yield document.fault(
            place, f"this is not an XLSForm: {said.rstrip('.')}", "see xlsform.org for the row"
        )
    except Exception:  # on some forms pyxform fails with errors that are not its own
        yield document.fault(
            (), "no form can be built of this", "look for a type that xlsform.org does not have"
        )


def _place(form: Form, said: str) -> tuple[str | int, ...]:
    """The row that an error of pyxform is about, by its number or by the word it quotes."""
    if numbered := re.search(r"\[row : (\d+)\]", said):
        return ("survey", int(numbered[1]) - 2)
    for word in re.findall(r"'([^']+)'", said):
        for index, row in enumerate(form.survey):
            if word in (row.get("name"), row.get("type")):
                return ("survey", index)
    return ()
