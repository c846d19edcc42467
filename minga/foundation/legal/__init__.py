"""The law that real people's data is held under: who answers for it, why, how long, with whom."""
