"""`minga invite`, and the accounts of a demonstration."""

import click

from minga.config import setup
from minga.foundation.core.principals import command


@click.command()
@click.argument("email")
@click.option("--role", default="administrator", show_default=True)
@click.option("--team", required=True, help="The code of the team that the role is for.")
@click.option("--reason", required=True)
@click.option("--lang", type=click.Choice(["es", "en"]), default="es", show_default=True)
def invite(*, email: str, role: str, team: str, reason: str, lang: str) -> None:
    """Invite EMAIL to a role: how a new installation gets its first administrator."""
    setup.start()
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone

    from minga.foundation.access.actions import invitations
    from minga.foundation.access.actions.refusals import RefusedError
    from minga.foundation.access.models import Team
    from minga.foundation.access.rules import USUAL_GRANT

    found = Team.objects.filter(code=team).first()
    if found is None:
        raise click.ClickException(f"there is no team {team}: load the programme first.")
    today = timezone.localdate()
    try:
        _, token = invitations.invite(
            email=email,
            team=found,
            role=role,
            ends_on=today + USUAL_GRANT,
            reason=reason,
            language=lang,
            at=timezone.now(),
            today=today,
            by=command("invite"),
        )
    except RefusedError as error:
        raise click.ClickException(error.words.in_language("en")) from error
    address = settings.ADDRESS.rstrip("/") or "http://127.0.0.1:8000"
    click.echo("Give this link to whoever it is for. It works once, for three days:")
    click.echo(address + reverse("access:invitation", args=[token]))


def make_accounts() -> None:
    """One account for every role, in the team with most cases and the leading organisation's."""
    from django.db.models import Count
    from django.utils import timezone

    from minga.foundation.access import demonstration
    from minga.foundation.access.models import Team
    from minga.work.casework.models import Case

    busiest = Case.objects.values("team").annotate(cases=Count("pk")).order_by("-cases").first()
    office = Team.objects.filter(organisation__role="lead").order_by("code").first()
    if busiest is None or office is None:
        raise click.ClickException("the demonstration has no cases, or no leading organisation.")
    made = demonstration.make_accounts(
        team=Team.objects.get(pk=busiest["team"]),
        office=office,
        at=timezone.now(),
        today=timezone.localdate(),
        by=command("demo"),
    )
    click.echo(f"accounts {made}, one for every role: `make serve`, then sign in")
