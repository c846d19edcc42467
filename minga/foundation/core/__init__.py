"""Small pure helpers that every room uses: who acts, what can be mended, whose turn it is."""
