"""What every page is made of: base page, the pieces it is composed of, charts, words for days."""
