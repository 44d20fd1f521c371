"""Which role is offered to whom: by right, one a person, none that was declined (MUTUALITY.md, Roles)."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.flow import flow_named
from bot.domain.ledger import RoleHistory
from bot.domain.offering import (
    FACILITATOR,
    Right,
    next_facilitator,
    offers_ahead,
    offers_now,
    still_open,
    welcomer_ahead,
)
from bot.domain.roles import Role
from tests.domain.table import PEOPLE, Table, seated

FOUR = ("ana", "bo", "dev", "kim")


def test_opener_and_weaver_are_offered_and_a_welcomer_where_somebody_is_new() -> None:
    table = Table()
    assert still_open(table.session, ()) == (Role.OPENER, Role.WEAVER)
    assert still_open(table.session, ("kim",)) == (Role.OPENER, Role.WEAVER, Role.WELCOMER)
    table = seated(*FOUR, phase="check-in")
    assert still_open(table.session, ("kim",)) == (Role.WEAVER,)
    table.goes_to("close")
    assert still_open(table.session, ("kim",)) == ()


def test_where_no_agreement_is_read_the_opener_reads_the_first_prompt() -> None:
    table = Table("check-in-20")
    assert Role.OPENER in still_open(table.session, ())


def test_nobody_welcomes_at_their_own_first_session() -> None:
    table = Table()
    table.arrives("kim", "ana")
    offers = offers_now(table.session, Right(("ana", "kim"), {}, ("ana", "kim")))
    assert Role.WELCOMER not in offers
    assert welcomer_ahead(("ana", "kim"), Right(("ana", "kim"), {}, ("kim",)), "seed") == "ana"


def test_what_is_offered_to_somebody_here_is_offered_to_nobody_else_meanwhile() -> None:
    table = Table()
    table.arrives(*FOUR)
    table.minutes_pass(10)
    right = Right(FOUR)
    offers = offers_now(table.session, right)
    table.is_offered_role(offers[Role.OPENER])
    again = offers_now(table.session, right)
    assert Role.OPENER not in again
    assert offers[Role.OPENER] not in again.values()
    table.not_today(offers[Role.OPENER])
    assert offers_now(table.session, right)[Role.OPENER] != offers[Role.OPENER]


@given(
    people=st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True),
    counts=st.lists(st.integers(0, 5), min_size=36, max_size=36),
    number=st.integers(1, 40),
    new=st.sets(st.sampled_from(PEOPLE), max_size=3),
)
def test_whoever_has_held_a_role_least_of_those_who_are_free_is_offered_it(
    people: list[str], counts: list[int], number: int, new: set[str]
) -> None:
    held: dict[tuple[str, str], RoleHistory] = {
        (role, person): RoleHistory(counts[place * 12 + seat], 1)
        for place, role in enumerate(Role)
        for seat, person in enumerate(PEOPLE)
    }
    right = Right(tuple(people), held, frozenset(new))
    offers = offers_ahead(people, right, number, "seed", flow_named("live-75"))
    assert len(set(offers.values())) == len(offers)
    free = set(people) - set(offers.values())
    for role, person in offers.items():
        able = free - new if role is Role.WELCOMER else free
        assert all(held[role, person].times <= held[role, other].times for other in able)


def test_ahead_a_flow_is_offered_the_roles_that_it_has() -> None:
    right = Right(FOUR)
    offered = {
        flow: set(offers_ahead(FOUR, right, 2, "seed", flow_named(flow))) for flow in ("live-75", "async-5", "be-with")
    }
    both = {Role.OPENER, Role.WEAVER}
    assert offered == {"live-75": both, "async-5": both, "be-with": set()}
    newcomer = Right(FOUR, newcomers=("kim",))
    assert set(offers_ahead(FOUR, newcomer, 2, "seed", flow_named("be-with"))) == {Role.WELCOMER}


def test_the_facilitator_s_place_goes_to_whoever_held_it_least_and_the_longest_ago() -> None:
    held = {(FACILITATOR, "ana"): RoleHistory(12, 12), (FACILITATOR, "bo"): RoleHistory(0, 3)}
    right = Right(("ana", "bo", "dev"), held)
    assert next_facilitator(right, "ana", (), "seed") == "dev"
    assert next_facilitator(right, "ana", ("dev",), "seed") == "bo"
    assert next_facilitator(right, "ana", ("dev", "bo"), "seed") is None
