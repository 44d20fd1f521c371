"""English, figures of speech and everyday turns of what is wrong, feared, hurried or made small."""
# ruff: noqa: E501 - a pattern is read as one line

from bot.domain.lint.rules import Pattern

_P = Pattern
_GLAD = ("@opening", "@fond")
PROBLEM = (
    _P("monkey|chip|millstone|albatross|weight on|round|around ~1 back|shoulder~n|neck", asked=True),
    _P("skeleton~n ~6 closet|cupboard|wardrobe|attic", kinds="p"),
    _P(
        "elephant_in|achilles|fly_in_the|thorn~n_in|last_straw|can_of_worms|in_hot_water|pain_in_the|bone_to_pick|axe_to_grind|bee_in|raw_nerve|open_wound~n|sticking_point~n|stumbling_block~n|weak_link~n|blind_spot~n|dead_end~n|brick_wall~n|low_point|low_ebb|lowest_ebb|rock_bottom|rough_patch~n|rough_edge~n|black_cloud~n|dark_cloud~n|grey_cloud~n|dirty_laundry|hang_up~n|hangup~n|own_goal~n|worst_enemy|bad_blood|sour_note|sore_point|spanner_in|wrench_in|bitter_pill|excess_baggage|vicious_circle|bad_patch|nagging|dark_side|bugbear~n|pet_peeve~n|pet_hate~n|gremlin~n|bogey*",
        kinds="p",
        unless=_GLAD,
    ),
    _P(
        "off|on|at|up|under|in|over the? rails|boil|rocks|creek|tatters|fritz|ropes|end_of|skids|bottom_of|blink|gutter|doldrums|dumps",
        asked=True,
        unless=_GLAD,
    ),
    _P(
        "thin ice|uphill|unstuck|pear_shaped|haywire|awry|amiss|astray|sideways|belly_up|to_pot|to_the_dogs", asked=True
    ),
    _P("what|who ~1 bit|biting|bites ~1 you", asked=True),
    _P("what|which|who ~4 eating|bugging|nagging|gnawing|needling|niggling|goading ~1 at? you|us|him|her", asked=True),
    _P("haunt~v|haunting|plagu~e|torment~v|dogs|dogged|nags ~1 you|us", asked=True),
    _P(
        "what|which|who|where ~5 haunt~v|screw~v_up|screw~v|mess~v_up|messing|botch~v|bungl~e|goof~v|fluff~v",
        asked=True,
        unless=_GLAD,
    ),
    _P("mess~v|screw~v|muck~v|foul~v|cock~v|slip~n|slipped|slipping ~3 up", asked=True, unless=_GLAD),
    _P("drop~n|dropped|dropping the ball", asked=True, unless=_GLAD),
    _P("button~n|bridge~n|feathers ~3 pushed|press|pressed|push|burn~v|burnt|ruffle*", asked=True),
    _P("push~v|press|burn~v|burnt|ruffl~e ~2 your buttons|bridge~n|feathers", asked=True),
    _P("got|gets|get ~2 goat|nose|wick|under_your_skin|on_your_nerves|on_top_of|to_you >", asked=True),
    _P("how ~1 far|low|deep ~3 fall|fallen|sunk|sink|fell", asked=True, unless=_GLAD),
    _P("what|which ~2 you|us|your ~2 bad|rubbish|hopeless|terrible|useless|lousy|awful at|with", kinds="p"),
    _P("thing~n|subject~n|way~n you ~2 bad|rubbish|hopeless|terrible|useless|lousy|awful|fail at|in", kinds="p"),
    _P(
        "find ~1 difficult|hardest|toughest|tough|tricky|trickiest|harder|worst|painful|trying",
        asked=True,
        unless=("@fond",),
    ),
    _P("find ~2 @hardship", asked=True, unless=("@fond", "hard to receive|accept|believe")),
    _P("getting|get|got|gets on top of you|us", asked=True),
    _P(
        "what|who|which ~3 makes|make|making|leaves|gets ~1 you ~2 sad|angry|mad|cross|furious|unhappy|afraid|anxious|cry|jealous|lonely|nervous|sick|tired|miserable|feel_bad|feel_small|feel_low|down|ashamed|depressed",
        asked=True,
    ),
    _P("what ~6 guilty|guilt|remorse|ashamed|embarrassed|jealous|envious|bitter", asked=True, unless=_GLAD),
    _P("your sorest|sore|weakest|worst|lowest|ugliest|darkest", asked=True, unless=_GLAD),
    _P(
        "which|what|where ~7 is|are|was ~1 mess|shambles|wreck|ruin~n|disaster|tatters|failure|disappointment",
        asked=True,
        unless=_GLAD,
    ),
    _P("what is|has missing|lacking|absent|gone_missing", asked=True),
    _P(
        "how ~1 tough|rough|bad|awful|hard|terrible|difficult|stressful|painful|lonely ~1 is|was|were|are|has",
        asked=True,
    ),
    _P("what did|do|does|have you ~1 do|done to deserve", asked=True),
    _P("anything|something wrong|amiss|the_matter|the_trouble", kinds="pb", asked=True),
    _P("what ~2 seems|appears|looks to_be ~1 the? trouble|problem|matter|issue|difficulty", asked=True),
    _P("what ~1 is ~1 up >", asked=True),
    _P(
        "what is|has ~1 upsetting|hurting|worrying|saddening|depressing|irking|vexing|distressing|frustrating ~1 you",
        asked=True,
    ),
    _P("where|what|how ~3 go|went|gone|going off|south|downhill|sour|bad|badly|astray|awry", asked=True),
    _P("we|everyone|each|members ~1 fix|repair|mend|correct ~1 what", kinds="c"),
    _P(
        "your ~2 regret~n|flaw~n|vice~n|demon~n|insecurit~ny|sore_spot~n|complaint~n|grievance~n|disappointment~n|misery",
        asked=True,
        unless=_GLAD,
    ),
    _P(
        "what|which ~3 could|can|do|does|is|are|were|was you ~1 do|done|doing ~1 better|wrong|wrongly|badly", asked=True
    ),
)
AVOIDANCE = (
    _P("try|trying|tried|want|like|need to ~1 forget|ignore|erase|bury|block|hide", asked=True, unless=_GLAD),
    _P("never ~4 again", denied=False, asked=True, unless=("forget", "song|recipe|dance")),
    _P(
        "what|which|who ~3 brac~e|arming|armed|steel~v|steeling ~1 yourself|yourselves|ourselves|against|for",
        asked=True,
    ),
    _P(
        "batten*|hatches|eggshell~n|tiptoe*|skirting|back_burner|exit_strateg*|escape_plan~n|escape_route~n|backup_plan~n|back_up_plan~n|damage_control|damage_limitation|safety_net~n|other_shoe|wolf_from_the|early_warning|last_resort|red_line~n|firewall|tread_carefully|play_it_safe|playing_it_safe|keep_a_lid|warning_light~n"
    ),
    _P("head|heads above water"),
    _P("head ~1 in the? sand|clouds|cloud", kinds="p"),
    _P("sweep~n|swept|sweeping|brush~v ~2 under", kinds="pc"),
    _P("blow~n|blowing|blew|flare~n|kick~n ~3 up|off|in_your_face", asked=True, unless=("balloon~n|candle~n|wind",)),
    _P(
        "backfir~e|boomerang*|go_up_in_smoke|go_to_waste|unravel~v|come_back_to_bite|come_undone|come_crashing|crash~v_down|spiral*|implod*",
        asked=True,
        unless=_GLAD,
    ),
    _P("what|which|who ~4 putting|put|pushing|push off|aside|away", asked=True),
    _P("postpon~e|procrastinat~e|dodg~e|duck~v|ducking|shirk~v|ignoring", asked=True, unless=_GLAD),
    _P(
        "what|who|which ~4 running|hiding|shrinking|backing|retreating|fleeing|looking|turning|shutting ~1 from|away",
        asked=True,
    ),
    _P("what|who|which ~2 you|we ~1 hiding|dodging|ducking|skirting|fleeing", asked=True),
    _P("turn~v|gang~v|round on|against|up_on ~1 you|us", asked=True),
    _P("lurk*|looming|loom~n|round_the_corner", asked=True, unless=_GLAD),
    _P("at stake|stand_to_lose|have_to_lose|out_of_harm", asked=True, unless=("worth",)),
    _P(
        "would|might|could happen|go ~2 if ~3 lost|lose|left|leave|fail|failed|broke|died|collapse*|stopped", asked=True
    ),
    _P("warn~v each_other|one_another|others|members|people|the", kinds="cb"),
    _P("can not|never ~2 trust", asked=True, denied=False),
    _P("what ~3 not|never ~2 happen", asked=True, denied=False, unless=_GLAD),
    _P(
        "without ~2 row|fight|argument|quarrel|scene|drama|meltdown|crash|disaster|accident|incident|trouble|bloodshed",
        asked=True,
        denied=False,
    ),
    _P("who|what|which ~4 steer~v|stay~v|keep~v|staying ~1 clear|away|off|out"),
    _P("how ~3 keep|stop|prevent|save|hold ~5 from ~1 *ing", asked=True),
    _P(
        "how ~4 hold|keep|stay|stop ~2 together|afloat|going_under|drowning|sinking|sane|on_top|in_one_piece",
        asked=True,
        denied=False,
        unless=("friend~n|band|family", "helps|helped|kept"),
    ),
    _P(
        "tears|anger|laughter|swearing|shouting|feelings ~2 fine|okay|ok|allowed|welcome , but|as_long|only", kinds="cb"
    ),
)
HURRY = (
    _P("when|how_soon ~1 you ~1 going to", asked=True, kinds="p", unless=("see|visit|tell_us",)),
    _P("own two? feet", kinds="pb"),
    _P(
        "when|how_soon|how_long|how_much_longer ~5 finally|at_last|stop|leave_behind|get_over|let_go|move_on|grow_up|quit|give_up|snap_out|forgive|put_behind|be_over|go_on|be_done|be_ready|be_back",
        asked=True,
        kinds="p",
        unless=("did", "learn~v", "was|were", "like|would|wish"),
    ),
    _P("put|leave|get|putting|leaving ~4 behind you|us", asked=True),
    _P("finally|already|at_last going|ready|willing|able to", asked=True),
    _P("<< time is up|over|gone", kinds="b"),
    _P("<< next|following ~1 speaker|person|one|please|up", kinds="b"),
    _P("the quick|short|brief|condensed|abridged version|story|summary", kinds="p"),
    _P("in|within|under ~1 @count ~1 words|seconds|sentences ~1 or? less|fewer|max*", kinds="pb"),
    _P(
        "turns|shares|turn|share ~1 last~n|take~n|is|are|run~n ~2 @count ~1 minute~n|second~n",
        kinds="c",
        unless=("about|around|or_so|as_long",),
    ),
    _P("goes|runs|talks|speaks|rambles ~1 on ~1 too|for_too|long", kinds="cb"),
    _P("how many ~3 words|seconds", kinds="p", asked=True),
    _P("make it count|snappy|quick|short", kinds="b"),
    _P("or|otherwise|else ~1 you|they lose|loses|miss|forfeit"),
)
CALMING = (
    _P("all in your|the|their head|mind|imagination", denied=False),
    _P("get|let ~1 it|things|that off|out ~2 chest|system", asked=False, kinds="b"),
    _P(
        "without|stop|not|no ~1 getting|being|going|becoming|getting_all ~1 emotional|loud|teary|angry|upset|worked|dramatic|sentimental|hysterical|into_a_state",
        denied=False,
    ),
    _P("feel~v|feeling sorry for ~1 yourself|yourselves|themselves|himself|herself"),
    _P("time_out|timeout|cool_off|cooling_off|cooled_off", kinds="cb"),
    _P(
        "someone|somebody sounds|seems|looks|woke ~3 *",
        kinds="b",
        asked=False,
        unless=("new|free|next|there|here|typing|speaking|ready|would|wrote|joined|back",),
    ),
    _P("cat|cats got"),
    _P("tongue~n"),
)
