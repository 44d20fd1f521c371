"""Spanish. What a text calls people: clinical words."""
# ruff: noqa: E501 - a pattern is read as one line

from bot.domain.lint.rules import Pattern, RuleId, rule

_P = Pattern
RULES = (
    rule(
        RuleId.CLINICAL,
        "Una etiqueta cierra lo que una palabra propia abriría.",
        "¿Cómo llamas tú a lo que viviste?",
        "Usamos nuestras propias palabras para lo que vivimos.",
        "Tus propias palabras son bienvenidas.",
        _P(
            "síntoma~n|diagnóstic*|diagnostic*|depresión|depresiones|depresiv~a|bipolar~n|esquizo*|psicosis|psicótic~a|psiquiatr*|patolog*",
            unless=("llamaron|llamaban|llaman|llamó|decían",),
        ),
        _P(
            "trastorno~n|trauma~n|traumátic~a|medicación|medicamento~n|suicid*|adicción|adicciones|adict~a|tdah|manía|maníac~a|alucinac*|delirio~n",
            unless=("llamaron|llamaban|llaman|llamó|decían",),
        ),
        _P(
            "recaída~n|recay*|rec~er|recaer|recaído|terapia~n|terapéutic~a|tratamiento~n|borderline|anorexia|bulimia|neur*|narcis*|disfunc*|autis*",
            unless=("llamaron|llamaban|llaman|llamó|decían",),
        ),
        "desencadenante~n|disparador~n|afrontamiento|comorbil*|pronóstico",
        "enfermedad~n|enfermo|enferma ~1 mental~n",
        "salud mental",
        "ataque~n|crisis de ~1 ansiedad|pánico|angustia|nervios",
        "ansiedad|tu enfermedad|condición",
        _P("estás|estabas|estuviste|sigues enferm~a", asked=True),
        "tu|tus enfermedad|ansiedad|brote~n|episodio~n",
        "demencia|demente~n|fobia~n|obsesiv*|compulsiv*|síndrome~n|insomnio|anoréxic*|bulímic*|disociat*|disociación|alcohólic~a|alcoholismo|psicó*|psicolog*|neurosis|neurótic~a|anormal~n|retrasad~a",
        "colapso~n|antidepresiv*|pastillas|medicina~n|discapacidad*|discapacitad~a|ansiolític*|crónic~a|clínic~a|psicosocial~n|psíquic~a|internad~a|ingreso_psiquiátrico|estabilidad_emocional|resiliencia",
        "problema~n|estado|malestar|inestabilidad|condición|condiciones mental~n|emocional~n|psicológic~a|de_salud",
        "enferm~a|inestable~n|discapacitad~a mental~n|crónic~a|emocionalmente|mentalmente",
        _P("enfermedad~n", told=True),
        "cambio~n de humor",
        "en terapia|tratamiento",
        "brote~n|recaídas",
        "cuántos|cuántas episodios|crisis|ataques",
        "víctima~n|superviviente~n de",
        "intrusiv~a|descompens*|desestabiliz*|autodestructiv*|codependien*|hipersensible~n|tóxic~a|=toc|hiperactiv*|psiquiatría|secuela~n|rehabilitación|desintoxic*|sociópata~n|psicópata~n|paranoi*|histéric~a|histeria|trastornad~a|desequilibrad~a|medicad~a|medicarte|medicas|dosis|bajón_anímico|estrés_postraumático|apego|mecanismo~n_de_defensa|mecanismos_de_defensa",
        "persona~n|gente|miembros|integrantes|quienes|alguien ~2 inestable~n|trastornad~a|desequilibrad~a|problemátic~a",
        "autoestima baja|dañada|frágil",
        "baja autoestima",
        _P("dicen|oyes|oír|escuchas|hablan ~1 voces|las_voces", denied=False),
        "conducta~n|comportamiento~n|patrón|patrones ~2 disfuncional*|dañin~a|repetitiv~a|autolesiv~a|adictiv~a|destructiv~a|problemátic~a",
        _P("ansiedad|angustia_vital", told=True, unless=("llaman|llamaban",)),
        "detonante~n ~3 de",
        "los|tus|tu ataques|ataque",
        _P(
            "psicofármaco~n|efecto~n_secundario~n|alta_médica|brote|ingreso~n_hospitalario~n|manicomio|loquero|chiflad~a|tarad~a|majareta|perturbad~a|fase_maníaca|fase_depresiva|estado_depresivo|lítio|litio|prozac|psicopat*|bajo_medicación|te_medic*|medicarse|se_medic*|medicándote|recetaron|recetado",
            unless=("llamaron|llamaban|llaman|llamó|decían",),
        ),
        _P("desencadena|detona|dispara|desata ~2 tus|tu|la|las|los|un", asked=True),
        _P("desde|antes_de|durante tu ~2 crisis|recaída|brote|ingreso|depresión"),
        _P("tu|tus|su|vuestr~a terapeuta|terapeutas|psicólog~a|psiquiatra|loquero|médico_de_cabecera", kinds="pb"),
        _P("para dormir|los_nervios|la_ansiedad|el_ánimo >", asked=True, kinds="p"),
        _P("tu|tus|primer|último ~1 ingreso|ingresos|internamiento|hospitalización", asked=True),
    ),
)
