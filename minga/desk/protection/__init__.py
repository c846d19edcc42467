"""The data-protection officer's pages: the log, what people ask about their own data, the law."""
