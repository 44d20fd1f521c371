"""The machinery between chat and rules: declarations, access, router, timers, relay, lifecycle."""
