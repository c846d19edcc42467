"""Pages about people, of what this room can do alone; a person's own page composes several rooms.

That page stands at `people/NUMBER/`, and what is done to somebody stands below it: so every page
here leads back to `../`.
"""
