"""Spanish. Questions that a yes or a no would end."""
# ruff: noqa: E501 - a pattern is read as one line

from bot.domain.lint.rules import Pattern, RuleId, rule

_P = Pattern
RULES = (
    rule(
        RuleId.CLOSED_QUESTION,
        "Un sí o un no termina una historia; una pregunta abierta la empieza.",
        "¿Qué te viene a la mente al pensar en ello?",
        "¿Qué nos gustaría?",
        "¿Qué te gustaría?",
        _P(
            "¿ y? hay|hubo|has|ha|han|es|eres|fue|fuiste|son|puedes|podrías|quieres|tienes|sabes|crees|estás|está|te|le|se|nos|tenías|eras|sueles|era|sientes|sentiste|recuerdas|vives|conoces|dormiste|tuviste",
            kinds="p",
            asked=True,
            unless=("te|le qué",),
        ),
        _P("¿ alguna vez|alguien|ya|todavía|aún|nunca", kinds="p", asked=True),
        _P("¿ algun~a vez|persona|día", kinds="p", asked=True),
        _P(
            "¿ *ste|*as|*es|*aste a|al|la|el|un|una|tu|en|con|bien|de|que|mucho",
            kinds="p",
            asked=True,
            unless=("¿ cuántas|cuántos|cuáles|quiénes|después|antes|entonces|además|más|mas|pues|tras",),
        ),
        _P("¿ !y|e|@ask|entonces|pues * *", kinds="pc", asked=True, denied=False, unless=("@ask",)),
        _P("¿ no|verdad|cierto|sí|vale|o_no|de_acuerdo|eh|correcto|a_que_sí >>", kinds="p", asked=True, denied=False),
        _P("@or no >>", kinds="p", asked=True, denied=False),
        _P(": ¿? ~~4 @or ~~4 >>", kinds="p", asked=True, denied=False, unless=("@ask",)),
        _P("prefieres ~4 @or|a", kinds="p", asked=True, denied=False),
        _P(
            "<< has|es|eres|fue|te|hay|estás|puedes|quieres|tienes|crees|sientes * *",
            kinds="p",
            asked=True,
            denied=False,
            unless=("@ask", "@wh"),
        ),
        _P(
            "cuántas|cuántos|=cuánto veces|años|tiempo|amigos ~4",
            kinds="p",
            asked=True,
            denied=False,
            unless=("hace ~1 cuánto",),
        ),
        _P(
            "quién|dónde|cuándo ~5 @or ~3 >>",
            kinds="p",
            asked=True,
            denied=False,
            unless=("o ~1 quién|qué|cuándo|dónde|cómo|algo|alguien",),
        ),
        _P("¿ =a =que te|no|sí|ya|fue|es|la|el|os|nunca", kinds="p", asked=True, denied=False),
        _P(
            "¿ cuántas|cuántos|cuánto|cuánta hermanos|hermanas|hijos|hijas|horas|días|semanas|meses|personas|parejas|trabajos|minutos|kilos|cigarrillos|copas|mides|pesas|ganas|cobras|tardas|duermes|bebes|fumas|hace|llevas ~4",
            kinds="p",
            asked=True,
            denied=False,
        ),
        _P("¿ a_qué hora|edad ~6", kinds="p", asked=True, denied=False),
        _P(
            "cuéntanos|dinos|di|dime|cuéntame|digan|decidnos|responde si ~4",
            kinds="p",
            denied=False,
            unless=(
                "si_quieres|quieres|si_te_apetece|si_te_dan|si_lo_deseas|si_gustas|si_te_animas|si_te_parece|si_quieren|si_te_nace|si_os_apetece|si_te_provoca|si_les_nace",
            ),
        ),
        _P("sí|si o no :|, ~6", kinds="p", denied=False),
        _P("¿ y? cuando|si|como ~6 , ~1 !y|e|@ask * *", kinds="p", asked=True, denied=False, unless=("@ask",)),
        _P("¿ @yesno ~2", kinds="p", asked=True, denied=False, unless=("@ask",)),
        _P(
            "¿ y? =cuando|=si ~3 *as|*es|está|estás|hay ~6",
            kinds="p",
            asked=True,
            denied=False,
            unless=("=cuándo|=qué|=cómo|=quién|=dónde|=cuál|qué|quién|dónde|cuál|a_qué|de_qué|con_quién",),
        ),
        _P("¿ cuántas veces|=cuántas ~4", kinds="p", asked=True, denied=False),
        _P(
            "¿ y? te_acuerdas|recuerdas|sabes|sabéis|tienes_claro|te_imaginas|te_has|has|se_te|conoces|crees|te_gustaría|quieres|podrías|puedes|has_pensado|ves|entiendes|notas ~8 =qué|=cómo|=quién|=dónde|=cuándo|=cuál|=cuánto",
            kinds="p",
            asked=True,
            denied=False,
        ),
        _P(
            "=qué|=cuál prefieres|eliges|escoges|te_gusta_más|te_va_más|elegirías ,|: ~~5 @or ~4",
            kinds="p",
            asked=True,
            denied=False,
        ),
    ),
)
