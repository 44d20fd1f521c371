import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.prompts import DEPTHS, KEPT_APART, Draw, DrawKind, NoPromptLeft, Prompt, Task, draw

START = datetime(2026, 1, 8, 19, 0, tzinfo=UTC)
TASK = Task.WORLDVIEW


def prompt(key: str, depth: int = 1, task: Task = TASK) -> Prompt:
    return Prompt(id=key, task=task, depth=depth, text=f"What about {key}?", curious="And then?")


def deck(count: int, depth: int = 1) -> tuple[Prompt, ...]:
    return tuple(prompt(f"p{number:02}", depth) for number in range(count))


def entries(*said: tuple[str, DrawKind] | str) -> tuple[Draw, ...]:
    """A history, one entry a week: an id alone was used."""
    pairs = [(one, DrawKind.USED) if isinstance(one, str) else one for one in said]
    return tuple(Draw(key, TASK, START + timedelta(weeks=week), kind) for week, (key, kind) in enumerate(pairs))


def another(key: str) -> tuple[str, DrawKind]:
    return key, DrawKind.ANOTHER


def vetoed(key: str) -> tuple[str, DrawKind]:
    return key, DrawKind.VETOED


def drawn_in_a_row(prompts: Sequence[Prompt], count: int, seed: str, max_depth: int = 3) -> list[str]:
    """The ids of `count` draws, each used."""
    used: list[Draw] = []
    for week in range(count):
        drawn = draw(prompts, TASK, used, max_depth=max_depth, seed=seed)
        used.append(Draw(drawn.id, TASK, START + timedelta(weeks=week)))
    return [entry.prompt for entry in used]


class Circle:
    """A circle over years, with its own record of passes: it checks every draw against what was promised."""

    def __init__(self, size: int, chance: random.Random) -> None:
        self.chance = chance
        self.seed = str(chance.random())
        self.shelf: dict[str, Prompt] = {}
        self.gone: dict[str, Prompt] = {}
        self.history: list[Draw] = []
        self.used: set[str] = set()
        self.put_back: list[str] = []
        self.vetoed: set[str] = set()
        self.max_depth = 3
        self.draws = 0
        for _ in range(size):
            self.add()

    def add(self) -> None:
        key = f"p{len(self.shelf) + len(self.gone):03}"
        self.shelf[key] = prompt(key, self.chance.choice(DEPTHS))

    def remove(self) -> None:
        if self.shelf:
            key = self.chance.choice(sorted(self.shelf))
            self.gone[key] = self.shelf.pop(key)

    def restore(self) -> None:
        if self.gone:
            key = self.chance.choice(sorted(self.gone))
            self.shelf[key] = self.gone.pop(key)

    def change_depth(self) -> None:
        self.max_depth = self.chance.choice(DEPTHS)

    def ask_for_another(self) -> None:
        key = self._shown()
        if key is None:
            return
        self._write(key, DrawKind.ANOTHER)
        self.used.discard(key)
        self.put_back = [*(other for other in self.put_back if other != key), key]

    def veto(self) -> None:
        key = self._shown()
        if key is not None:
            self._write(key, DrawKind.VETOED)
            self.vetoed.add(key)

    def draw(self) -> None:
        allowed = self._allowed()
        if not allowed:
            with pytest.raises(NoPromptLeft):
                self._draw()
            return
        self._begin_a_pass_where_one_ends(allowed)
        fresh = allowed - self.used - set(self.put_back)
        may_come = fresh or self._not_offered_again(allowed & set(self.put_back))
        apart = self._farthest_apart(may_come)
        key = self._draw().id

        assert key in allowed
        assert key not in self.used
        assert key in may_come
        assert key in apart
        if not fresh:
            assert key == next(one for one in self.put_back if one in apart & may_come)
        self._write(key, DrawKind.USED)
        self.used.add(key)
        self.put_back = [other for other in self.put_back if other != key]
        self.draws += 1

    def _draw(self) -> Prompt:
        prompts = self.chance.sample(sorted(self.shelf.values(), key=lambda one: one.id), len(self.shelf))
        first = draw(prompts, TASK, self.history, max_depth=self.max_depth, seed=self.seed)
        again = draw(tuple(self.shelf.values()), TASK, self.history, max_depth=self.max_depth, seed=self.seed)
        assert first == again
        return first

    def _allowed(self) -> set[str]:
        return {key for key, one in self.shelf.items() if one.depth <= self.max_depth} - self.vetoed

    def _begin_a_pass_where_one_ends(self, allowed: set[str]) -> None:
        left = allowed - self.used
        known = [entry for entry in self.history if entry.prompt in self.shelf]
        put_back_just_now = bool(known) and known[-1].kind is DrawKind.ANOTHER and left == {known[-1].prompt}
        if not left or put_back_just_now:
            self.used = set()

    def _not_offered_again(self, put_back: set[str]) -> set[str]:
        """Without the one that was put back just now, if there are others."""
        known = [entry for entry in self.history if entry.prompt in self.shelf]
        refused = {known[-1].prompt} if known and known[-1].kind is DrawKind.ANOTHER else set()
        return put_back - refused or put_back

    def _farthest_apart(self, may_come: set[str]) -> set[str]:
        for count in range(KEPT_APART, -1, -1):
            kept = may_come - set(self._last_used(count))
            if kept:
                return kept
        return set()

    def _last_used(self, count: int) -> list[str]:
        uses: list[str] = []
        for entry in self.history:
            if entry.prompt not in self.shelf:
                continue
            if entry.kind is DrawKind.USED:
                uses.append(entry.prompt)
            elif uses and uses[-1] == entry.prompt:
                del uses[-1]
        return list(dict.fromkeys(reversed(uses)))[:count]

    def _shown(self) -> str | None:
        """Mostly the prompt shown last; now and then an old one, by a press on an old panel."""
        if not self.history:
            return None
        if self.chance.random() < 0.1:
            return self.chance.choice(self.history).prompt
        return self.history[-1].prompt

    def _write(self, key: str, kind: DrawKind) -> None:
        self.history.append(Draw(key, TASK, START + timedelta(hours=len(self.history)), kind))

    def live(self, *, draws: int) -> None:
        """Meets until so many prompts were drawn, while its decks, its depth and its mind change."""
        rarely = [self.add, self.remove, self.restore, self.change_depth, self.veto]
        for _ in range(20 * draws):
            if self.draws == draws:
                return
            dice = self.chance.random()
            if dice < 0.75:
                self.draw()
            elif dice < 0.9:
                self.ask_for_another()
            else:
                self.chance.choice(rarely)()


