"""Where a turn is, of a session that is held to be drawn."""

from collections.abc import Callable

from bot.domain.session import Session, TurnStage, TurnState


def running_turn(session: Session) -> TurnState:
    """The turn that runs. Raises AssertionError where nobody is offered the floor."""
    running = session.round.running if session.round else None
    if running is None:
        raise AssertionError("nobody is offered the floor")
    return running


def reached(stage: TurnStage) -> Callable[[Session | None], bool]:
    """Whether the running turn has come to that stage."""

    def has(session: Session | None) -> bool:
        running = session.round.running if session and session.round else None
        return running is not None and running.stage is stage

    return has


def is_asked(session: Session | None) -> bool:
    """Whether the curious voice has spoken."""
    running = session.round.running if session and session.round else None
    return running is not None and running.question
