"""What people ask about their own data: received, decided and done within the law's days."""
