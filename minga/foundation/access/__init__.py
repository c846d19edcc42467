"""Users, teams, roles and grants, and signing in; a team is the only scope of a role."""
