"""The only place that knows every room: settings, the database server, URLs."""
