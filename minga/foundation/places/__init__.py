"""Administrative units and sites, with official codes and dates of validity."""
