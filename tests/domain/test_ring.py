from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ring import Pair, draw_ring

PEOPLE = tuple("abcdefghijkl")
Meetings = Mapping[tuple[str, str], int]
people = st.lists(st.sampled_from(PEOPLE[:6]), unique=True, min_size=2)
pairs = st.tuples(st.sampled_from(PEOPLE[:6]), st.sampled_from(PEOPLE[:6]))
meetings = st.dictionaries(pairs, st.integers(0, 3), max_size=36)
seeds = st.text(max_size=8)


def met(ring: Sequence[Pair], earlier: Meetings) -> int:
    return sum(earlier.get((pair.speaker, pair.listener), 0) for pair in ring)


def all_rings(present: Sequence[str]) -> Iterator[tuple[Pair, ...]]:
    for listeners in permutations(present):
        ring = tuple(map(Pair, present, listeners))
        if all(pair.speaker != pair.listener for pair in ring):
            yield ring


# --- undisturbed ------------------------------------------------------------------------------------------------------


@given(
    st.integers(2, 12), st.dictionaries(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), st.integers(0, 9))
)
def test_each_speaks_once_and_is_curious_once_and_nobody_with_themselves(count: int, earlier: Meetings) -> None:
    present = PEOPLE[:count]
    ring = draw_ring(present, earlier, "seed")
    assert tuple(pair.speaker for pair in ring) == present
    assert sorted(pair.listener for pair in ring) == sorted(present)
    assert all(pair.speaker != pair.listener for pair in ring)


@given(people, meetings, seeds)
def test_the_sum_of_earlier_pairings_is_the_least_possible(present: list[str], earlier: Meetings, seed: str) -> None:
    ring = draw_ring(present, earlier, seed)
    assert met(ring, earlier) == min(met(other, earlier) for other in all_rings(present))


@given(people, meetings, seeds, st.randoms(use_true_random=False))
def test_the_order_of_names_decides_nothing(present: list[str], earlier: Meetings, seed: str, chance: Random) -> None:
    shuffled = list(present)
    chance.shuffle(shuffled)
    assert set(draw_ring(shuffled, earlier, seed)) == set(draw_ring(present, earlier, seed))


def test_equals_are_drawn_by_the_seed() -> None:
    rings = {draw_ring(PEOPLE[:4], {}, f"session {number}") for number in range(200)}
    assert rings == set(all_rings(PEOPLE[:4]))


@pytest.mark.parametrize("count", range(2, 13))
def test_in_a_stable_group_every_ordered_pair_meets_once_in_one_session_less_than_people(count: int) -> None:
    earlier: Counter[tuple[str, str]] = Counter()
    everyone = set(permutations(PEOPLE[:count], 2))
    for session in range(3 * (count - 1)):
        earlier.update(
            (pair.speaker, pair.listener) for pair in draw_ring(PEOPLE[:count], earlier, f"session {session}")
        )
        before, so_far = divmod(session + 1, count - 1)
        assert {earlier[pair] for pair in everyone} == ({before, before + 1} if so_far else {before})


def test_two_are_curious_with_each_other_and_one_with_nobody() -> None:
    assert draw_ring(["a", "b"], {("a", "b"): 13}, "seed") == (Pair("a", "b"), Pair("b", "a"))
    assert draw_ring(["a"], {}, "seed") == ()
    assert draw_ring([], {}, "seed") == ()


# --- when people come, go or decline ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moment:
    """A round in which something has happened and somebody came, went or declined."""

    present: tuple[str, ...]
    done: tuple[Pair, ...]
    speaking_left: frozenset[str]
    declined: frozenset[str]
    earlier: Meetings
    seed: str

    def redrawn(self) -> tuple[Pair, ...]:
        return draw_ring(
            self.present,
            self.earlier,
            self.seed,
            done=self.done,
            speaking_left=self.speaking_left,
            declined=self.declined,
        )

    def places(self, ring: Sequence[Pair]) -> list[int]:
        """How often each of those willing is a curious voice in this round."""
        listened = Counter(pair.listener for pair in (*self.done, *ring))
        return [listened[person] for person in self.present if person not in self.declined]

    def possible(self) -> Iterator[tuple[Pair, ...]]:
        """Every way to give each speaker still to speak somebody else who is willing, where there is anybody."""
        speakers = [person for person in self.present if person in self.speaking_left]
        willing = [[one for one in self.present if one not in {speaker, *self.declined}] for speaker in speakers]
        for listeners in product(*(some or [""] for some in willing)):
            yield tuple(Pair(*pair) for pair in zip(speakers, listeners, strict=True) if pair[1])


def some_of(these: Collection[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(sorted(these))) if these else st.just(frozenset())


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    began = draw(st.lists(st.sampled_from(PEOPLE[:5]), unique=True, min_size=2))
    earlier, seed = draw(meetings), draw(seeds)
    ring = draw_ring(began, earlier, seed)
    done = ring[: draw(st.integers(0, len(ring)))]
    present = tuple(draw(st.permutations(sorted(draw(some_of(PEOPLE[:5]))))))
    not_spoken = set(present) - {pair.speaker for pair in done}
    left = draw(st.one_of(st.just(frozenset(not_spoken)), some_of(not_spoken)))
    return Moment(present, done, left, draw(some_of(present)), earlier, draw(seeds))


@given(moments())
def test_all_still_to_speak_have_somebody_else_as_curious_voice_who_did_not_decline(moment: Moment) -> None:
    ring = moment.redrawn()
    for pair in ring:
        assert pair.listener in moment.present
        assert pair.listener not in {pair.speaker, *moment.declined}
    alone = {one for one in moment.speaking_left if not set(moment.present) - moment.declined - {one}}
    assert [pair.speaker for pair in ring] == [one for one in moment.present if one in moment.speaking_left - alone]


@given(moments())
def test_the_fewest_have_two_places_or_none(moment: Moment) -> None:
    ours = moment.places(moment.redrawn())
    within_two = [places for ring in moment.possible() if max(places := moment.places(ring), default=0) <= 2]
    if within_two:
        assert max(ours, default=0) <= 2
        assert sum(place != 1 for place in ours) == min(sum(place != 1 for place in places) for places in within_two)


@given(moments())
def test_among_the_most_even_rings_the_sum_of_earlier_pairings_is_least(moment: Moment) -> None:
    def worth(ring: Sequence[Pair]) -> tuple[int, int]:
        return sum(place**2 for place in moment.places(ring)), met(ring, moment.earlier)

    assert worth(moment.redrawn()) == min(worth(ring) for ring in moment.possible())


def test_without_word_on_who_is_left_everyone_whose_pair_is_not_done_speaks() -> None:
    ring = draw_ring(["a", "b", "c"], {}, "seed", done=[Pair("a", "c")])
    assert [pair.speaker for pair in ring] == ["b", "c"]
    assert sorted(pair.listener for pair in ring) == ["a", "b"]


def test_somebody_who_arrives_in_the_round_gets_both_places_of_their_own() -> None:
    ring = draw_ring(["a", "b", "c", "d", "e"], {}, "seed", done=[Pair("a", "b"), Pair("b", "a")])
    assert sorted(pair.listener for pair in ring) == ["c", "d", "e"]
    assert [pair.speaker for pair in ring] == ["c", "d", "e"]


def test_the_one_who_is_willing_listens_to_all_others_and_has_no_pair() -> None:
    ring = draw_ring(["a", "b", "c"], {}, "seed", declined=["b", "c"])
    assert ring == (Pair("b", "a"), Pair("c", "a"))
    assert draw_ring(["a", "b"], {}, "seed", declined=["a", "b"]) == ()
