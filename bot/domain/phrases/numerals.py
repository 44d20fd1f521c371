"""Number words up to 99, put together from the words that each language makes them of."""

from collections.abc import Mapping, Sequence

from bot.domain.phrases.lexicon import Value


def english(units: Sequence[str], tens: Mapping[int, str]) -> dict[str, Value]:
    """From the words of 0 to 19 and of the tens: forty-five."""
    found: dict[str, Value] = {name: number for number, name in enumerate(units)}
    for ten, name in tens.items():
        found[name] = ten
        found |= {f"{name} {units[unit]}": ten + unit for unit in range(1, 10)}
    return found


def german(units: Sequence[str], tens: Mapping[int, str]) -> dict[str, Value]:
    """From the words of 0 to 19 and of the tens: fünfundvierzig."""
    found: dict[str, Value] = {name: number for number, name in enumerate(units)}
    for ten, name in tens.items():
        found[name] = ten
        found |= {f"{units[unit]}und{name}": ten + unit for unit in range(1, 10)}
        found[f"einund{name}"] = ten + 1
    return found


def spanish(units: Sequence[str], tens: Mapping[int, str]) -> dict[str, Value]:
    """From the words of 0 to 29 and of the tens: cuarenta y cinco."""
    found: dict[str, Value] = {name: number for number, name in enumerate(units)}
    for ten, name in tens.items():
        found[name] = ten
        found |= {f"{name} y {units[unit]}": ten + unit for unit in range(1, 10)}
    return found


def french(units: Sequence[str], tens: Mapping[int, str]) -> dict[str, Value]:
    """From the words of 0 to 19 and of the tens: quarante-cinq, vingt et un, soixante-quinze, quatre-vingt-dix."""
    found: dict[str, Value] = {name: number for number, name in enumerate(units)}
    for ten, name in tens.items():
        found[name] = ten
        most = 20 if ten in (60, 80) else 10
        found |= {f"{name} {units[unit]}": ten + unit for unit in range(1, most)}
        found[f"{name} et un"] = found[f"{name} et une"] = ten + 1
    return found | {"soixante et onze": 71, "quatre vingts": 80}
