"""Spanish: the words of its times and dates."""

from bot.domain.phrases.lexicon import Kind, Lexicon, Manner, counted, plain, terms_of
from bot.domain.phrases.numerals import spanish

_UNITS = (
    *("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"),
    *("trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno"),
    *("veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho"),
    "veintinueve",
)
_TENS = {30: "treinta", 40: "cuarenta", 50: "cincuenta", 60: "sesenta", 70: "setenta", 80: "ochenta", 90: "noventa"}
_WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre"),
    *("noviembre", "diciembre"),
)
_ORDINALS = (
    *("primer|primero|primera|primeros|primeras", "segundo|segunda|segundos|segundas"),
    *("tercer|tercero|tercera|terceros", "cuarto|cuarta|cuartos", "quinto|quinta|quintos", "sexto|sexta"),
    *("séptimo|séptima", "octavo|octava", "noveno|novena", "décimo|décima"),
)
_WORKING = (0, 1, 2, 3, 4)

SPANISH = Lexicon(
    code="es",
    suffixes=frozenset(("o", "a", "er", "ro", "ra", "do", "da", "to", "ta")),
    hours_in_doubt=8,
    numbered_days=True,
    marked_plural=False,
    loose_days={8: 7, 15: 14},
    loose_sets={0: (_WORKING, (0, 1, 2, 3, 4, 5)), 1: ((5,), (6,), (5, 6))},
    manner=Manner(
        _WEEKDAYS,
        _MONTHS,
        each_week="cada {day}",
        each_weeks="cada {n} semanas el {day}",
        each_days="cada {n} días",
        each_unit=(("week", "cada semana", "cada 2 semanas"), ("month", "cada mes", "cada 2 meses")),
        each_month="de cada {month}",
        nth_of_month="{words} del mes",
        last_of_month="último día del mes",
        date="{weekday} {day} de {month} de {year}",
        at="{day} a las {time}",
        nth=("primer", "segundo", "tercer", "cuarto", "último"),
        nth_day="el {nth} {day} de cada mes",
        day_of_month="el día {n} de cada mes",
        days="{first} a {last}",
    ),
    terms=terms_of(
        {
            Kind.NUMBER: {**spanish(_UNITS, _TENS), "un|una": 1, "veintiún|veintiuna": 21, "ciento veinte": 120},
            Kind.ORDINAL: {
                **counted(_ORDINALS, 1),
                "último|última|últimos|últimas": -1,
                "penúltimo|penúltima": -2,
            },
            Kind.WEEKDAY: {
                **counted(_WEEKDAYS),
                **counted(["lun|lu", "mar|ma", "mié|mie|mi", "jue|ju", "vie|vi", "sáb|sab|sa", "dom|do"]),
            },
            Kind.WEEKDAYS: {"sábados": 5, "domingos": 6},
            Kind.DAY_SET: {
                "entre semana|días de semana|día de semana|día entre semana|días entre semana|de diario": _WORKING,
                "fines de semana|los fines de semana": (5, 6),
            },
            Kind.LOOSE_SET: {
                "días laborables|día laborable|días hábiles|día hábil|laborables|días de trabajo|día de trabajo": 0,
                "fin de semana|el fin de semana": 1,
            },
            Kind.MONTH: {
                **counted(_MONTHS, 1),
                **counted(["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep|sept|set|setiembre"], 1),
                "oct": 10,
                "nov": 11,
                "dic": 12,
            },
            Kind.MINUTE: plain("minuto|minutos|min|mins"),
            Kind.HOUR: plain("hora|horas|h|hs|hrs"),
            Kind.UNIT: {
                "día|días": "day",
                "semana|semanas": "week",
                "mes|meses": "month",
                "año|años": "year",
            },
            Kind.EVERY: plain("cada|todos los|todas las|todo los|en cada"),
            Kind.OTHER: plain("otro|otra"),
            Kind.EACH_OTHER: plain(
                "sí y otro no|sí y otra no|sí otro no|sí otra no|sí y uno no|sí y una no|sí uno no|de por medio"
                "|alternos|alternas|alterno|alternados|alternadas|sí y el otro no|sí y la otra no"
            ),
            Kind.YES: plain("sí"),
            Kind.NO: plain("no"),
            Kind.OUT_OF: plain("de cada"),
            Kind.PERIODIC: {
                "a diario|diario|diariamente|diaria": ("day", 1),
                "semanal|semanalmente": ("week", 1),
                "quincenal|quincenalmente|cada quincena": ("week", 2),
                "mensual|mensualmente": ("month", 1),
                "bimestral|bimestralmente": ("month", 2),
                "anual|anualmente": ("year", 1),
            },
            Kind.TWICE_OR_EVERY_TWO: {"bisemanal|bisemanalmente": "week", "bimensual|bimensualmente": "month"},
            Kind.TIMES_PER: {
                "una vez|1 vez|solo una vez|una sola vez|una única vez": 1,
                "dos veces|2 veces": 2,
                "tres veces": 3,
            },
            Kind.TIMES: plain("veces|vez|x"),
            Kind.SESSIONS: plain("sesiones|sesión|encuentros|encuentro|reuniones|reunión|citas|cita|fechas|círculo"),
            Kind.PER: plain("a la|al|por|a el|cada|en la|en el"),
            Kind.AND: plain("y|e|más|y también"),
            Kind.OF: plain("de|del|en|en el|de el|dentro del|de los|en los"),
            Kind.ON: plain("el|en|en el|para el"),
            Kind.HABIT: plain("los|las|en los"),
            Kind.ARTICLE: plain("el|la|los|las"),
            Kind.AT: plain(
                "a las|a la|a|las|la|desde las|desde la|a partir de las|a partir de la|empezando a las"
                "|siempre a las|con inicio a las"
            ),
            Kind.FOR: plain(
                "durante|por|de|con una duración de|con duración de|duración|que dure"
                "|durante las próximas|durante los próximos"
                "|en las próximas|las próximas|los próximos|por las próximas"
            ),
            Kind.LONG: plain("de duración|cada vez|cada una|cada uno"),
            Kind.FROM: plain(
                "desde|desde el|a partir de|a partir del|empezando|empezando el|empezando en"
                "|comenzando|comenzando el|de|del"
                "|con inicio el|a contar del|a partir de este|empezando por el|desde este"
                "|a contar desde el|de el|empieza el"
            ),
            Kind.ONWARDS: plain("en adelante"),
            Kind.BETWEEN: plain("entre|entre las|entre el"),
            Kind.UNTIL: plain("hasta|hasta el|hasta la|terminando el|hasta finalizar|hasta las|hasta este"),
            Kind.BEFORE: plain("antes de|antes del|hasta antes de|hasta antes del"),
            Kind.TO: plain("a|al|hasta|y|hasta las|a las|y las|hasta la|a la|y la"),
            Kind.INCLUDED: plain("inclusive|incluido|incluida"),
            Kind.END_OF: plain(
                "fin de|finales de|final de|final del|el final de|el final del|fin del|finalizar"
                "|a finales de|fines de|el fin de"
            ),
            Kind.BEGINNING_OF: plain(
                "principios de|comienzos de|inicios de|el comienzo de|principio de|a principios de"
            ),
            Kind.MIDDLE_OF: plain("mediados de|a mediados de"),
            Kind.NEXT: plain(
                "próximo|próxima|próximos|próximas|siguientes|siguiente|el próximo|la próxima"
                "|el siguiente|la siguiente|que viene|que entra"
            ),
            Kind.THIS: plain("este|esta|este próximo|de este|de esta"),
            Kind.PAST: plain("pasado|pasada"),
            Kind.DAY: {"hoy": 0, "mañana": 1, "pasado mañana": 2},
            Kind.IN: plain("en|dentro de|de aquí a"),
            Kind.FROM_NOW: plain("a partir de hoy|desde hoy|a partir de ahora"),
            Kind.THEN: plain("y luego|luego|y después|después|y desde entonces|y a partir de ahí"),
            Kind.EXCEPT: plain(
                "excepto|excepto los|excepto el|salvo|salvo los|salvo el|menos los|menos el"
                "|pero no los|pero no el|menos"
            ),
            Kind.PART: {
                "mañana|por la mañana|de la mañana|en la mañana|a la mañana": (60, 779),
                "mediodía|del mediodía|al mediodía|de mediodía": (660, 959),
                "tarde|por la tarde|de la tarde|en la tarde|a la tarde": (720, 1289),
                "noche|por la noche|de la noche|en la noche|a la noche": (1080, 1739),
                "madrugada|de la madrugada|de madrugada|por la madrugada": (0, 419),
            },
            Kind.TODAY_PART: {"esta mañana": (60, 779), "esta tarde": (720, 1289), "esta noche": (1080, 1739)},
            Kind.PARTS: {
                "mañanas|por las mañanas": (60, 779),
                "tardes|por las tardes": (720, 1289),
                "noches|por las noches": (1080, 1739),
            },
            Kind.HALF_DAY: {"am|a m": 0, "pm|p m": 12},
            Kind.HOUR_MARK: plain("h|hs|hrs|horas|hora|en punto|horas en punto"),
            Kind.NOON: plain("mediodía|al mediodía|a mediodía|del mediodía|el mediodía"),
            Kind.MIDNIGHT: plain("medianoche|a medianoche|la medianoche|a la medianoche"),
            Kind.QUARTER: {"cuarto|un cuarto": 15, "media": 30},
            Kind.BEFORE_HOUR: plain("para las|para la"),
            Kind.PLUS: plain("y|con"),
            Kind.MINUS: plain("menos"),
            Kind.LENGTH: {
                "media hora": 30,
                "hora y media|una hora y media": 90,
                "dos horas y media": 150,
                "tres horas y media": 210,
                "tres cuartos de hora": 45,
                "un cuarto de hora|cuarto de hora": 15,
                "hora y cuarto|una hora y cuarto": 75,
            },
            Kind.AND_A_HALF: plain("y media"),
            Kind.DAY_WORD: plain("día|los días|el día|días"),
            Kind.FILLER: plain(
                "nos reunimos|nos vemos|quedamos|siempre|por favor|en punto|exactamente|regularmente|en total"
            ),
            Kind.ENDLESS: plain("para siempre|hasta nuevo aviso|indefinidamente|sin fin"),
        }
    ),
)
