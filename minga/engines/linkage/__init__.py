"""Who is the same person, judged on keyed hashes; no name is needed."""
