"""The synthetic world, the pack and the engines, tested where no single room owns the test."""
