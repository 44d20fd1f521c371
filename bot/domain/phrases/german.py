"""German: the words of its times and dates."""

from itertools import product

from bot.domain.phrases.lexicon import Kind, Lexicon, Manner, counted, plain, terms_of
from bot.domain.phrases.numerals import german

_UNITS = (
    *("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
    *("dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"),
)
_TENS = {
    20: "zwanzig",
    30: "dreißig",
    40: "vierzig",
    50: "fünfzig",
    60: "sechzig",
    70: "siebzig",
    80: "achtzig",
    90: "neunzig",
}
_STEMS = (
    *("erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt", "zehnt", "elft", "zwölft"),
    *("dreizehnt", "vierzehnt", "fünfzehnt", "sechzehnt", "siebzehnt", "achtzehnt", "neunzehnt", "zwanzigst"),
    *("einundzwanzigst", "zweiundzwanzigst", "dreiundzwanzigst", "vierundzwanzigst", "fünfundzwanzigst"),
    *("sechsundzwanzigst", "siebenundzwanzigst", "achtundzwanzigst", "neunundzwanzigst", "dreißigst"),
    "einunddreißigst",
)
_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November"),
    "Dezember",
)
_WORKING = (0, 1, 2, 3, 4)
_ENDINGS = ("e", "en", "er", "es", "em")


def _bent(*stems: str) -> str:
    """The stems with every ending of an adjective."""
    return "|".join(stem + ending for stem, ending in product(stems, _ENDINGS))


