"""My work: what is due, what came in, whom one waits for."""
