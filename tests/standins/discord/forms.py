"""Modals as a client fills them in: found by label or custom_id, checked before they can be sent."""

from collections.abc import Mapping

from tests.standins.discord.components import INPUT, LABEL, ROW, SELECTS
from tests.standins.discord.invocations import NotOfferedError
from tests.standins.discord.world import Json


def filled_in(asked: list[Json], values: Mapping[str, str]) -> list[Json]:
    """A modal's components with what somebody wrote, as MODAL_SUBMIT carries them. Raises NotOfferedError."""
    left = dict(values)
    found = [_filled(one, left, number) for number, one in enumerate(asked, 1)]
    if left:
        raise NotOfferedError(f"the form does not ask for {sorted(left)}")
    return [one for one in found if one is not None]


def _filled(one: Json, left: dict[str, str], number: int) -> Json | None:
    place = one.get("id") or number
    match one["type"]:
        case 18:
            field = _field(one["component"], left, one["label"], place + 100)
            return {"type": LABEL, "id": place, "component": field}
        case 1:
            inside = one["components"][0]
            return {"type": ROW, "id": place, "components": [_field(inside, left, inside.get("label"), place + 100)]}
    return None  # text that is only read


def _field(one: Json, left: dict[str, str], label: str | None, place: int) -> Json:
    key = next((name for name in (one["custom_id"], label) if name in left), None)
    given = left.pop(key) if key is not None else None
    known = {"type": one["type"], "id": one.get("id") or place, "custom_id": one["custom_id"]}
    if one["type"] == INPUT:
        return known | {"value": _text(one, one.get("value", "") if given is None else given, label)}
    if one["type"] in SELECTS:
        return known | {"values": _chosen(one, given, label)}
    raise NotOfferedError(f"the stand-in fills in no component of type {one['type']}")


def _text(one: Json, text: str, label: str | None) -> str:
    if not text and one.get("required", True):
        raise NotOfferedError(f"{label or one['custom_id']} is required")
    if text and not one.get("min_length", 0) <= len(text) <= one.get("max_length", 4000):
        raise NotOfferedError(f"{label or one['custom_id']}: {len(text)} characters")
    return text


def _chosen(one: Json, given: str | None, label: str | None) -> list[str]:
    known = {each["label"]: each["value"] for each in one.get("options", [])}
    if given is None:
        default = [each["value"] for each in one.get("options", []) if each.get("default")]
        if not default and one.get("required", True):
            raise NotOfferedError(f"{label or one['custom_id']} is required")
        return default
    chosen = known.get(given, given)
    if one.get("options") and chosen not in known.values():
        raise NotOfferedError(f"{given!r} is not among {list(known)}")
    return [chosen]
