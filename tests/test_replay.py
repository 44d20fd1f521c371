"""`bothways replay`: the product's own rules over sessions held elsewhere; a bad line is a sentence and exit code 2."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.adapters.structure import FIRST, UnreadStructure, read_structure
from bot.domain.replay import Told, replay, rho

PEOPLE = ("ana", "bo", "cy", "dev", "eli", "fay")


def written(folder: Path, *lines: object) -> Path:
    file = folder / "circle.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return file


def told(folder: Path, *lines: object) -> list[Told]:
    return list(replay(read_structure(written(folder, *lines))))


def habit(number: int, *, rotated: bool = True) -> dict[str, object]:
    """A session in which everyone brings something but fay, and fay is with each of them."""
    others = PEOPLE[:5]
    shares = [{"owner": owner, "responders": ["fay", others[place - 1]]} for place, owner in enumerate(others)]
    return {"session": number, "present": PEOPLE, "shares": shares, "rotated": rotated}


def balanced(number: int) -> dict[str, object]:
    shares = [{"owner": owner, "responders": [PEOPLE[place - 1]]} for place, owner in enumerate(PEOPLE)]
    return {"session": number, "present": PEOPLE, "shares": shares, "rotated": True}


# --- what is told -----------------------------------------------------------------------------------------------------


def test_the_ledger_holds_owners_and_each_responder_once(tmp_path: Path) -> None:
    (one,) = told(
        tmp_path,
        {
            "session": "1",
            "present": ["ana", "bo", "cy"],
            "shares": [{"owner": "ana", "responders": ["bo", "bo", "ana"]}, {"owner": None, "responders": ["cy"]}],
        },
    )
    assert [share.owner for share in one.record.shares] == ["ana"]
    assert [(each.responder, each.owner) for each in one.record.exchanges] == [("bo", "ana")]


def test_whoever_has_not_had_the_floor_comes_next(tmp_path: Path) -> None:
    (one,) = told(tmp_path, {"session": "1", "present": ["ana", "bo", "cy"], "shares": [{"owner": "ana"}]})
    assert set(one.next_turn[:2]) == {"bo", "cy"}
    assert one.next_turn[2] == "ana"


def test_debt_carries_over_sessions_and_a_pass_lets_it_go(tmp_path: Path) -> None:
    first = {"session": "1", "present": ["ana", "bo", "cy"], "shares": [{"owner": "ana"}, {"owner": "bo"}]}
    _, with_debt = told(tmp_path, first, {"session": "2", "present": ["ana", "bo", "cy"]})
    assert with_debt.next_turn[0] == "cy"
    assert with_debt.debts["cy"] > 0
    _, let_go = told(tmp_path, first, {"session": "2", "present": ["ana", "bo", "cy"], "offers": ["cy"]})
    assert let_go.debts["cy"] == 0


def test_a_latecomer_has_nothing_to_catch_up(tmp_path: Path) -> None:
    (one,) = told(
        tmp_path,
        {
            "session": "1",
            "present": ["ana", "bo", "cy"],
            "shares": [{"owner": "ana", "present": ["ana", "bo"]}, {"owner": "bo", "present": ["ana", "bo"]}],
        },
    )
    assert one.next_turn[0] == "cy"
    assert one.debts.get("cy", 0.0) == 0.0


def test_roles_go_round_and_not_today_is_heeded(tmp_path: Path) -> None:
    sessions = told(tmp_path, *({"session": n, "present": ["ana", "bo", "cy"]} for n in range(9)))
    for role in ("opener", "weaver", "welcomer"):
        held = [each.roles[next(r for r in each.roles if r == role)] for each in sessions]
        assert sorted(held.count(person) for person in ("ana", "bo", "cy")) == [3, 3, 3]
    declined = [{"member": person, "what": "role", "role": "opener", "taken": False} for person in ("ana", "cy")]
    (one,) = told(tmp_path, {"session": 1, "present": ["ana", "bo", "cy"], "offers": declined})
    assert one.roles[next(role for role in one.roles if role == "opener")] == "bo"


def test_roles_that_were_held_elsewhere_count(tmp_path: Path) -> None:
    held = [{"member": "ana", "what": "role", "role": "opener"}]
    sessions = [{"session": n, "present": ["ana", "bo"], "offers": held} for n in range(4)]
    *_, last = told(tmp_path, *sessions)
    assert {role.value: person for role, person in last.roles.items()}["opener"] == "bo"


def test_a_note_comes_by_about_session_six_to_who_gives_by_habit_and_again_after_six_weeks_at_the_soonest(
    tmp_path: Path,
) -> None:
    sessions = told(tmp_path, *(habit(number) for number in range(1, 14)))
    noted = [int(each.record.session) for each in sessions if each.notes]
    assert noted
    assert 3 <= noted[0] <= 6
    assert all(later - earlier >= 6 for earlier, later in pairwise(noted))
    assert {(person, note.value) for each in sessions for person, note in each.notes.items()} == {("fay", "gives")}


def test_in_a_balanced_circle_there_is_no_note(tmp_path: Path) -> None:
    assert not any(each.notes for each in told(tmp_path, *(balanced(number) for number in range(13))))


def test_turns_that_were_offered_one_by_one_went_round(tmp_path: Path) -> None:
    one, other = read_structure(
        written(
            tmp_path,
            {"session": 1, "present": ["ana", "bo"], "offers": ["ana", {"member": "bo", "what": "turn"}]},
            {"session": 2, "present": ["ana", "bo"]},
        )
    )
    assert one.rotated
    assert not other.rotated


def test_how_mutual_it_was_is_said_from_fifty_exchanges_on(tmp_path: Path) -> None:
    assert rho(told(tmp_path, *(balanced(number) for number in range(8)))) is None
    found = rho(told(tmp_path, *(balanced(number) for number in range(9))))
    assert found is not None
    assert found < 0


def test_one_share_a_line_is_the_same_as_all_in_one_and_weeks_go_by_without_a_date(tmp_path: Path) -> None:
    lines = (
        {"session": "a", "present": ["ana", "bo"], "owner": "ana", "responders": ["bo"]},
        {"session": "a", "owner": "bo"},
        "",
        {"session": "b", "present": ["ana"], "at": "2027-03-01"},
        {"session": "c", "present": ["ana"]},
    )
    first, second, third = read_structure(written(tmp_path, *lines))
    assert [(share.owner, share.responders) for share in first.shares] == [("ana", ("bo",)), ("bo", ())]
    march = datetime(2027, 3, 1, tzinfo=UTC)
    assert (first.at, second.at, third.at) == (FIRST, march, march + timedelta(weeks=1))


def test_the_example_of_the_documentation_is_a_line_of_such_a_file(tmp_path: Path) -> None:
    documentation = (Path(__file__).parents[1] / "docs" / "mutuality.md").read_text("utf-8")
    example = documentation.split("```json\n")[1].split("```")[0].replace("\n", " ")
    (one,) = told(tmp_path, example)
    assert one.record.roles == (("opener", "cy"),)
    assert len(one.record.exchanges) == 3
    assert one.debts["cy"] == 0
    assert one.next_turn[0] == "cy"


# --- on the command line ----------------------------------------------------------------------------------------------


def test_in_words_it_tells_of_each_session_and_of_the_whole(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["replay", str(written(tmp_path, *(habit(n) for n in range(1, 9))))])
    assert result.exit_code == 0
    for said in ("ana brought a share; alongside: fay, eli", "next turn: fay", "roles: ", "a note to fay: ", "rho "):
        assert said in result.stdout


def test_as_json_it_is_a_session_a_line_and_the_whole_last(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["replay", str(written(tmp_path, balanced(1), balanced(2))), "--json"])
    assert result.exit_code == 0
    lines: list[dict[str, Any]] = [json.loads(line) for line in result.stdout.splitlines()]
    assert set(lines[0]) == {"session", "at", "present", "shares", "exchanges", "debts", "next", "roles", "notes"}
    assert lines[0]["shares"][0] == {"id": "1/1", "owner": "ana"}
    assert lines[0]["exchanges"][0] == {"responder": "fay", "owner": "ana", "share": "1/1"}
    assert lines[-1] == {"sessions": 2, "exchanges": 12, "rho": None}


GOOD = '{"session": "1", "present": ["ana", "bo"]}'


@pytest.mark.parametrize(
    ("line", "right"),
    [
        pytest.param("not JSON", "write a session a line, such as", id="no JSON"),
        pytest.param("[1]", "write a session a line, such as", id="no object"),
        pytest.param('{"present": ["ana"]}', '"session": "2027-01-07"', id="no session"),
        pytest.param('{"session": true, "present": ["ana"]}', '"session": "2027-01-07"', id="no name"),
        pytest.param('{"session": "2"}', '"present": ["ana", "bo"]', id="nobody there"),
        pytest.param('{"session": "2", "present": []}', '"present": ["ana", "bo"]', id="an empty room"),
        pytest.param('{"session": "2", "present": "ana"}', '"present": ["ana", "bo"]', id="no list of names"),
        pytest.param('{"session": "2", "present": ["ana"], "who": 1}', "there are session, at", id="unknown key"),
        pytest.param('{"session": "2", "present": ["ana"], "at": "soon"}', "2027-01-07T19:00", id="no date"),
        pytest.param('{"session": "2", "present": ["ana"], "at": "2001-01-01"}', "the oldest first", id="earlier"),
        pytest.param('{"session": "1", "at": "2027-02-01"}', "leave `at` out", id="another time"),
        pytest.param('{"session": "2", "present": ["ana"], "rotated": 1}', "true or false", id="rotated"),
        pytest.param('{"session": "2", "present": ["ana"], "shares": {}}', '"shares": [{', id="shares"),
        pytest.param('{"session": "2", "present": ["ana"], "shares": [1]}', '{"owner": "ana"', id="no share"),
        pytest.param('{"session": "2", "present": ["ana"], "shares": [{}]}', "or null", id="no owner"),
        pytest.param('{"session": "2", "present": ["ana"], "shares": [{"own": 1}]}', "there are owner", id="share key"),
        pytest.param('{"session": "2", "present": ["ana"], "owner": "bo"}', "name in `present`", id="owner away"),
        pytest.param(
            '{"session": "2", "present": ["ana"], "owner": "ana", "responders": ["bo"]}',
            "name in `present`",
            id="responder away",
        ),
        pytest.param(
            '{"session": "2", "present": ["ana"], "shares": [{"owner": "ana", "present": ["ana", "bo"]}]}',
            "name in `present`",
            id="there and not there",
        ),
        pytest.param('{"session": "2", "present": ["ana"], "owner": "ana", "shares": []}', "one of them", id="twice"),
        pytest.param('{"session": "2", "present": ["ana"], "offers": 1}', '"offers": [{', id="offers"),
        pytest.param('{"session": "2", "present": ["ana"], "offers": [{}]}', '"what": "turn"', id="offer of nothing"),
        pytest.param('{"session": "2", "present": ["ana"], "offers": ["bo"]}', "was offered", id="offered to no one"),
        pytest.param(
            '{"session": "2", "present": ["ana"], "offers": [{"member": "ana", "what": "role"}]}',
            '"role": "opener"',
            id="no role",
        ),
        pytest.param(
            '{"session": "2", "present": ["ana"], "offers": [{"member": "ana", "what": "turn", "answer": "pass"}]}',
            "there are member",
            id="answers are not kept",
        ),
    ],
)
def test_a_bad_line_is_named_with_what_would_have_been_right(tmp_path: Path, line: str, right: str) -> None:
    result = CliRunner().invoke(cli, ["replay", str(written(tmp_path, GOOD, line))])
    assert result.exit_code == 2
    assert "circle.jsonl:2: " in result.stderr
    assert right in result.stderr
    assert result.stdout == ""


def test_lines_of_one_session_belong_together(tmp_path: Path) -> None:
    other = '{"session": "2", "present": ["ana"]}'
    with pytest.raises(UnreadStructure, match=r":3: .*put all lines of a session together"):
        read_structure(written(tmp_path, GOOD, other, GOOD))


def test_an_empty_file_a_missing_one_and_one_that_is_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadStructure, match="has no sessions"):
        read_structure(written(tmp_path, ""))
    with pytest.raises(UnreadStructure, match="cannot be read"):
        read_structure(tmp_path / "missing.jsonl")
    (tmp_path / "latin.jsonl").write_bytes(b'{"session": "\xe9"}')
    with pytest.raises(UnreadStructure, match="not UTF-8"):
        read_structure(tmp_path / "latin.jsonl")
