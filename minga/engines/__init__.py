"""Pure computation: no Django, no clock, no network; engines do not know each other."""
