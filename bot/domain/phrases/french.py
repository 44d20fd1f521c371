"""French: the words of its times and dates."""

from bot.domain.phrases.lexicon import Kind, Lexicon, Manner, counted, plain, terms_of
from bot.domain.phrases.numerals import french

_UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize"),
    *("quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf"),
)
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre vingt"}
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre"),
    "décembre",
)
_ORDINALS = (
    *("premier|première|premiers|premières", "deuxième|deuxièmes|second|seconde|seconds", "troisième|troisièmes"),
    *("quatrième|quatrièmes", "cinquième|cinquièmes", "sixième", "septième", "huitième", "neuvième", "dixième"),
    *("onzième", "douzième", "treizième", "quatorzième", "quinzième", "seizième", "dix septième", "dix huitième"),
    *("dix neuvième", "vingtième"),
)
_WORKING = (0, 1, 2, 3, 4)

FRENCH = Lexicon(
    code="fr",
    suffixes=frozenset(("er", "re", "ere", "e", "eme", "nd", "nde", "ers")),
    hours_in_doubt=8,
    bare_repeats=False,
    loose_days={8: 7, 15: 14},
    loose_sets={0: (_WORKING, (0, 1, 2, 3, 4, 5)), 1: ((5,), (6,), (5, 6))},
    manner=Manner(
        _WEEKDAYS,
        _MONTHS,
        each_week="chaque {day}",
        each_weeks="toutes les {n} semaines le {day}",
        each_days="tous les {n} jours",
        each_unit=(("week", "chaque semaine", "toutes les 2 semaines"), ("month", "chaque mois", "tous les 2 mois")),
        each_month="de chaque {month}",
        nth_of_month="{words} du mois",
        last_of_month="dernier jour du mois",
        date="{weekday} {day} {month} {year}",
        at="{day} à {time}",
        nth=("premier", "deuxième", "troisième", "quatrième", "dernier"),
        nth_day="le {nth} {day} du mois",
        day_of_month="le {n} de chaque mois",
        days="{first} au {last}",
    ),
    terms=terms_of(
        {
            Kind.NUMBER: {**french(_UNITS, _TENS), "une": 1, "cent vingt": 120, "quinzaine de": 15, "dizaine de": 10},
            Kind.ORDINAL: {
                **counted(_ORDINALS, 1),
                "dernier|dernière|derniers|dernières": -1,
                "avant dernier|avant dernière": -2,
            },
            Kind.WEEKDAY: {
                **counted(_WEEKDAYS),
                **counted(["lun", "mar", "mer", "jeu", "ven", "sam", "dim"]),
            },
            Kind.WEEKDAYS: counted([f"{name}s" for name in _WEEKDAYS]),
            Kind.DAY_SET: {
                "en semaine|jours de semaine|jour de semaine|jours ouvrés|jour ouvré|la semaine"
                "|les jours de semaine": _WORKING,
                "week ends|weekends|les week ends|le week end": (5, 6),
            },
            Kind.LOOSE_SET: {
                "jours ouvrables|jour ouvrable": 0,
                "week end|weekend|fin de semaine": 1,
            },
            Kind.MONTH: {
                **counted(_MONTHS, 1),
                **counted(["janv|jan", "févr|fév", "mar", "avr", "mai", "juin", "juil", "aou", "sept|sep", "oct"], 1),
                "nov": 11,
                "déc": 12,
            },
            Kind.MINUTE: plain("minute|minutes|min|mn|mins"),
            Kind.HOUR: plain("heure|heures|h"),
            Kind.UNIT: {
                "jour|jours": "day",
                "semaine|semaines": "week",
                "mois": "month",
                "an|ans|année|années": "year",
            },
            Kind.EVERY: plain("chaque|tous les|toutes les|tout les|toute les|à chaque"),
            Kind.OTHER: plain("autre"),
            Kind.EACH_OTHER: plain("en alternance|alternés|alternées|alterné"),
            Kind.YES: plain("oui"),
            Kind.NO: plain("non"),
            Kind.OUT_OF: plain("sur"),
            Kind.PERIODIC: {
                "quotidien|quotidienne|quotidiennement|par jour|tous les jours que": ("day", 1),
                "hebdomadaire|hebdomadairement|hebdo": ("week", 1),
                "toutes les quinzaines|chaque quinzaine|par quinzaine|tous les quinze jours que": ("week", 2),
                "mensuel|mensuelle|mensuellement": ("month", 1),
                "bimestriel|bimestrielle": ("month", 2),
                "annuel|annuelle|annuellement": ("year", 1),
            },
            Kind.TWICE_OR_EVERY_TWO: {"bihebdomadaire|bi hebdomadaire": "week", "bimensuel|bimensuelle": "month"},
            Kind.TIMES_PER: {
                "une fois|1 fois|une seule fois|juste une fois|seulement une fois": 1,
                "deux fois|2 fois": 2,
                "trois fois": 3,
            },
            Kind.TIMES: plain("fois|x"),
            Kind.SESSIONS: plain("séances|séance|sessions|session|rencontres|rencontre|réunions|réunion|dates|cercle"),
            Kind.PER: plain("par|dans la|dans le|chaque|tous les|toutes les"),
            Kind.AND: plain("et|puis le|ainsi que"),
            Kind.OF: plain("de|du|d|en|au|de la|dans le|au mois de|du mois de"),
            Kind.ON: plain("au"),
            Kind.HABIT: plain("le|les|tous les"),
            Kind.ARTICLE: plain("le|la|les|l"),
            Kind.AT: plain("à|a|dès|à partir de|début à|commençant à|toujours à"),
            Kind.FOR: plain(
                "pendant|pour|durant|d une durée de|d|de|durée|avec une durée de|pendant les|pour les"
                "|pendant les prochaines"
                "|pour une durée de|durant les"
            ),
            Kind.LONG: plain("de long|chacune|chacun|chaque fois|à chaque fois"),
            Kind.FROM: plain(
                "dès|dès le|à partir de|à partir du|à partir d|à compter du|à compter de|du|de"
                "|commençant|commençant le"
                "|en commençant le|à dater du|dès ce|à partir de ce|d|débutant le|début le|à partir de la|dès la"
            ),
            Kind.ONWARDS: plain("et après|et au delà"),
            Kind.BETWEEN: plain("entre|entre le"),
            Kind.UNTIL: plain(
                "jusqu à|jusqu au|jusqu en|jusque|jusqu au mois de|jusqu à la|jusqu|se terminant le"
                "|jusqu à ce|jusqu au mois d"
            ),
            Kind.BEFORE: plain("avant|avant le|avant la|jusqu avant le"),
            Kind.TO: plain("à|au|jusqu à|jusqu au|et|a|et le"),
            Kind.INCLUDED: plain("inclus|incluse|compris|y compris"),
            Kind.END_OF: plain("fin|la fin de|la fin du|fin de|fin du|la fin d|la fin du mois de"),
            Kind.BEGINNING_OF: plain("début|le début de|le début du|début de"),
            Kind.MIDDLE_OF: plain("mi|milieu de|la mi|à la mi"),
            Kind.NEXT: plain(
                "prochain|prochaine|prochains|suivant|suivante|le prochain|la prochaine|qui vient|qui suit"
            ),
            Kind.THIS: plain("ce|cet|cette"),
            Kind.PAST: plain("dernier|passé|dernière|passée"),
            Kind.DAY: {"aujourd hui": 0, "demain": 1, "après demain": 2},
            Kind.IN: plain("dans|d ici"),
            Kind.FROM_NOW: plain("à partir d aujourd hui|dès aujourd hui|à partir de maintenant"),
            Kind.THEN: plain("puis|et puis|ensuite|et ensuite|et après cela"),
            Kind.EXCEPT: plain(
                "sauf|sauf le|sauf les|excepté|excepté le|hormis|hormis le|à l exception du|mais pas le"
            ),
            Kind.PART: {
                "matin|du matin|le matin|au matin|dans la matinée|matinée|en matinée": (60, 719),
                "midi|du midi|le midi": (660, 899),
                "après midi|de l après midi|l après midi|dans l après midi|en après midi": (720, 1139),
                "soir|du soir|le soir|en soirée|dans la soirée|au soir|soirée": (960, 1439),
                "nuit|la nuit|de nuit|dans la nuit|de la nuit": (1140, 1739),
            },
            Kind.TODAY_PART: {"ce matin": (60, 719), "cet après midi": (720, 1139), "ce soir": (960, 1439)},
            Kind.PARTS: {
                "matins|les matins": (60, 719),
                "midis|les midis": (660, 899),
                "après midis|les après midis": (720, 1139),
                "soirs|les soirs": (960, 1439),
                "nuits|les nuits": (1140, 1739),
            },
            Kind.HOUR_MARK: plain("h|heure|heures|heures pile|heures précises"),
            Kind.NOON: plain("midi|à midi"),
            Kind.MIDNIGHT: plain("minuit|à minuit"),
            Kind.QUARTER: {"quart|un quart": 15, "le quart": 15, "demie|demi": 30},
            Kind.PLUS: plain("et"),
            Kind.MINUS: plain("moins"),
            Kind.LENGTH: {
                "demi heure|une demi heure|la demi heure": 30,
                "une heure et demie|heure et demie|une heure et demi": 90,
                "deux heures et demie": 150,
                "trois heures et demie": 210,
                "trois quarts d heure": 45,
                "un quart d heure|quart d heure": 15,
                "une heure et quart|une heure un quart": 75,
            },
            Kind.AND_A_HALF: plain("et demie|et demi"),
            Kind.DAY_WORD: plain("jour"),
            Kind.FILLER: plain(
                "on se retrouve|on se voit|nous nous retrouvons|toujours|s il vous plaît|svp|pile"
                "|précises|régulièrement|en tout|au total"
            ),
            Kind.ENDLESS: plain("pour toujours|jusqu à nouvel ordre|sans fin|indéfiniment"),
        }
    ),
)
