"""English: the words of its times and dates."""

from bot.domain.phrases.lexicon import Kind, Lexicon, Manner, Value, counted, plain, terms_of
from bot.domain.phrases.numerals import english

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety"}
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    *("twentieth", "twenty first", "twenty second", "twenty third", "twenty fourth", "twenty fifth", "twenty sixth"),
    *("twenty seventh", "twenty eighth", "twenty ninth", "thirtieth", "thirty first"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = ("mon", "tue|tues", "wed|weds", "thu|thur|thurs", "fri", "sat", "sun")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)
_SHORT_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep|sept", "oct", "nov", "dec")
_WORKING = (0, 1, 2, 3, 4)
_NUMBERS: dict[str, Value] = english(_UNITS, _TENS)

ENGLISH = Lexicon(
    code="en",
    suffixes=frozenset(("st", "nd", "rd", "th")),
    hours_in_doubt=12,
    second_alternates=True,
    spoken_to=True,
    manner=Manner(_WEEKDAYS, _MONTHS),
    loose_sets={0: ((5,), (6,), (5, 6))},
    terms=terms_of(
        {
            Kind.NUMBER: {**_NUMBERS, "a|an": 1, "a couple of|couple of": 2, "a hundred and twenty": 120},
            Kind.ORDINAL: {
                **counted(_ORDINALS, 1),
                "last|final": -1,
                "penultimate|second to last|second last|next to last|last but one": -2,
            },
            Kind.WEEKDAY: {**counted(_WEEKDAYS), **counted(_SHORT)},
            Kind.WEEKDAYS: {
                **counted([f"{name}s" for name in _WEEKDAYS]),
                **counted(["mons", "tues days", "weds days", "thurs days", "fris", "sats", "suns"]),
            },
            Kind.DAY_SET: {
                "weekday|weekdays|week day|week days|workday|workdays|working day|working days"
                "|business day|business days": _WORKING,
                "weekends|weekend days|weekend day": (5, 6),
            },
            Kind.LOOSE_SET: {"weekend|week end": 0},
            Kind.MONTH: {**counted(_MONTHS, 1), **counted(_SHORT_MONTHS, 1)},
            Kind.MINUTE: plain("minute|minutes|min|mins"),
            Kind.HOUR: plain("hour|hours|hr|hrs|h"),
            Kind.UNIT: {
                "day|days": "day",
                "week|weeks|wk|wks": "week",
                "month|months": "month",
                "year|years": "year",
            },
            Kind.EVERY: plain("every|each|each and every|every single|each single|on every|on each|in every|in each"),
            Kind.OTHER: plain("other|alternate|alternating"),
            Kind.ALTERNATE: plain("alternate|alternating|every other"),
            Kind.PERIODIC: {
                "daily|a day|per day|every single day": ("day", 1),
                "weekly": ("week", 1),
                "a fortnight|per fortnight|fortnightly|every fortnight|each fortnight|once a fortnight"
                "|once every fortnight": (
                    "week",
                    2,
                ),
                "monthly": ("month", 1),
                "yearly|annually|every single year": ("year", 1),
            },
            Kind.TWICE_OR_EVERY_TWO: {"biweekly|bi weekly": "week", "bimonthly|bi monthly": "month"},
            Kind.TIMES_PER: {"once|only once|just once|one time only": 1, "twice": 2},
            Kind.TIMES: plain("times|time|x"),
            Kind.SESSIONS: plain(
                "sessions|session|meetings|meeting|occurrences|dates|gatherings|circle|circles|call|calls|check in"
            ),
            Kind.PER: plain("a|per|each|every|in a|in every|in each"),
            Kind.AND: plain("and|plus|as well as"),
            Kind.OF: plain("of|in|of the|in the|for"),
            Kind.ON: plain("on|on a|on the|this is on"),
            Kind.ARTICLE: plain("the|a|an"),
            Kind.AT: plain("at|from|starting at|beginning at|start at|begins at|starts at|always at|@"),
            Kind.FOR: plain("for|lasting|for the next|over the next|taking|with a length of|each lasting"),
            Kind.LONG: plain("long|each|each time|in length"),
            Kind.FROM: plain(
                "from|starting|starting on|starting from|starting in|starting with|beginning"
                "|beginning on|beginning in"
                "|as of|as from|effective|start|start on|starts|starts on|from the|first on"
            ),
            Kind.ONWARDS: plain("on|onwards|onward|forward|on out"),
            Kind.BETWEEN: plain("between"),
            Kind.UNTIL: plain(
                "until|till|til|through|thru|up to|up until|ending|ending on|ending in|ends on|ends in"
                "|up to and including"
                "|not later than|no later than|last on|until the|through to"
            ),
            Kind.BEFORE: plain("before|until before"),
            Kind.TO: plain("to|till|until|through|thru|and"),
            Kind.INCLUDED: plain("inclusive|included|including"),
            Kind.END_OF: plain("the end of|end of|the end of the|the last day of"),
            Kind.BEGINNING_OF: plain("the beginning of|beginning of|the start of|start of|early"),
            Kind.MIDDLE_OF: plain("the middle of|mid"),
            Kind.NEXT: plain("next|the next"),
            Kind.THIS: plain("this|coming|this coming|upcoming|the coming|the upcoming"),
            Kind.DAY: {
                "today": 0,
                "tomorrow": 1,
                "day after tomorrow|the day after tomorrow": 2,
                "in a fortnight|a fortnight from now|a fortnight from today": 14,
            },
            Kind.PAST: plain("ago"),
            Kind.IN: plain("in|within"),
            Kind.FROM_NOW: plain("from now|from today|time|later|hence"),
            Kind.THEN: plain("then|and then|and after that|after that|and from then on"),
            Kind.EXCEPT: plain(
                "except|except on|except for|but not|but not on|excluding|other than|apart from|without"
            ),
            Kind.PART: {
                "morning|in the morning|of the morning": (60, 719),
                "afternoon|in the afternoon": (720, 1139),
                "evening|in the evening": (960, 1439),
                "night|at night|in the night": (1080, 1739),
            },
            Kind.TODAY_PART: {
                "this morning": (60, 719),
                "this afternoon": (720, 1139),
                "tonight|this evening": (960, 1439),
            },
            Kind.PARTS: {
                "mornings|in the mornings": (60, 719),
                "afternoons|in the afternoons": (720, 1139),
                "evenings|in the evenings": (960, 1439),
                "nights": (1080, 1739),
            },
            Kind.HALF_DAY: {"am|a m": 0, "pm|p m": 12},
            Kind.HOUR_MARK: plain("o clock|oclock|h"),
            Kind.NOON: plain("noon|midday|mid day|twelve noon|12 noon"),
            Kind.MIDNIGHT: plain("midnight|twelve midnight|12 midnight"),
            Kind.QUARTER: {"quarter|a quarter": 15, "half": 30, "three quarters": 45},
            Kind.AFTER_HOUR: plain("past|after"),
            Kind.BEFORE_HOUR: plain("to|till|til|before"),
            Kind.HALF_TO: {"half": 30},
            Kind.LENGTH: {
                "half an hour|a half hour|half hour|a half an hour": 30,
                "an hour and a half|one hour and a half|one and a half hours|a hour and a half": 90,
                "two and a half hours|two hours and a half": 150,
                "three quarters of an hour": 45,
                "a quarter of an hour|quarter of an hour|a quarter hour|quarter hour": 15,
                "an hour and a quarter|one and a quarter hours": 75,
                "three and a half hours|three hours and a half": 210,
            },
            Kind.AND_A_HALF: plain("and a half"),
            Kind.FILLER: plain(
                "we meet|let us meet|let s meet|meet|always|please|in total|altogether|sharp|exactly|regularly|hrs"
            ),
            Kind.ENDLESS: plain("forever|for ever|until further notice|indefinitely|with no end|without end"),
        }
    ),
)
