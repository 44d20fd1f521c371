"""English: how it is cut up, and its classes of words. The notation is that of lexicon.py."""
# ruff: noqa: E501 - a class is read as one line

from bot.domain.lint.lexicon import lexicon_of
from bot.domain.lint.tokens import Manner, plain

_MANNER = Manner(
    fold=plain,
    parts={
        "can't": ("ca", "not"),
        "won't": ("will", "not"),
        "let's": ("let", "us"),
        "n't": ("not",),
        "'re": ("are",),
        "'ve": ("have",),
        "'ll": ("will",),
        "'m": ("am",),
        "'d": ("would",),
        "'s": ("is",),
    },
    elided={},
    whole=frozenset(("o'clock",)),
    splits=frozenset(("but", "because", "if", "when", "while", "until", "unless", "although", "whenever", "since")),
    joins=frozenset(("and", "or", "so", "then")),
    subjects=frozenset(
        ("i", "you", "he", "she", "it", "we", "they", "everyone", "nobody", "who", "what", "how", "where")
    ),
)
LEXICON = lexicon_of(
    "en",
    _MANNER,
    {"v": "- s es ed d ing", "e": "e es ed ing", "y": "y ies ied ying", "n": "- s es", "ny": "y ies", "d": "ed ing"},
    {
        "negator": "not, no, never, nobody, nothing, none, neither, nor, without, cannot, instead of, rather than, no one,"
        "free of, free from, outside, rather than, than to, leav~e out, hardly",
        "but": "but, however",
        "self": "i, me, my, myself",
        "you": "you, your, yours, yourself, yourselves",
        "told": "did you learn, did we learn, did you hear, told, taught, said, say, believed, believe, thought, learned, learnt, heard, hear, expected, once, used to, called",
        "wh": "what, who, whom, whose, which, when, where, how, why",
        "or": "or",
        "lead": "and, so, please, well, ok, okay, hey, hello, oh, now, then, also, or, today, here, just",
        "subject": "i, you, he, she, it, we, they, who, everyone, everybody, somebody, someone, each, that, this, there",
        "aux": "ca, do, does, did, is, are, was, were, can, could, will, would, have, has, had, may, might, shall, should, am",
        "anyone": "you, we, everyone, everybody, anyone, anybody, one, people, they, members, member, participants, speakers,"
        "each of us, each of you, all of us, all of you, newcomers, latecomers, the group, circle, whoever, listeners, speaker,"
        "guests, facilitator, person, all, each, nobody, no one, somebody, someone, shares, phones, cameras, contributions",
        "duty": "have to, has to, need to, needs to, are required to, is required to, are expected to, is expected to,"
        "are supposed to, is supposed to, are obliged to, are to, is to, had better",
        "answering": "answer, reply, respond, explain, justify, share, tell, speak, say, talk, decide, join, come, write, bring,"
        "read, stay, give, apologise, be, do, know",
        "feeling": "low, down, fragile, hurting, grieving, raw, shaken, tense, numb, raging, gutted, drained, worn out, fed up, weary, withdrawn, on edge, in pain, in a state, struggling, heavy, scunnered, restless, wobbly, delicate, teary, tearful, broken, crushed, sad, angry, lonely, exhausted, tired, afraid, scared, anxious, upset, frustrated, hurt, disappointed, furious,"
        "overwhelmed, desperate, hopeless, worried, ashamed, guilty, stressed, nervous, unhappy, miserable, bitter, jealous,"
        "devastated, empty, lost, relieved, happy, proud, grateful, heartbroken, insecure, frightened, depressed, bad, terrible",
        "emotion": "emotion~n, feeling~n, anger, rage, temper, tears, grief, sadness, yourself, yourselves, ourselves, mood~n",
        "surely": "obviously, clearly, surely, certainly, probably, definitely, undoubtedly, of course, no doubt, bound to, evidently",
        "authority": "admin~n, organiser~n, organizer~n, social worker~n, gp, professional~n, therapist~n, counsellor~n, nurse~n, ambulance service, relatives, parents, authorit~ny, police, emergency*, hotline, helpline, ambulance, doctor~n, hospital, crisis line, crisis team,"
        "next of kin, family, staff, moderator~n, services",
        "problem": "problem~n, difficult~ny, trouble~n, issue~n, struggle~n, obstacle~n, burden~n, weakness~n, deficit~n, flaw~n,"
        "shortcoming~n, worr~ny, concern~n, crisis, crises, failing~n, limitation~n, failure~n",
        "burden": "troubl~e, bother~v, burden~v, plagu~e, worr~y, weigh~v on, torment~v, depress~v, stress~v, trouble, upset, upsets",
        "care": "help~v, support~v, carr~y, hold~v, look~v after, tak~e care of, car~e for, guid~e, lead~v, assist~v, protect~v,"
        "watch~v over, rescu~e, lift~v, mentor~v, advis~e, teach~v, accompan~y, catch~v, sav~e, serv~e, encourag~e",
        "well": "sorted, doing fine, doing well, coping, over it, over the worst, through it, out of it, come through, well, fine, strong, stronger, strongest, stable, recovered, healthy, healthier, experienced, okay, further along,"
        "better, senior, ahead, wiser, capable, older",
        "weak": "ones, others, other, rest, weak, weaker, weakest, those, newcomers, struggling, vulnerable, unwell, needy, sick, ill,"
        "beginners, less, worse, suffering, new, juniors, fragile",
        "host": "founder~n, owner~n, chair, chairperson, elder~n, guide~n, supervisor~n, therapist~n, instructor~n, guru~n, facilitator~n, moderator~n, host~n, leader~n, staff, team, opener, organiser~n, organizer~n, coach~n, trainer~n",
        "share": "share~n, contribution~n, answer~n, turn~n, stor~ny, it, speech~n, things, everything, talk, yourself, ourselves",
        "count": "seven, eight, nine, eleven, twelve, fifteen, forty, forty five, fifty, ninety, a hundred, a couple of, several, a dozen, #, one, two, three, four, five, six, ten, twenty, thirty, sixty, a few, once, twice",
        "crush": "worst, darkest, deepest, lowest, ugliest, most painful, most embarrassing, most shameful, most traumatic, hardest",
        "virtue": "honest, open, quiet, silent, punctual, polite, kind, respectful, patient, nice, careful, positive, strong, brave,"
        "grateful, humble, mindful, attentive, on time, constructive, truthful, considerate, reasonable, quick, brief, vulnerable",
        "hardship": "lash~e out, lash out, put up with, snap at, cruel, annoying, getting nowhere, goes badly, bug, eating away, bug~v, bugging, bugged, drag~v you, dragging, nagging, nags, niggl~e, gnawing, shambles, ruin~n, ruined, cracks, crumbl~e, falling apart, fall apart, falling down, going downhill, downhill, unravel*, sinking, storm clouds, dark clouds, curse~n, cursed, rotten, rubbish, lousy, crap, dreadful, awful, terrible, horrible, disastrous, chaos, in a rut, defect~n, faults, baggage, demons, resent*, grudge~n, grumble~n, moan~n, gripe~n, poison*, toxic, useless, worthless, unfair, injustice, fuss, nightmare~n, at your wits end, out of control, adrift, cross to bear, stumbl~e, trip~n, tripping, fall short, falling short, fell short, not up to, inadequate, shadow hanging, not enough, blocked, block~n you, nervous, anxious, angry, lonely, insecure, jealous, ashamed, miserable, desperate, helpless, hopeless, bitter, restless, badly, ugly, embarrass~v, embarrassing, in your way, in the way, undo, nerves, pressure, headache~n, sick of, tired of, fed up, get on your nerves, suck~v, drawback~n, downside~n, nuisance~n, setback~n, grievance~n, unresolved, unfinished business, shortage, unable, incapable, doubt~n, self doubt, loneliness, sorrow~n, despair, misery, tragedy, hard, harder, hardest, difficult, tough, tougher, toughest, painful, heavy, heavier, heaviest, broken, stuck, lacking, wrong, worst, unhappy, unbearable, overwhelm~v, struggl~e, suffer~v, hurt~v, bother~v, troubl~e, annoy~v, frustrat~e, irritat~e, upset~n, weigh~v, drain~v, stress~v, exhaust~v, pain~n, wound~n, scar~n, obstacle~n, barrier~n, challeng~e, hurdle~n, difficult~ny, problem~n, trouble~n, flaw~n, weakness~n, shortcoming~n, fail~v, failure~n, lack~v, complain~v, complaint~n, regret~v, burden~v, worr~y, crisis, crises, mess, messed, shame, guilt, damage~n, conflict~n, deficit~n, imperfection~n, bad habit~n, sabotag~e, disappoint~v, torment~v",
        "opening": "get wrong about, got wrong about, put up with cold, smile~n, smiled, childhood, today, younger, find, found, finds, nearly, almost, ended, again and again, heard, invited, invite, taste, song, help~v, lead~v, led, open~v, grow~v, grew, grown, learn~v, learnt, possible, worth, friend~n, become~n, became, easier, lighter, carr~y, surpris~e, gift~n, hope, together, beside, alongside, despite, good, laugh~v, comfort~v, through, gave, give~n, given, kind, kindness, beautiful, smile, love~n, loved, joy, thank~v, stood, stay~v, survived, courage, welcome~n, turned, lesson~n, miss, trade, give up, mind, change~d, changed, changes, solv~e, story, stories, door, soft~d, softer, receiv~e, believ~e, accept~v, about each other, about you, repair~v, mend~v, found, find out, discover~v, teach~v, taught, understood, knew, free, freedom",
        "threat": "threat~n, danger~n, risk~n, fear~n, feared, fearing, dread~v, enem~ny, disaster~n, catastroph*, worst, harm~v, hazard~n, nightmare~n, pitfall~n, trap~n, temptation~n, afraid, scared, frightened, terrified, scare~n, frightens, terrifies, lose, losing, worries, unsafe, threaten~v",
        "stirred": "worked up, het up, carried away, upset, hysterical, emotional, dramatic, agitated, wound up, in a state, tearful, teary, heated, overwrought, aggressive, too much, too big, too heavy, out of hand",
        "sup": "best, worst, most, least, strongest, weakest, toughest, roughest, heaviest, deepest, calmest, happiest, luckiest, easiest, saddest, kindest, wisest, bravest, quietest, loudest, funniest, smartest, cleverest, hardest, furthest, farthest, fastest, biggest, greatest, nicest, worst off, better, worse, further ahead, hardest working, longest",
        "invite": "if you like, if you would like, if you wish, if you want, if you prefer, if you care to, if it suits, whenever you like, as you like, feel free, when you are ready, if anything, as you are, whatever, what fits, any time, own time",
        "bid": "accept, address, allow, always, answer, apologise, apologize, arrive, ask, assume, attend, avoid, be, begin, behave, bring, check, choose, come, comment, commit, complete, confirm, consider, contribute, cooperate, do, end, enter, examine, explain, face, fill, finish, focus, follow, forgive, get, give, go, greet, have, hear, help, hold, honour, honor, identify, include, inform, introduce, join, keep, learn, leave, listen, look, make, maintain, mind, mute, name, notify, obey, offer, own, participate, pay, place, post, practise, prepare, protect, provide, put, raise, reach, read, recognise, refrain, remain, remember, reply, report, respect, respond, return, say, seek, send, set, share, show, silence, sit, speak, stand, start, state, stay, stick, stop, submit, support, switch, take, talk, tell, think, treat, trust, try, turn, type, understand, use, value, wait, watch, wear, write",
        "finite": "is, are, was, were, may, can, could, might, will, would, goes, go, grows, belongs, has, needs, comes, stays, means, takes, gets, lives, works, helps, flows, runs, counts, makes, begins, matters, takes, happens, both",
        "folk": "anyone, anybody, whoever, those, members, people, person, folk, folks, participants, who, somebody, someone, everyone, everybody, nobody, no one, member, latecomers, newcomers, the others",
        "fond": "nicest, favourite, favorite, funniest, sweetest, loveliest, fond, glad, gladly, happily, proud, enjoy~v, loved, love, cherish, ride, like to, do you like, did you like, do not mind, on purpose, make room, made room, room for, smile now",
        "others": "others, they, people, family, doctor~n, teacher~n, parents, neighbour~n, mother, father, school, everyone, someone, somebody, world, society, relatives, friends, village, we, you, was, were",
        "brave": "use to, fond, glad, gladly, enjoy, enjoyed, love, cherish, ride, make room, made room, advice, would you risk, people get wrong, find, found, nearly, almost, know, knows, told, tells, say, says, teach, taught, deserve~n, worth, take, taken, took, taking, open~v, dare, dared, once, used to, now, no longer, anymore, friend, courage, brave, child, door, turned, beautiful, good, welcome, respect",
    },
    negates_after=False,
)
