"""The addresses of this room. A person's own page stands on the desk, at `people/NUMBER/`."""

from django.urls import path

from minga.register.people.views import arriving, standing

app_name = "people"
urlpatterns = [
    path("people/", arriving.find, name="find"),
    path("people/begin/", arriving.begin, name="begin"),
    path("people/new/", arriving.register, name="register"),
    path("people/<uuid:number>/consent/", standing.consent, name="consent"),
    path(
        "people/<uuid:number>/consent/<int:consent>/withdraw/", standing.withdraw, name="withdraw"
    ),
    path("people/<uuid:number>/contact/", standing.contact, name="contact"),
    path("people/<uuid:number>/identity/", standing.identity, name="identity"),
]
