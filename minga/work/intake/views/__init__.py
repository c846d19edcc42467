"""Pages of partners' lists."""