GERMAN = Lexicon(
    code="de",
    suffixes=frozenset((".", "te", "ten", "ter", "tes", "tem")),
    dotted_dates=True,
    hours_in_doubt=8,
    second_alternates=True,
    loose_days={8: 7},
    loose_sets={0: (_WORKING, (0, 1, 2, 3, 4, 5)), 1: ((5,), (6,), (5, 6))},
    glued=True,
    manner=Manner(
        _WEEKDAYS,
        _MONTHS,
        each_week="jeden {day}",
        each_weeks="alle {n} Wochen am {day}",
        each_days="alle {n} Tage",
        each_unit=(("week", "jede Woche", "alle 2 Wochen"), ("month", "jeden Monat", "alle 2 Monate")),
        each_month="in jedem {month}",
        nth_of_month="{words} im Monat",
        last_of_month="letzten Tag im Monat",
        date="{weekday}, {day}. {month} {year}",
        at="{day} um {time}",
        nth=("ersten", "zweiten", "dritten", "vierten", "letzten"),
        nth_day="am {nth} {day} im Monat",
        day_of_month="am {n}. jedes Monats",
        days="{first} bis {last}",
    ),
    terms=terms_of(
        {
            Kind.NUMBER: {
                **german(_UNITS, _TENS),
                "ein|eine|einem|einen|einer|eines": 1,
                "zwo": 2,
                "hundertzwanzig|einhundertzwanzig": 120,
            },
            Kind.ORDINAL: {
                **{_bent(stem): number for number, stem in enumerate(_STEMS, 1)},
                _bent("letzt", "allerletzt"): -1,
                _bent("vorletzt"): -2,
            },
            Kind.WEEKDAY: {
                **counted(_WEEKDAYS),
                **counted(["mo", "di", "mi", "do", "fr", "sa|sonnabend", "so"]),
                **counted([f"{name}es" for name in _WEEKDAYS]),
            },
            Kind.WEEKDAYS: {
                **counted([f"{name}s|{name}e|{name}en" for name in _WEEKDAYS]),
                "sonnabends|sonnabende": 5,
                "mittwochs|mittwoche": 2,
            },
            Kind.DAY_SET: {
                "wochentags|an wochentagen|unter der woche|arbeitstag|arbeitstags|an arbeitstagen|wochentag": _WORKING
            },
            Kind.LOOSE_SET: {
                "werktags|an werktagen|werktag|werktäglich": 0,
                "wochenende|am wochenende|wochenends|an wochenenden|wochenenden|an den wochenenden": 1,
            },
            Kind.MONTH: {
                **counted(_MONTHS, 1),
                **counted(["jan|jänner", "feb|feber", "mrz|mär", "apr", "mai", "jun", "jul", "aug", "sep|sept"], 1),
                "okt": 10,
                "nov": 11,
                "dez": 12,
                **counted([f"{name}s" for name in _MONTHS], 1),
            },
            Kind.MINUTE: plain("minute|minuten|min|minütig|minütige|minütigen"),
            Kind.HOUR: plain("stunde|stunden|std|h|stündig|stündige"),
            Kind.UNIT: {
                "tag|tage|tagen|tages": "day",
                "woche|wochen": "week",
                "monat|monate|monaten|monats|monates": "month",
                "jahr|jahre|jahren|jahres": "year",
            },
            Kind.EVERY: plain("jede|jeden|jeder|jedes|jedem|alle|allen|an jedem|in jeder|in jedem|zu jedem"),
            Kind.OTHER: plain("andere|anderen|anderer|anderes"),
            Kind.YES: plain("ja"),
            Kind.NO: plain("nein"),
            Kind.PERIODIC: {
                "täglich|tagtäglich": ("day", 1),
                "wöchentlich|wochenweise": ("week", 1),
                "monatlich": ("month", 1),
                "jährlich|alljährlich": ("year", 1),
                "tägig|tägige|tägigen|im abstand von tagen": ("day", 1),
                "wochig|wöchig": ("week", 1),
            },
            Kind.TIMES_PER: {
                "einmal|1 mal|ein mal|1x|nur einmal|ein einziges mal": 1,
                "zweimal|2 mal|zwei mal|2x": 2,
                "dreimal": 3,
            },
            Kind.TIMES: plain("mal|male|x"),
            Kind.SESSIONS: plain(
                "termine|termin|treffen|sitzungen|sitzung|begegnungen|runde|runden|kreis|gespräch|session|sessions"
            ),
            Kind.PER: plain("pro|je|in der|im|jede|jeden|am|in jeder|in jedem|in"),
            Kind.AND: plain("und|sowie|plus|u"),
            Kind.OF: plain("im|des|eines|in|in dem|vom|von|in einem|des laufenden"),
            Kind.ON: plain("am|an|an einem|den|an den|an dem"),
            Kind.ARTICLE: plain("der|die|das|den|dem|des"),
            Kind.AT: plain("um|ab|jeweils um|immer um|beginn|beginn um|uhrzeit|los um"),
            Kind.FOR: plain(
                "für|über|während|dauer|mit einer dauer von|je|jeweils|à|in den nächsten|für die nächsten|lang"
            ),
            Kind.LONG: plain("lang|dauer|jeweils"),
            Kind.FROM: plain(
                "ab|ab dem|ab den|ab der|von|vom|von dem|beginnend|beginnend am|beginnend mit"
                "|beginnend ab|startend|startend am"
                "|ab diesem|erstmals|erstmals am|erstmalig am|zum ersten mal am|los am|start|start am|beginn am"
            ),
            Kind.ONWARDS: plain("an|aufwärts"),
            Kind.BETWEEN: plain("zwischen"),
            Kind.UNTIL: plain(
                "bis|bis zum|bis zu|bis einschließlich|bis inklusive|bis inkl|endend am|bis spätestens"
                "|bis in den|bis zur"
                "|letztmals am|zuletzt am|bis einschließlich zum"
            ),
            Kind.BEFORE: plain("vor|vor dem|bis vor"),
            Kind.TO: plain("bis|bis zum|und"),
            Kind.INCLUDED: plain("einschließlich|inklusive|inkl"),
            Kind.END_OF: plain("ende|ende des|ende der|zum ende|ende von|monatsende im"),
            Kind.BEGINNING_OF: plain("anfang|beginn|anfang des|beginn des|anfang der"),
            Kind.MIDDLE_OF: plain("mitte|mitte des"),
            Kind.NEXT: plain("nächste|nächsten|nächster|nächstes|nächstem"),
            Kind.THIS: plain(
                "diese|diesen|dieser|dieses|diesem|kommende|kommenden|kommender|kommendes|kommendem"
                "|an diesem|am kommenden"
            ),
            Kind.PAST: plain("vorige|vergangene"),
            Kind.DAY: {"heute": 0, "morgen": 1, "übermorgen": 2},
            Kind.IN: plain("in"),
            Kind.FROM_NOW: plain("ab heute|ab jetzt|ab sofort|von heute an|von jetzt an"),
            Kind.THEN: plain("dann|danach|und dann|und danach|und von da an|und dann immer"),
            Kind.EXCEPT: plain("außer|außer am|nicht am|ausgenommen|ohne|aber nicht am|bis auf|nur nicht"),
            Kind.PART: {
                "morgen|am morgen|früh|am vormittag|vormittag|in der früh|morgens|vormittags|früh morgens": (60, 719),
                "mittag|am mittag|mittags": (660, 899),
                "nachmittag|am nachmittag|nachmittags": (720, 1139),
                "abend|am abend|abends": (960, 1439),
                "nacht|in der nacht|nachts": (1140, 1739),
            },
            Kind.PARTS: {
                "jeden morgen|jeden vormittag": (60, 719),
                "jeden mittag": (660, 899),
                "jeden nachmittag": (720, 1139),
                "jeden abend": (960, 1439),
                "jede nacht": (1140, 1739),
            },
            Kind.HOUR_MARK: plain("uhr|h"),
            Kind.MIDNIGHT: plain("mitternacht|um mitternacht"),
            Kind.QUARTER: {"viertel": 15},
            Kind.AFTER_HOUR: plain("nach"),
            Kind.BEFORE_HOUR: plain("vor"),
            Kind.HALF_TO: {"halb": -30},
            Kind.PART_TO: {"dreiviertel|drei viertel": 45, "viertel": 15},
            Kind.LENGTH: {
                "halbe stunde|eine halbe stunde|einer halben stunde|halben stunde|halbstündig": 30,
                "anderthalb stunden|eineinhalb stunden|einundeinhalb stunden|eineinhalbstündig": 90,
                "zweieinhalb stunden": 150,
                "dreieinhalb stunden": 210,
                "dreiviertelstunde|eine dreiviertelstunde|dreiviertel stunde": 45,
                "viertelstunde|eine viertelstunde": 15,
                "fünf viertelstunden": 75,
                "einstündig": 60,
                "zweistündig": 120,
            },
            Kind.DAY_WORD: plain("tag"),
            Kind.FILLER: plain(
                "wir treffen uns|treffen wir uns|immer|stets|bitte|genau|pünktlich|regelmäßig|jeweils"
                "|und zwar|insgesamt"
            ),
            Kind.ENDLESS: plain("für immer|bis auf weiteres|unbefristet|ohne ende"),
        }
    ),
)
