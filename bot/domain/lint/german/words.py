"""German: how it is cut into words, and its classes of words. Data only; what the classes mean is told in lexicon.py."""
# ruff: noqa: E501 - a class is read as one line

from bot.domain.lint.lexicon import lexicon_of
from bot.domain.lint.tokens import Manner, without_umlauts

MANNER = Manner(
    fold=without_umlauts,
    parts={"geht's": ("geht", "es"), "gibt's": ("gibt", "es"), "ist's": ("ist", "es"), "'s": ("es",)},
    elided={},
    whole=frozenset(),
    splits=frozenset(("aber", "sondern", "weil", "wenn", "falls", "sobald", "obwohl")),
    joins=frozenset(("und", "oder")),
    subjects=frozenset(("ich", "du", "er", "sie", "es", "wir", "ihr", "niemand", "alle", "wer", "was", "wie", "wo")),
)
LEXICON = lexicon_of(
    "de",
    MANNER,
    {
        "v": "e st t en est et te test ten tet end",
        "n": "- e en er ern n s es in innen",
        "a": "- e en er em es",
        "x": "- e en er em es n s",
    },
    {
        "negator": "nicht, kein~x, nie, niemals, niemand~x, nichts, ohne, weder, statt, anstatt, draußen, keinerlei, als zu, frei von, verzichte~n auf, verzichtet auf, verzichten wir auf, jenseits von, abseits von",
        "but": "aber, sondern, doch",
        "self": "ich, mir, mich, mein~x",
        "you": "du, dir, dich, dein~x, euch, euer, eur~x, ihr",
        "told": "sagte~v, gesagt, hieß, gelernt, geglaubt, glaubtest, dachtest, gedacht, beigebracht, gehört, erzählt, früher, hörst,"
        "hörtest, sagten, sagte, erwartet, einmal, genannt",
        "wh": "was, wer, wem, wen, wessen, welch~a, wann, wo, wie, warum, wieso, weshalb, woher, wohin, woran, wovon, wofür, womit,"
        "worauf, worüber, wozu, wobei, worum, worin, wodurch, wovor",
        "or": "oder",
        "lead": "und, bitte, also, na, ja, so, hallo, oh, jetzt, dann, oder, heute, hier, denn, nun, ach, da, komm",
        "subject": "ich, du, er, sie, es, wir, ihr, man, niemand, alle, jede, jeder, jemand",
        "duty": "muss, musst, müsst, müssen, soll, sollst, sollt, sollen, solltest, sollte, sollten, solltet, hat sich, haben sich",
        "feeling": "bedrückt, durcheinander, aufgelöst, aufgewühlt, gereizt, deprimiert, mitgenommen, bekümmert, angespannt, unruhig, ausgelaugt, fertig, am ende, verwirrt, verunsichert, ratlos, hilflos, kraftlos, zornig, empört, verbittert, melancholisch, niedergedrückt, abwesend, traurig, wütend, einsam, erschöpft, müde, ängstlich, verzweifelt, verletzt, enttäuscht, überfordert, sauer, böse,"
        "frustriert, gestresst, verärgert, beschämt, nervös, unglücklich, verloren, leer, dankbar, stolz, erleichtert, froh,"
        "glücklich, aufgebracht, besorgt, beunruhigt, hoffnungslos, neidisch, eifersüchtig, niedergeschlagen, gekränkt, allein",
        "emotion": "gefühl~x, wut, ärger, zorn, emotion~x, trauer, tränen, angst, stimmung~x, dich, euch, uns, sich, mich",
        "surely": "ganz sicher, zweifellos, sichtlich, garantiert, ohne zweifel, ganz bestimmt, bestimmt, sicher, sicherlich, offensichtlich, offenbar, gewiss, wahrscheinlich, vermutlich, wohl, anscheinend, ja sicher",
        "authority": "krisendienst, polizei, notruf, notarzt, behörd~x, ärzt~x, arzt, klinik, angehörig~a, leitung, rettungsdienst,"
        "moderation, notdienst, krankenhaus, therapeut~n, eltern, familie",
        "problem": "problem~x, schwierigkeit~x, sorg~x, konflikt~x, belastung~x, mangel, mängel, defizit~x, schwäch~x, krise~x, hürde~x,"
        "hindernis~x, nöte, not, kummer, fehler, sorgen, makel, baustelle~x, laster, leid",
        "burden": "belastet, bedrückt, quält, plagt, stört, nervt, beschäftigt gerade, runterzieht, fertigmacht, ärgert, sorgt,"
        "beunruhigt, hindert, blockiert, lähmt, überfordert, beschwert",
        "care": "hält, halten, trägt, tragen, stützt, stützen, hilft, helfen, betreut, betreuen, begleitet, begleiten, unterstützt,"
        "unterstützen, kümmert, kümmern, pflegt, pflegen, führt, führen, leitet, rettet, retten, schützt, schützen, versorgt,"
        "versorgen, auffangen, fangen, fängt, beraten, berät, ermutigen, ermutigt, anleiten, umsorgt, umsorgen, stärkt, stärken",
        "well": "gut, stark~a, stabil~a, stärker~a, gesund~a, erfahren~a, gefestigt~a, genesen~a, älter~a, besser, fit, weiter,"
        "stärkst~a, erfahrener~a, fest~a, langjährig~a",
        "weak": "ander~a, schwach~a, schwächer~a, rest, neu~a, übrig~a, die, denen, bedürftig~a, kranken, schwächst~a, labil~a, anfänger~x,"
        "verletzlich~a, jünger~a, schlecht, hilflos~a",
        "host": "leiter*, moderator*, gastgeber*, begleiter*, mentor*, pate, patin, gruppenleit*, kreisleit*, vertrauensperson, ansprechpartner*, facilitator*, verantwortliche~n, leitung, leiter~x, moderation, moderator~x, gastgeber~x, team, trainer~x, coach, begleitung, personal, facilitator",
        "count": "#, ein, eine, einmal, zwei, drei, vier, fünf, zehn, zwanzig, dreißig, sechzig, zweimal, dreimal, wenige, mal",
        "virtue": "pünktlich, ehrlich, offen, ruhig, still, leise, nett, freundlich, respektvoll, höflich, stark, tapfer, positiv, dankbar,"
        "vorsichtig, geduldig, brav, mutig, vernünftig, sachlich, achtsam, kurz, schnell, rücksichtsvoll, diszipliniert",
        "share": "beitrag, beiträge, wort~x, antwort~x, redezeit, runde, geschichte~x, alle, euch, dich, uns, sich",
        "bid": "halt, haltet, schalt, schalte, schaltet, schweig, schweigt, hör, höre, hört, rede, redet, sprich, sprecht, sag, sagt, komm, kommt, bleib, bleibt, sei, seid, geh, geht, lass, lasst, mach, macht, mache, nimm, nehmt, respektier, respektiere, respektiert, achte, achtet, behandle, behandelt, behalt, behalte, behaltet, bring, bringt, bringe, melde, meldet, melde, melden, stell, stelle, stellt, unterbrich, unterbrecht, frag, frage, fragt, vergiss, vergesst, vermeide, vermeidet, benutz, benutze, benutzt, schreib, schreibe, schreibt, lies, lest, folg, folge, folgt, befolge, befolgt, verhalte, verhaltet, verlass, verlasst, warte, wartet, entschuldige, entschuldigt, beteilige, beteiligt, öffne, öffnet, teile, teilt, hilf, helft, unterstütze, unterstützt, urteile, urteilt, denk, denke, denkt, zeig, zeige, zeigt, gib, gebt, beachte, beachtet, wahre, wahrt, trag, trage, tragt, stör, störe, stört, fass, fasse, fasst, versuch, versuche, versucht, antworte, antwortet, erzähl, erzähle, erzählt, erscheine, erscheint, versteck, fall, fallt, diskutiert, diskutiere, konzentriert, konzentriere, begrüße, begrüßt, zieh, zieht, sorg, sorge, sorgt, kritisiere, kritisiert, akzeptiere, akzeptiert, pass, passt, trau, traut, lern, lerne, kümmere, kümmert, reiß, reißt, handle, handelt, bewerte, bewertet, vertrau, vertraue, vertraut, stimme, stimmt, verurteile, verurteilt, lüg, lüge, lügt, sieh, seht, setz, setze, setzt, leg, legt, lege",
        "among": "von uns, von euch, unter uns, unter euch, hier, im kreis, in diesem kreis, in der runde, in dieser runde, in der gruppe, dieser gruppe, aus dem kreis, aus der runde, bei uns, unserer runde, unserem kreis, heute, der gruppe",
        "most": "am *sten, am *ste, best~a, meist~a, schlechtest~a, wenigst~a, schlimmst~a, schwächst~a, stärkst~a, größt~a, *ste mitglied, zu viel, zu wenig, zu selten, zu oft, nie, kaum, als andere, mehr als",
        "hardship": "stolper*, ungenügend, nicht genug, schatten liegt, nicht gerecht, straucheln, strauchelst, gewachsen nicht, nervös, ängstlich, wütend, einsam, unsicher, eifersüchtig, neidisch, verbittert, hilflos, hoffnungslos, verzweifelt, schlecht~a, hässlich*, peinlich*, im weg, in die quere, ungeschehen, beklag*, jammer*, meckerst, schimpfst, klagst, druck, satt, leid, ausbrems*, nachteil~x, rückschlag, rückschläge, unfähig, zweifel~x, einsamkeit, elend, verletzen, verletzt, weh_tun, kränk~v, kränken, unangenehm~a, ungelöst~a, unerledigt~a, misslungen, misslingt, hapert, ärgerlich, verpatzt, verdirbt, vermiest, schwer, schwere, schwerer, schweres, schwerste~n, am schwersten, schwersten, schwierig*, hart, härteste~n, schlimm~a, mühsam~a, anstrengend~a, schmerzhaft~a, schmerzlich~a, belast*, problem~x, schwierigkeit~x, bürde~x, schwäche~n, fehler, mangel, mängel, mangelt, makel, macke~x, scheiter*, gescheitert, versag~v, versagst, leid~v, leidest, quäl*, plag*, bedrück*, stör~v, nerv~v, ärger*, wurmt, kummer, sorge~n, frust*, stress*, hindernis*, hindert, hürde~x, blockier*, hemmt, hemmst, lähm*, kaputt~a, zerbroch~x, zerbrochen, verkehrt, schief, krise~n, wunde~n, schmerz~x, weh, schuld, scham, schämst, bereu*, drückt, lastet, bremst, überforder*, enttäusch*, unzufrieden, unglücklich, herausforderung~x, konflikt~x, streit, mühe, runter, verzweifel*, eng, defizit~x, baustelle~x, vermasselt, vergeigt, sabotier*",
        "opening": "gehalten, hielt, gestützt, begleitet, wieder machen, wieder tun, noch einmal machen, dabei, bei dir sein, neben dir, erzählt, lächel*, kindheit, gefunden, finden, fast, beinahe, eingeladen, gehört, lied, schmeckt, hilf*, half, geholfen, helf*, geöffnet, öffn*, gewachsen, wächst, wuchs, gelernt, lern*, möglich, wert, freund*, leichter, trägt, trug, trugen, getragen, überrasch*, geschenk*, hoffnung, zusammen, gemeinsam, trotz*, gute~n, schön*, lach*, tröst*, trost, dank*, blieb*, geblieben, mut, mutig, willkommen, vermiss*, verpassen, missen, tür~x, geschicht*, bekommen, anzunehmen, annehmen, glauben, entdeck*, verstand*, geführt, führte, verändert, gelöst, lösen, gefunden, stand, standen, lieb~x, geliebt, kind, versöhn*, frieden, gelehrt, gezeigt, wusstet, wissen",
        "threat": "gefahr~x, gefährlich~a, bedroh*, angst, ängste~n, furcht, fürcht*, befürcht*, scheust, katastroph*, schlimmst~a, albtraum, feind~x, rückfall, schaden, verlier~v, verlierst, verlust~x, versuchung~x, erschreck*, schreckt, panik, schreckgespenst, unheil",
        "brave": "reizt, lockt, lohnt, gelohnt, entstehen, eröffnet, verstanden, gefunden, wiedergefunden, weiß, wissen, sagt, erzählt, verdient, fast, beinahe, gelernt, wert, wag~v, wagst, wagen, gewagt, einmal, früher, einst, öffn*, freund*, mut, mutig, tür~x, gut~a, schön~a, kind, willkommen, damals, entpuppt, geworden, wurde, lacht, gewachsen",
    },
    negates_after=True,
)
