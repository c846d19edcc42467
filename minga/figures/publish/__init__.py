"""Editions: documents that quote released figures and nothing else."""
