"""English, everyday turns that put a person in a place, weigh them, press them or tell them what to do."""
# ruff: noqa: E501 - a pattern is read as one line

from bot.domain.lint.rules import Pattern

_P = Pattern
CLINICAL = (
    _P(
        "act|acting|acts|behave|behaving|behaves|going|gone|went ~1 crazy|mad|nuts|insane|mental|weird|strange",
        unless=("about|for|over",),
    ),
    _P("compliant|compliance|adherence|adherent|non_compliant|noncompliant"),
    _P("how ~3 meds|medicine~n|pills|tablets|dose~n", asked=True),
)
FEELING = (
    _P("to be|feel|have_been this|so|that|such|as @feeling", kinds="p", denied=False),
    _P("how are you|we ~1 holding up|bearing_up|coping", kinds="pb"),
    _P("what a ~1 shock|blow|nightmare|ordeal|pity|shame|loss|relief ~2 must|for_you|that", kinds="pb"),
    _P(
        "you|someone|somebody|they ~1 sound|sounds|seem|seems|look|looks ~2 grumpy|cross|moody|stressed|tense|off|snappy|sleepy|tired|bored|distracted|blue|cranky|prickly",
        asked=False,
        kinds="b",
    ),
)
ROLES = (
    _P("look~v up to"),
    _P("defer~n|deferring|deferred to"),
    _P("follow~v ~3 lead|leader|facilitator|instructions|orders"),
    _P("needs ~2 care|hug|patience|protection|attention|support|help|saving", kinds="b"),
    _P("handled|treated|handle|treat with ~1 care|gloves|caution", kinds="cb"),
    _P(
        "who|which ~5 mentor|coach|tutor|chaperone|look_after|supervise|babysit|shepherd",
        asked=True,
        unless=("did|taught",),
    ),
    _P(
        "which_of_us|who_of_us|who_among_us|which_of_you|who_among_you|who_here|which_member~n|who_in_this ~4 rest|others|newcomers|weaker|struggling|everyone_else",
        asked=True,
        unless=("taught", "you"),
    ),
    _P(
        "which_of_us|who_of_us|who_among_us|which_of_you|who_among_you|who_here|who_in_this ~3 knows|expert|specialist|professional|qualified|trained|fit|wise|strong|stable|sorted|act",
        asked=True,
    ),
    _P("who ~3 expert|specialist|authority|professional on|in|at|about", asked=True),
    _P("old|safe|steady|experienced|wise hands|hand|heads", kinds="pc", unless=("old ~1 hands ~2 my|her|his",)),
    _P("a|the|our|more stable|steady|steadier|stabler ~1 one|ones|member~n|person|people", kinds="pcb"),
    _P(
        "new|newer|newcomer|newcomers|beginner|starter|arrival ~4 gets|get|is|are|receives|has|have|given|paired|assigned|matched|attached ~4 guide|veteran|mentor|helper|buddy|elder|companion|old_hand|guardian|teacher|expert|minder|someone"
    ),
    _P("show|shows|teach|teaches|learn|learns ~2 the ropes", kinds="pcb"),
    _P(
        "the rest|others|rest_of_us|everyone|we|group correct~v|fix~v|straighten~v|set ~1 it|them|him|her|that|their|each_other|one_another|what",
        kinds="c",
    ),
    _P(
        "thinking|thoughts|views|beliefs|behaviour|perception is|are|becomes|gets ~1 distorted|irrational|wrong|confused|unrealistic|off|twisted|unhealthy|negative|muddled"
    ),
    _P(
        "@host ~2 always|alone|only|the_one|the_one_who|one_who",
        kinds="cb",
        unless=("like everyone|us|any", "too", "not|never"),
    ),
    _P("always the one|person who|that", kinds="cb"),
    _P(
        "that|it|this|who|roles|places|order|jobs|tasks|parts ~1 stays|stay|remains|remain|is|are ~1 the_same|fixed|put|unchanged|permanent|for_good|that_way|settled|as_it_is",
        kinds="c",
        unless=("words|welcome|ours|yours|may|can",),
    ),
    _P(", as always|usual|ever >", kinds="cb", unless=("welcome",)),
    _P("every|each week|time|session|evening|meeting , the_same", kinds="c"),
    _P(
        "@host ~2 steers|steer|moderates|polices|oversees|supervises|guides|directs|corrects|disciplines|judges|rules|calls_on",
        kinds="cb",
    ),
    _P("act together|lives_together|life_sorted|lives_sorted|life_together", kinds="pc"),
    _P("outsiders|people|others|normal ~3 not ~1 understand|get ~1 us|it|this", denied=False, kinds="cb"),
)
RANKING = (
    _P("whose|who|which ~6 more|better|most|less|harder , ~~6 or", asked=True, denied=False),
    _P(
        "how ~1 strong|weak|brave|healthy|stable|normal|tough|resilient|mature|honest|good|far ~1 are|were you",
        asked=True,
    ),
    _P(
        "attendance|participation|silence|silences|absence~n|lateness|passes ~2 taken|noted|recorded|checked|counted|kept|logged|required|compulsory|monitored|reviewed",
        kinds="cb",
    ),
    _P("whose ~5 @sup", asked=True, unless=("you ~4 @sup", "taught|voice|song|laugh|cooking|hands|words|kitchen")),
    _P(
        "who ~3 farthest|furthest|fastest|lagging|trailing|slowest|ahead|behind|leading|winning|losing|strongest|weakest|wisest|bravest|fittest|neediest|unhappiest|happiest|saddest|sickest|sanest|craziest",
        asked=True,
        unless=("you|your|left behind|taught",),
    ),
    _P("stack~v|measure~n|shape~n|match up ~1 to|against|with|next_to", kinds="pb"),
    _P("how many ~1 points|stars|marks|badges", asked=True),
    _P("goal~n|target~n ~2 reach~v|meet|met|hit|achieve~d|achieved|missed", kinds="pcb"),
    _P("what|which|how_much ~2 you|we ~1 achieve|achieved|accomplish*", asked=True),
    _P(
        "@count ~1 members|people|others|of_us|of_you ~2 already|have_answered|have_spoken|have_shared|have_voted|have_replied",
        kinds="b",
    ),
    _P("you|he|she|they has|have not ~1 yet? >", kinds="b", denied=False, asked=False, unless=("if",)),
    _P("twice|half|three_times as ~2 as", kinds="cb"),
    _P("you|* spoke|talked|shared ~1 for|only ~1 @count|less|longer|more ~1 minute~n|second~n", kinds="b", asked=False),
    _P(
        "rate~v|rates|grade|grades|evaluate|evaluates|mark|marks ~1 the|each|every ~1 session|meeting|circle|evening|other|share|turn",
        kinds="cb",
    ),
    _P("keep|keeps|doing up|it_up|doing ~1 the good|great|nice work|job", kinds="b"),
    _P("well done|<< good|<< great|<< nice|<< excellent|<< super|<< fantastic work|job|effort|going|done", kinds="b"),
)
PASS = (
    _P("you let us|everyone|them|the_circle down"),
    _P("your excuse|excuses"),
    _P("once|twice ~2 in_a_row", kinds="c"),
    _P("let|letting|lets ~3 down", kinds="b", denied=False),
    _P(
        "unwilling|reluctant|refusing|refuse|loath|hesitant|too_scared|too_shy|too_proud|so_shy|slow to ~1 tell|say|share|talk|speak|show|reveal|open|discuss|let",
        asked=True,
    ),
    _P("another|third|second|fourth|fifth|# pass|passes", kinds="b", unless=("fine|welcome|okay|is_a_pass",)),
    _P("pass|passes|skip|skipped ~2 in_a_row|again|once_more|already|once_again", kinds="b"),
    _P("leave|leaving|keep|keeping ~1 us ~1 hanging|in_the_dark|guessing|in_suspense|waiting|out"),
    _P("explanation for|of ~2 absence|silence|pass|passing|being"),
    _P("we|everyone|they missed you ~1 last|on|at|yesterday|this", kinds="b"),
    _P("it ~1 been a ~1 while|time|age|long_time since ~1 you", kinds="b"),
    _P("you forgot|forget|neglected|failed|omitted to", kinds="b", asked=False, unless=("if",)),
)
WHY = (
    _P(
        "how ~1 do|did|can|could|would you ~1 explain|justify|account_for|defend|excuse ~1 your|that|this|it|yourself",
        asked=True,
    ),
    _P("what ~2 going|went|running|ran ~2 through|on|in ~1 your ~1 head|mind ~2 when", asked=True),
    _P("what were|was|are your ~2 reason~n|motive~n|excuse~n|grounds|justification*", asked=True),
    _P("what|who ~1 gives|gave|entitles|entitled you ~2 right|idea|permission", asked=True),
)
ADVICE = (
    _P("we|members|everyone|each ~1 recommend~v|suggest~v|prescrib~e", kinds="c", asked=False),
    _P("tip|hint|advice|quote|lesson|motto of|for the|this ~1 day|week|evening", kinds="b"),
    _P(
        "would|will|could|might|can help !you|us|me|each|everyone ~2 see|realise|realize|understand|accept|change|stop|learn|open_up|grow|calm",
        asked=True,
    ),
    _P(
        "if you were !a|an|the|free|to|able|here|asked|seven|ten|five|given|king|queen|in ~~9 his|her|their|him|them|handle|deal|manage|approach|tackle",
        asked=True,
    ),
    _P("put|putting|imagine ~1 yourself|yourselves in ~2 place|shoes|position|boots|situation|skin", kinds="pb"),
    _P("in * is place|shoes|position|boots|situation|skin", asked=True, unless=("place to",)),
    _P(
        "what|how would ~1 sensible|wise|wiser|reasonable|normal|smart|good|strong|responsible|rational|grown|mature|better ~2 do|handle|react|say|act|behave",
        asked=True,
    ),
    _P(
        "who|whom ~3 do you|we need|have to forgive|apologise|apologize|thank|confront|forget|leave|thank|face|cut|stop",
        asked=True,
    ),
    _P(
        "what|which ~2 do|does you|he|she|they|we need|have to forgive|accept|confront|apologise|face|stop|quit|drop|overcome|tackle|avoid|forget",
        asked=True,
    ),
    _P(
        "how ~2 can|could|do|might|will|should you|we|one|he|she ~1 become|be ~1 better|stronger|healthier|happier|nicer|kinder|calmer|normal|more ~1",
        asked=True,
    ),
    _P(
        "what|which ~2 would|could|might|can make|turn|keep ~1 you|him|her|them|us ~1 normal|happy|better|healthy|sane|stronger|well",
        asked=True,
    ),
    _P("next move|step~n with|about|on|for|towards", asked=True),
    _P(
        "giv~e|offer~v|bring~v|suggest~v|propos~e|provide~v|receive~v|get|gets|come_up_with ~6 solution~n|fix|fixes|answers|remed~ny|next_steps|way_forward|way_out",
        kinds="c",
    ),
    _P("lesson|moral|takeaway ~1 in|of|from|here|for", asked=True, unless=("first lesson|piano|driving|school",)),
    _P("makes|make|made ~1 you|us|him|her ~1 strong|special|brave|resilient|unique|a_fighter|a_survivor", asked=True),
)
ORDER = (
    _P(
        "members|participants|newcomers|guests|speakers|listeners ~1 may|can|must|will|ca not !@answering",
        kinds="c",
        denied=False,
    ),
    _P("thou|you|members|we shall ~1 not", kinds="cb", denied=False),
    _P("shall not|never ~1 *", kinds="c", denied=False),
    _P("must ~1 every|a|an|each|any ~1 member~n|person|participant|newcomer|speaker|facilitator|one|of", asked=True),
)
ASKING = (
    _P("<< how are you|things|we|y'all ~2 >>", kinds="pb", asked=True),
    _P("<< how is it|everything|life ~2 >>", kinds="pb", asked=True),
    _P("or ~~6 , and ~1 why", kinds="p", asked=True, denied=False),
    _P(
        "<< ready|willing|able|any|interested|anything|anyone|fancy|care|want|feel ~~8",
        kinds="p",
        asked=True,
        denied=False,
    ),
)
