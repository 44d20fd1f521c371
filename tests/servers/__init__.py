"""Real servers and programs that tests talk to, started on loopback and stopped at the end."""
