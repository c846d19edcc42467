"""`minga settle` and `minga members`."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from minga.config import setup
from minga.foundation.core.principals import command

if TYPE_CHECKING:
    from minga.foundation.access.models import User
    from minga.work.casework.models import Case

SHOWN = 5
"""How many sealed cases a demonstration shows to its accounts."""


@click.command()
def settle() -> None:
    """Work out anew where every case stands: what is due in it, and by when.

    Each step keeps this up to date by itself; this makes sure, and can be run at any time.
    """
    setup.start()
    from minga.work.casework.actions.settling import settle_all
    from minga.work.casework.models import Case

    cases = moved = 0
    with click.progressbar(length=Case.objects.count(), label="cases") as progress:
        for settled, changed in settle_all(by=command("settle")):
            progress.update(settled)
            cases, moved = cases + settled, moved + changed
    click.echo(f"{cases:,} cases were looked at; {moved:,} stood elsewhere than was kept.")


@click.command()
@click.argument("emails", nargs=-1, required=True)
@click.option("--organisation", help="For the sealed cases of this organisation.")
@click.option("--list", "list_id", help="For those alone that this list says something of.")
@click.option("--reason", required=True, help="Why they; it stays with them. No names here.")
def members(
    *, emails: Sequence[str], organisation: str | None, list_id: str | None, reason: str
) -> None:
    """Name who knows of the sealed cases that lists brought, by the EMAILS of two at least.

    Until then nobody sees such a case. Cases that have members stay as they are: those decide.
    """
    if (organisation is None) == (list_id is None):
        raise click.UsageError("choose the cases by --organisation or by --list.")
    setup.start()
    from django.utils import timezone

    from minga.work.casework.actions.members import name_members
    from minga.work.casework.rules import CaseworkError

    cases = list(_unnamed(organisation, list_id))
    if not cases:
        raise click.ClickException("no such sealed case is without members.")
    users = list(_accounts(emails))
    try:
        named = name_members(cases, users, reason=reason, at=timezone.now(), by=command("members"))
    except CaseworkError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{named:,} sealed case(s) have {len(users)} members now.")


def _unnamed(organisation: str | None, list_id: str | None) -> "Iterator[Case]":
    from minga.cli.lists import find_list
    from minga.work.casework.models import Case

    cases = Case.objects.unnamed().order_by("pk")
    if list_id is None:
        yield from cases.filter(team__organisation=organisation)
        return
    found = find_list(list_id)
    steps = {"steps__source": str(found.pk), "team__organisation": found.organisation_id}
    yield from cases.filter(**steps).distinct()


def _accounts(emails: Sequence[str]) -> "Iterator[User]":
    """The open accounts of those addresses, each once."""
    from minga.foundation.access.models import User

    for email in dict.fromkeys(address.lower() for address in emails):
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise click.ClickException(f"there is no open account {email}.")
        yield user


def show_sealed_cases() -> None:
    """Let the demonstration's caseworker and whoever else may join know of a few sealed cases."""
    from django.utils import timezone

    from minga.foundation.access.models import Team
    from minga.work.casework.actions.members import FEWEST, name_members, who_may_join
    from minga.work.casework.models import Case

    now = timezone.now()
    for house in Team.objects.order_by("organisation").values_list("organisation").distinct():
        users = list(who_may_join(house, on=timezone.localdate(now)).filter(demonstration=True))
        cases = list(Case.objects.unnamed().filter(team__organisation__in=house)[:SHOWN])
        if len(users) >= FEWEST and cases:
            name_members(cases, users, reason="demonstration", at=now, by=command("demo"))
            click.echo(f"sealed cases {len(cases)}, known to {len(users)} of these accounts")
