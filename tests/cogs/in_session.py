"""A circle in the middle of a session, and those in it."""

from tests.cogs.house import Guest, House


def circle_in(house: House, phase: str, *names: str) -> tuple[Guest, ...]:
    """A circle whose session is in this phase."""
    return house.session_of(*(names or ("Ana", "Ben", "Cleo", "Dev")), phase=phase)


def others(house: House, *but: Guest) -> list[Guest]:
    """Everyone but these."""
    return [guest for guest in house.everyone if guest not in but]


def plays_on(house: House) -> None:
    """Lets time pass until the session has closed."""
    for _ in range(60):
        if house.session is None:
            return
        house.time_passes(minutes=5)
    raise AssertionError("the session did not close by itself")
