"""The steps a case goes through: a pure state machine over append-only steps."""
