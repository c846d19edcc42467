"""Users and teams; a team is the only scope a role is granted on."""
