"""Values with other values in some fields: the same as the standard library would make."""

import dataclasses
from dataclasses import dataclass, field

import pytest

from bot.domain.replacing import replace
from bot.domain.session import CueKind, Round, TurnState
from tests.domain.table import Table


@dataclass(frozen=True, slots=True)
class One:
    only: tuple[int, ...] = (1, 2)


@dataclass(frozen=True, slots=True)
class Worked:
    given: int
    worked: int = field(init=False, default=0)


@dataclass(frozen=True)
class Loose:
    given: int


@dataclass(frozen=True, slots=True)
class Checked:
    given: int

    def __post_init__(self) -> None: ...


def test_a_session_is_copied_as_the_standard_library_would() -> None:
    session = Table(members=4).session
    copy = replace(session, round=Round((TurnState("a"),)), cues=7)
    assert copy == dataclasses.replace(session, round=Round((TurnState("a"),)), cues=7)
    assert (session.round, copy.cues) == (None, 7)
    assert replace(session) is not session


def test_a_value_of_one_field_keeps_it_as_it_is() -> None:
    assert replace(One()) == One()
    assert replace(One(), only=(3,)) == One((3,))


def test_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(AttributeError):
        replace(One(), other=1)  # type: ignore[call-arg]


@pytest.mark.parametrize("value", [Worked(1), Loose(1), Checked(1), CueKind.DOORS])
def test_what_has_to_be_worked_out_or_checked_again_is_refused(value: Worked) -> None:
    with pytest.raises(TypeError):
        replace(value)


def test_a_copy_is_as_frozen_as_its_original() -> None:
    copy = replace(One(), only=())
    with pytest.raises(dataclasses.FrozenInstanceError):
        copy.only = (1,)  # type: ignore[misc]
