"""The organisations of the network: who takes part, since when, and what they run."""
