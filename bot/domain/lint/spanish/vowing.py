"""Spanish. A text that speaks as I and you."""
# ruff: noqa: E501 - a pattern is read as one line

from bot.domain.lint.rules import Pattern, RuleId, rule

_P = Pattern
RULES = (
    rule(
        RuleId.I_AND_YOU,
        "Un acuerdo es nuestro: lo que vale para ti vale para mí.",
        "¿Qué nos gustaría darnos?",
        "Contamos lo que queremos contar, y escuchamos.",
        "Mantenemos lo que acordamos.",
        _P(
            "<< =tú|usted|ustedes|vosotros !puedes|puede|pueden|podéis|decides|eliges|quieres|decide",
            kinds="c",
            asked=False,
        ),
        _P("<< yo ~3 pregunto|escucho|decido|dirijo|explico|respondo ~~4 te|tú|tu|os|ustedes", kinds="c", asked=False),
        _P("espero|esperamos ~1 que|de tod~a|ti|cada|los|las", kinds="cb", unless=("esperamos que ~2 vuelv~er",)),
        _P(
            "yo|me|mí|mi|mis|conmigo ~~12 te|ti|=tú|tu|tus|contigo|os|usted|vuestr~a",
            kinds="c",
            asked=False,
            denied=False,
        ),
        _P(
            "te|ti|=tú|tu|tus|contigo|os|usted|vuestr~a ~~12 yo|me|mí|mi|mis|conmigo",
            kinds="c",
            asked=False,
            denied=False,
        ),
        _P(
            "< me? =prometo|respeto|acepto|comprometo|confío|guardo|escucho|cuido|acompaño|trato|garantizo|juro|procuro|intento|mantengo|haré|seré|estaré|llegaré|respetaré|escucharé|hablaré|cuidaré|diré|guardaré|trataré|apagaré|intentaré",
            kinds="c",
            asked=False,
            denied=False,
        ),
        _P("< *o|*é te|os|tu|tus|contigo", kinds="c", asked=False, denied=False),
        _P("te *o|*é", kinds="c", asked=False, denied=False, unless=("como|cuando",)),
        _P("< estoy|voy|quiero|puedo|pienso ~3 te|ti|tu|contigo", kinds="c", asked=False, denied=False),
        _P("=tú *as|*es , ~1 yo", kinds="c", asked=False, denied=False),
        _P("yo", kinds="c", asked=False, denied=False, unless=("el yo|desde",)),
        _P("me|mí|mi|mis|conmigo|mío|mía|míos|mías", kinds="c", asked=False, denied=False),
        _P(
            "te|os ~8",
            kinds="c",
            asked=False,
            denied=False,
            unless=(
                "puedes|podéis|quieras|quieres|decides|eliges|gustaría|gusta|prefieras|prefieres|no_tienes_que|necesitas|bienvenid~a|que_ver",
            ),
        ),
        _P(
            "=tú|tus|contigo|ti|vosotr~a|ustedes|usted|vuestr~a|tuy~a",
            kinds="c",
            asked=False,
            denied=False,
            unless=(
                "tratamos ~1 de",
                "puedes|podéis|quieras|quieres|decides|eliges|gustaría|gusta|prefieras|prefieres|no_tienes_que|pueden|puede|quieran|gusten",
            ),
        ),
        _P("< =tu ~2", kinds="c", asked=False, denied=False),
        _P("< no? @ich ~4", kinds="c", asked=False, denied=False),
        _P(
            "< eres|estás|sales|llegas|respetas|escuchas|hablas|cumples|avisas|vienes|traes|apagas|esperas|guardas|cuidas|aceptas|asumes|pides|pagas ~4",
            kinds="c",
            asked=False,
            denied=False,
            unless=("si_quieres|cuando_quieras|libre|bienvenid~a",),
        ),
        _P(
            "avísame|avísanos|dime|dinos|cuéntame|llámame|escríbeme|respétame|escúchame|déjame|perdóname|créeme|trátame",
            kinds="c",
        ),
        _P("allí|ahí|aquí ~1 estaré|me_tienes|estoy", kinds="c"),
        _P(
            "llamarme|escribirme|contarme|decirme|pedirme|confiarme|hablarme|preguntarme|avisarme|interrumpirme|juzgarme|escucharme|ayudarme|guardarme|comprometerme|buscarme|corregirme|aconsejarme|respetarme|tratarme",
            kinds="c",
        ),
    ),
)