@settings(max_examples=60)
@given(st.integers(1, 12), st.randoms(use_true_random=False))
def test_every_draw_keeps_every_promise_while_decks_and_wishes_change(size: int, chance: random.Random) -> None:
    Circle(size, chance).live(draws=40)


@settings(max_examples=6)
@given(st.integers(1, 40), st.integers())
def test_five_hundred_draws_keep_every_promise(size: int, seed: int) -> None:
    Circle(size, random.Random(seed)).live(draws=500)


@given(st.integers(1, 30), st.text())
def test_nothing_comes_twice_until_all_were_used(size: int, seed: str) -> None:
    used = drawn_in_a_row(deck(size), 4 * size, seed)
    for start in range(0, 4 * size, size):
        assert len(set(used[start : start + size])) == size


@given(st.integers(1, 30), st.text())
def test_the_last_five_stay_away_over_the_border_and_fewer_where_there_are_fewer(size: int, seed: str) -> None:
    used = drawn_in_a_row(deck(size), 3 * size, seed)
    apart = min(KEPT_APART, size - 1)
    for place, key in enumerate(used):
        assert key not in used[max(0, place - apart) : place]


@given(st.text())
def test_passes_do_not_repeat_one_order(seed: str) -> None:
    used = drawn_in_a_row(deck(24), 48, seed)
    assert used[:24] != used[24:]


def test_different_seeds_give_different_orders() -> None:
    orders = {tuple(drawn_in_a_row(deck(24), 5, str(seed))) for seed in range(50)}
    assert len(orders) > 45


def test_every_prompt_may_be_the_first() -> None:
    firsts = {draw(deck(24), TASK, (), max_depth=1, seed=str(seed)).id for seed in range(500)}
    assert len(firsts) == 24


def test_a_seed_draws_the_same_on_every_machine() -> None:
    assert drawn_in_a_row(deck(24), 4, "circle-1") == ["p18", "p11", "p00", "p12"]


WEEKS = entries(*(one.id for one in deck(8)), "p00", another("p00"), "p01", "p02", vetoed("p05"))


@given(st.permutations(deck(8)), st.permutations(WEEKS), st.text())
def test_the_order_in_which_prompts_and_entries_are_handed_over_does_not_matter(
    prompts: list[Prompt], history: list[Draw], seed: str
) -> None:
    expected = draw(deck(8), TASK, WEEKS, max_depth=1, seed=seed)
    assert draw(prompts, TASK, history, max_depth=1, seed=seed) == expected


@given(st.sampled_from(DEPTHS), st.text())
def test_only_prompts_of_the_depth_or_lighter_come(max_depth: int, seed: str) -> None:
    prompts = tuple(prompt(f"d{depth}-{number}", depth) for depth in DEPTHS for number in range(4))
    used = drawn_in_a_row(prompts, 4 * max_depth, seed, max_depth)
    assert set(used) == {one.id for one in prompts if one.depth <= max_depth}


@given(st.text())
def test_only_prompts_of_the_task_come_and_draws_of_other_tasks_change_nothing(seed: str) -> None:
    others = tuple(prompt(f"c{number}", task=Task.CONNECTION) for number in range(6))
    elsewhere = tuple(Draw(one.id, Task.CONNECTION, START + timedelta(days=day)) for day, one in enumerate(others))
    alone = draw(deck(6), TASK, entries("p01", "p04"), max_depth=1, seed=seed)
    assert draw((*others, *deck(6)), TASK, (*elsewhere, *entries("p01", "p04")), max_depth=1, seed=seed) == alone


