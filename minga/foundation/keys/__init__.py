"""Encryption: wrapping keys, the keystore, sealed bytes. All cryptography is here."""
