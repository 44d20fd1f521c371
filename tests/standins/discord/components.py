"""Components as they are stored, found, pressed and read, classic and V2 alike (Components: Reference)."""

from collections.abc import Iterator
from typing import Any

from tests.standins.discord.world import Json

ROW, BUTTON, SELECT, INPUT = 1, 2, 3, 4
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 9, 10, 11, 12, 13, 14, 17, 18
SELECTS = (3, 5, 6, 7, 8)
ONLY_V2 = (SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER)
LINK = 5


def walk(components: Any) -> Iterator[Json]:
    """Every component, outer before inner, in reading order."""
    for one in components if isinstance(components, list) else []:
        if isinstance(one, dict):
            yield one
            yield from walk(one.get("components"))
            yield from walk([each for each in (one.get("component"), one.get("accessory")) if each])


def stored(components: Any) -> list[Json]:
    """Components as an answer writes them: numbered, with what Discord adds."""
    copies = [_stored(one) for one in components or []]
    taken = {one["id"] for one in walk(copies) if one.get("id")}
    following = (number for number in range(1, 10_000) if number not in taken)
    for one in walk(copies):
        if not one.get("id"):
            one["id"] = next(following)
    return copies


def _stored(one: Json) -> Json:
    found = {key: value for key, value in one.items() if value is not None}
    for key in ("components",):
        if key in found:
            found[key] = [_stored(each) for each in found[key]]
    for key in ("component", "accessory"):
        if key in found:
            found[key] = _stored(found[key])
    match found.get("type"):
        case 17:
            found = {"accent_color": None, "spoiler": False} | found
        case 14:
            found = {"divider": True, "spacing": 1} | found
        case 3 | 5 | 6 | 7 | 8:
            found = {"min_values": 1, "max_values": 1, "disabled": False} | found
        case 12:
            found["items"] = [_media_item(each) for each in found["items"]]
    return found


def with_files(components: list[Json], attachments: list[Json]) -> list[Json]:
    """Components as they are read: each file and picture with what it names among the files sent along."""
    there = {f"attachment://{one['filename']}": one for one in attachments}
    found = []
    for one in components:
        if one.get("type") == FILE:
            sent = there[one["file"]["url"]]
            media = {key: sent[key] for key in ("id", "url", "proxy_url")}
            found.append({"spoiler": False} | one | {"file": media, "name": sent["filename"], "size": sent["size"]})
        elif one.get("type") == GALLERY:
            found.append(one | {"items": [_shown_media(each, there) for each in one["items"]]})
        elif "components" in one:
            found.append(one | {"components": with_files(one["components"], attachments)})
        else:
            found.append(one)
    return found


def _shown_media(item: Json, there: dict[str, Json]) -> Json:
    sent = there.get(item["media"]["url"])
    media = {key: sent[key] for key in ("id", "url", "proxy_url")} if sent else item["media"]
    return item | {"media": media}


def _media_item(item: Json) -> Json:
    return {"spoiler": False, "description": None} | item


def buttons(components: Any) -> list[Json]:
    """Every button of a message, in reading order."""
    return [one for one in walk(components) if one.get("type") == BUTTON]


def selects(components: Any) -> list[Json]:
    return [one for one in walk(components) if one.get("type") in SELECTS]


def name_of(button: Json) -> str:
    """What stands on a button: its label, or its emoji where it has none."""
    return str(button.get("label") or (button.get("emoji") or {}).get("name") or "")


def words(components: Any) -> list[str]:
    """The texts of V2 components, in reading order."""
    return [str(one["content"]) for one in walk(components) if one.get("type") == TEXT_DISPLAY]