def test_a_use_under_another_task_does_not_count_when_a_prompt_has_moved() -> None:
    before = tuple(Draw(one.id, Task.CONNECTION, START) for one in deck(5))
    first = {draw(deck(6), TASK, before, max_depth=1, seed=str(seed)).id for seed in range(100)}
    assert first == {one.id for one in deck(6)}


@given(st.text(), st.lists(st.integers(0, 30), unique=True, max_size=6))
def test_entries_of_prompts_in_no_deck_change_nothing(seed: str, days: list[int]) -> None:
    history = entries("p01", "p04", another("p04"), "p02")
    strangers = tuple(Draw(f"old-{day}", TASK, START + timedelta(days=day, hours=1)) for day in days)
    expected = draw(deck(8), TASK, history, max_depth=1, seed=seed)
    assert draw(deck(8), TASK, (*history, *strangers), max_depth=1, seed=seed) == expected


@given(st.text())
def test_a_new_prompt_joins_the_pass_that_is_on_and_comes_once(seed: str) -> None:
    used = drawn_in_a_row(deck(8), 12, seed)
    updated = (*deck(8), prompt("new"))
    for _ in range(5):
        used.append(draw(updated, TASK, entries(*used), max_depth=1, seed=seed).id)
    assert sorted(used[8:]) == sorted(one.id for one in updated)


@given(st.text())
def test_a_pass_goes_on_when_the_prompt_that_began_it_is_gone(seed: str) -> None:
    rest = [one.id for one in deck(8)]
    used = ["gone", *rest, "gone", "new"]
    updated = (*deck(8), prompt("new"))
    for _ in rest:
        used.append(draw(updated, TASK, entries(*used), max_depth=1, seed=seed).id)
    assert sorted(used[-len(rest) :]) == rest


@given(st.text())
def test_another_one_comes_again_in_the_pass_after_the_others(seed: str) -> None:
    said: list[tuple[str, DrawKind] | str] = []
    first = draw(deck(8), TASK, (), max_depth=1, seed=seed).id
    said += [first, another(first)]
    came: list[str] = []
    for _ in range(8):
        came.append(draw(deck(8), TASK, entries(*said), max_depth=1, seed=seed).id)
        said.append(came[-1])
    assert came[-1] == first
    assert len(set(came)) == 8


@given(st.text())
def test_several_put_back_come_in_the_order_in_which_they_were_put_back(seed: str) -> None:
    history = entries("p00", another("p00"), "p01", another("p01"), "p02", another("p02"), "p03")
    used = [draw(deck(4), TASK, history, max_depth=1, seed=seed).id]
    assert used == ["p00"]
    assert draw(deck(4), TASK, (*history, *later("p00")), max_depth=1, seed=seed).id == "p01"


def later(*keys: str) -> tuple[Draw, ...]:
    return tuple(Draw(key, TASK, START + timedelta(days=1000 + day)) for day, key in enumerate(keys))


@given(st.text())
def test_another_one_said_of_the_last_of_a_pass_begins_the_next_where_it_comes_last(seed: str) -> None:
    used = drawn_in_a_row(deck(8), 8, seed)
    said: list[tuple[str, DrawKind] | str] = [*used, another(used[-1])]
    came: list[str] = []
    for _ in range(8):
        came.append(draw(deck(8), TASK, entries(*said), max_depth=1, seed=seed).id)
        said.append(came[-1])
    assert came[-1] == used[-1]
    assert len(set(came)) == 8


def test_another_one_said_of_an_only_prompt_brings_it_again() -> None:
    assert draw(deck(1), TASK, entries("p00", another("p00")), max_depth=1, seed="s").id == "p00"


@given(st.text())
def test_a_vetoed_prompt_never_comes_again(seed: str) -> None:
    used: list[tuple[str, DrawKind] | str] = ["p03", vetoed("p03")]
    for _ in range(30):
        used.append(draw(deck(8), TASK, entries(*used), max_depth=1, seed=seed).id)
    assert "p03" not in used[2:]


def test_a_veto_holds_under_whatever_task_it_was_said() -> None:
    veto = Draw("p00", Task.CONNECTION, START, DrawKind.VETOED)
    assert draw(deck(2), TASK, (veto,), max_depth=1, seed="s").id == "p01"


@pytest.mark.parametrize(
    ("prompts", "history", "max_depth"),
    [
        pytest.param((), (), 3, id="empty decks"),
        pytest.param((prompt("c", task=Task.CONNECTION),), (), 3, id="no deck of the task"),
        pytest.param(deck(3, depth=2), (), 1, id="all too deep"),
        pytest.param(deck(2), entries(vetoed("p00"), vetoed("p01")), 3, id="all vetoed"),
    ],
)
def test_nothing_left_says_which_task_and_depth(
    prompts: tuple[Prompt, ...], history: tuple[Draw, ...], max_depth: int
) -> None:
    with pytest.raises(NoPromptLeft, match=f"worldview at depth {max_depth}") as caught:
        draw(prompts, TASK, history, max_depth=max_depth, seed="s")
    assert (caught.value.task, caught.value.max_depth) == (TASK, max_depth)
