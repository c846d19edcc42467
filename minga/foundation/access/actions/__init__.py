"""Every write about who may do what: grants, accounts, invitations, teams."""
