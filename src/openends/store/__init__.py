"""What a server remembers: tables, migrations, and queries by noun."""
