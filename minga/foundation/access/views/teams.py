"""Teams: made and renamed by administrators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from minga.foundation.access.actions.teams import make_team, rename_team
from minga.foundation.access.forms import TeamForm, TitleForm
from minga.foundation.access.guards import get_or_post, permitted, principal
from minga.foundation.access.models import Team


@permitted("access.keep_teams")
@get_or_post
def teams(request: HttpRequest) -> HttpResponse:
    """Every team by organisation; a post makes another."""
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        make_team(**form.cleaned_data, by=principal(request))
        messages.success(request, _("The team was made. Invite a manager for it next."))
        return redirect("access:teams")
    found = Team.objects.select_related("organisation").order_by("organisation", "title")
    return render(request, "access/teams.html", {"form": form, "teams": found})


@permitted("access.keep_teams")
@get_or_post
def team(request: HttpRequest, code: str) -> HttpResponse:
    """One team; a post gives it another title."""
    about = get_object_or_404(Team.objects.select_related("organisation"), code=code)
    form = TitleForm(request.POST or None, initial={"title": about.title})
    if request.method == "POST" and form.is_valid():
        rename_team(team=about, **form.cleaned_data, by=principal(request))
        messages.success(request, _("Saved."))
        return redirect("access:teams")
    return render(request, "access/team.html", {"form": form, "team": about})
