"""French: how it is cut up, and its classes of words. Data only."""
# ruff: noqa: E501 - a class is read as one line

from bot.domain.lint.lexicon import lexicon_of
from bot.domain.lint.tokens import Manner, without_accents

_MANNER = Manner(
    fold=without_accents,
    parts={"t'as": ("tu", "as"), "t'es": ("tu", "es")},
    elided={
        "qu": "que",
        "l": "le",
        "d": "de",
        "n": "ne",
        "t": "te",
        "s": "se",
        "j": "je",
        "m": "me",
        "c": "ce",
        "jusqu": "jusque",
        "lorsqu": "lorsque",
        "puisqu": "puisque",
        "quoiqu": "quoique",
    },
    whole=frozenset(("aujourd'hui", "quelqu'un", "quelqu'une", "presqu'île", "d'accord")),
    splits=frozenset(("mais", "parce", "lorsque", "puisque", "pendant", "afin")),
    joins=frozenset(("et", "ou")),
    subjects=frozenset(
        ("je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "personne", "qui", "moi", "que")
    ),
)
LEXICON = lexicon_of(
    "fr",
    _MANNER,
    {
        "er": "e es ons ez ent er ait aient ais e ee es ees ant era erons eront erez eras erait erai ons iez ions erions eraient a ai as",
        "ir": "is it issons issez issent ir issait issant i ie is ies ira irons iront iras irez irait isse isses",
        "re": "s - ons ez ent re ait ant u ue us ues ra rons ront ras rez rait e es",
        "n": "- s x es",
        "a": "- e s es",
        "x": "- e s es x se ses le les eux euse euses aux ale ales",
    },
    {
        "negator": "ne, pas, jamais, rien, aucun, aucune, sans, ni, au lieu de, plutôt que, non, loin de, hors de",
        "but": "mais",
        "self": "je, me, moi, mon, ma, mes",
        "you": "tu, te, toi, ton, ta, tes, vous, votre, vos",
        "told": "disait, disaient, dit, appris, croyais, cru, entends, entendais, attendait, attendaient, enseigné, raconté, autrefois,"
        "pensais, répétait, jadis, avant, appelait",
        "wh": "que, qui, quoi, quel, quelle, quels, quelles, quand, comment, où, combien, pourquoi, lequel, laquelle",
        "or": "ou",
        "lead": "et, alors, bon, bien, eh, allez, allons, bonjour, aujourd'hui, ici, maintenant, =ou, oh, merci de, merci, se il, stp, svp, donc",
        "subject": "je, tu, il, elle, on, nous, vous, ils, elles, qui, chacun, chaque, ça, cela, ce",
        "feeling": "tendu~a, à cran, à bout, à plat, agité~a, remonté~a, crispé~a, nerfs, bord des larmes, perturbé~a, chamboulé~a, démoralisé~a, découragé~a, irrité~a, agacé~a, soucieu~x, las, lasse, renfermé~a, agressif, secoué~a, tourmenté~a, usé~a, sombre~n, triste~n, seul~a, épuisé~a, fatigué~a, en colère, fâché~a, inquiet, inquiète, angoissé~a, blessé~a, déçu~a, frustré~a,"
        "stressé~a, énervé~a, désespéré~a, perdu~a, vide~n, honteu~x, coupable~n, jaloux, jalouse, malheureu~x, nerveu~x, débordé~a,"
        "bouleversé~a, soulagé~a, fier, fière, reconnaissant~a, contrarié~a, anxieu~x, effrayé~a, mal, solitude, peur, furieu~x, dépassé~a,"
        "content~a, heureu~x, déprimé~a, abattu~a",
        "emotion": "émotion~n, sentiment~n, colère, rage, tristesse, larmes, nerfs, humeur~n, impulsions, chagrin, angoisse, toi, vous, te, stress, impulsivité",
        "surely": "sûrement, certainement, manifestement, évidemment, sans doute, visiblement, clairement, forcément, probablement, bien sûr",
        "authority": "facilitateur, facilitatrice, modérateur, modératrice, responsable~n, secours, police, autorité~n, médecin~n, hôpital, ambulance, famille, proches, urgences, samu, animatrice, animateur,"
        "équipe, services sociaux, modération, gendarmerie",
        "problem": "problème~n, difficulté~n, souci~n, conflit~n, crise~n, faiblesse~n, défaut~n, obstacle~n, fardeau~n, échec~n, peine~n,"
        "limite~n, ennui~n, tracas, blocage~n, galère~n, lacune~n",
        "burden": "pes~er, pèse, pèsent, tracass~er, tourment~er, inquièt~er, inquiet~er, gên~er, dérang~er, accabl~er, stress~er, perturb~er,"
        "empêch~er, bloqu~er, frein~er, préoccup~er, angoiss~er, écras~er, ronge, mine, affecte, fait souffrir, déprime, chagrine",
        "care": "port~er, soutien~re, soutiennent, soutenir, aid~er, aident, accompagn~er, guid~er, protèg~er, protéger, soign~er, sauv~er,"
        "prennent en charge, prend en charge, prennent soin, prend soin, occup~er, épaul~er, encadr~er, secour~ir, rassur~er, veill~er,"
        "dirig~er, conseill~er, tiennent, tenir, hiss~er, appren~re, se occupent, encourag~er",
        "well": "bien, fort~a, stable~n, mieux, solide~n, guéri~a, expérimenté~a, ancien~a, anciens, aîné~a, sain~a, valide~n, bien portants,"
        "capable~n, rétabli~a, avancé~a, sages",
        "weak": "autres, autre, faible~n, fragile~n, reste, nouveau~n, nouvelle~n, vulnérable~n, mal, celles, ceux, moins, débutant~a,"
        "souffrent, malades, démuni~a, nouveaux",
        "host": "animatrice~n, animateur~n, facilitatrice~n, facilitateur~n, modératrice~n, modérateur~n, équipe, responsable~n, hôte~n,"
        "encadrant~a, coach~n, thérapeute~n, personnel, intervenant~a",
        "count": "#, un, une, deux, trois, quatre, cinq, dix, vingt, trente, soixante, quelques",
        "virtue": "fort~a, courageu~x, honnête~n, sincère~n, ponctuel~x, gentil~x, bref, brève, brefs, positif, positive, positifs, reconnaissant~a,"
        "patient~a, respectueu~x, poli~a, constructif, constructive, calme~n, sage~n, prudent~a, discret, discrète, optimiste~n, raisonnable~n,"
        "rapide~n, silencieu~x, attentif, attentive",
        "ask": "qui, quoi, quel, quelle, quels, quelles, quand, comment, =où, combien, pourquoi, lequel, laquelle, lesquels, lesquelles",
        "hardship": "rendu fou, rend fou, rendu folle, rend folle, rendu malade, rend malade, bobo~n, dans cet état, dans un tel état, dans ces états, trébuch~er, pas à la hauteur, à la hauteur, insuffisant~a, ombre plane, nerveu~x, anxieu~x, rend triste, jalou~x, amer, amère, désespéré~a, impuissant~a, laid~a, mauvais, mauvaise, mauvaises, défaire, barre, barrent, pression, marre, inconvénient~n, revers, incapable~n, solitude, misère, tristesse, rends si, honte, gâche, gâchent, remords, traîn~er, inachevé~a, complexe~n, rate~n, pénalis~er, tombe sur les nerfs, râl~er, reproch~er, malmène, difficile~n, dur, dure, durs, dures, pénible~n, lourd~a, douloureu~x, problème~n, difficulté~n, souci~n, fardeau~n, poids, pèse, pèsent, peser, faiblesse~n, défaut~n, faille~n, échou~er, échec~n, raté, rates, rater, souffr*, gêne, gênent, dérang~er, agac~er, énerv~er, tracass*, tourment*, angoiss*, inquièt*, inquiet*, stress*, frustr*, épuis~er, mal, pire~n, blessure~n, bless~er, obstacle~n, barrière~n, frein~er, frein~n, bloqu*, blocage~n, empêch*, cassé~a, brisé~a, cloche, coince, crise~n, honte, culpabil*, coupable, regrett~er, regret~n, plains, plaignez, coûte, coûtent, défi~n, conflit~n, sabot*, déçoi*, déçu*, détest~er, insatisf*, malheureu~x, honteu~x, boulet, galère~n, plombe, ronge, limite~n, entrave~n, embête, contrari~er",
        "opening": "aimerais tu que, voudrais tu que, aimeriez vous que, prennent pour, te sert, la peine de, à ta manière, à ta façon, envie de raconter, envie de dire, envie de partager, rendu, montré, avancer, content~a, soit avec toi, être avec toi, autres appelaient, est devenu*, appelai*, aimes, yeux fermés, laisser place, quel bien, souri*, enfance, plus tard, failli, presque, invit*, chanson, retrouv*, aid*, ouvr*, ouvert*, grandi*, appris, appren*, possible, vaut, valait, ami, amie, amis, amies, léger*, légèr*, doux, douce, porté*, portait, surpr*, cadeau*, espoir, ensemble, malgré, bon, bonne, bonnes, beau, belle, ri, rire, consol*, donné*, donne, donnait, amour, joie, merci, resté*, restait, courage, bienvenu*, porte, histoire~n, recevoir, accepter, croire, découv*, compris, comprendre, changé*, change, trouv*, tenu, tenait, enseign*, accompagn*, résolu, paix, pardonn*, mené*, sait, savait",
        "threat": "danger~n, dangereu~x, risque~n, peur~n, crains, craignez, craignons, craindre, crainte~n, redout~er, menac~er, menace~n, catastrophe~n, désastre~n, pire, cauchemar~n, ennemi~n, perdre, perds, perte~n, tentation~n, piège~n, effray~er, effraie, terrifi*, terreur~n, angoiss*, panique, épouvant*",
        "brave": "partageons, ensemble, aimes, quelle place, attir*, à la fois, surpr*, rendu service, léger*, libre~n, partagé~a, touch*, montré, compt*, avancer, plaît, tenu, accompagné*, content~a, sorti~a, rendu, a servi, donné, voulait dire, appris, sait, savent, dit, raconte, mérit*, presque, failli, retrouv*, trouv*, vaut, valait, vaudr*, pris, prends, prendre, os~er, ouvr~ir, ouvr*, autrefois, maintenant, aujourd'hui, jadis, ami, amie, amis, courage, courageu~x, porte, enfant, beau, belle, bon, bonne, bienvenu*, devenu*, était",
        "called": "appelai*, appelé~a, nommai*, nommé~a, disai*, collé~a, traitai*, traité~a, répét*, promettai*, a dit, ont dit, avait dit, avaient dit, a donné, ont donné, avaient donné, conseillai*, interdi*, prédi*",
        "sound": "solide~n, stable~n, stabilisé~a, fort~a, avancé~a, ancien, anciens, ancienne~n, expérimenté~a, aguerri~a, chevronné~a, rétabli~a, guéri~a, vétéran~n, confirmé~a, doyen~n, aîné~a, costaud~a, robuste~n, équilibré~a, sages, vont bien, va bien, vont mieux, va mieux, portent bien, porte bien, portent mieux, tient debout, tiennent debout, tient bon, tiennent bon, tient le coup, tiennent le coup, tient la route, de la bouteille, du recul, de recul, du métier, du vécu, de expérience, de vécu, plus loin, sont sortis, en est sorti, en sont sortis, ont remonté, en forme, à le aise, tirés de affaire, tiré de affaire, passés par là, passé par là, connaissent le chemin, la tête hors, les épaules larges, le habitude, de la force, bien portants, bien portant",
        "shaky": "paumé~a, largué~a, débutent, traversent une, plus malheureux, enfonce, enfoncent, noie, noient, dérive, dérivent, plus mal, leur coin, bout du rouleau, du noir, isole, isolent, replie, replient, bout de forces, décline, déclinent, perdus, plus abîmés, emporte, emportent, faible~n, fragile~n, fragilisé~a, vulnérable~n, malade~n, souffrant~a, souffrent, souffre, en crise, en difficulté, en souffrance, en détresse, en galère, à terre, à la traîne, à la peine, abîmé~a, amoché~a, cabossé~a, démuni~a, débutant~a, novice~n, les nouveaux, aux nouveaux, des nouveaux, le nouveau, les nouvelles, nouveau venu, nouveaux venus, nouveaux arrivants, arrivant~a, pas encore là, vont mal, va mal, vont moins bien, va moins bien, va pas bien, vont pas bien, chancel*, trébuch*, coule, coulent, galèr*, flanch*, craqu*, vacill*, décroch*, perdent pied, perd pied, plus bas, dans le creux, tout seuls, moins avancés, moins solides, moins loin, en ont besoin, en a besoin, rame, rament, sombr*, peinent, égare, égarent, sensibles, en panne, au fond du trou, timides, jeunes",
        "carry": "modèr~er, modér~er, arbitr~er, anim~er, dirig~er, relay~er, cadr~er, venir en aide, vient en aide, viennent en aide, coup de main, port~er, soutien*, soutenir, soutenons, aid~er, accompagn~er, guid~er, protèg~er, protéger, soign~er, sauv~er, épaul~er, encadr~er, secour~ir, secourir, rassur~er, veill~er, conseill~er, relèv~er, relev~er, tir~er, hiss~er, parrain~er, apprend, apprennent, apprendre, apprenne, enseign~er, montr~er, expliqu~er, éclair~er, chaperonn~er, prendre sous, prend sous, prennent sous, prend soin, prennent soin, prendre soin, charge de, en charge, prennent par, prend par, prendre par, occup~er de, occup~er des, tendent, tend la, tendre la, initi~er, transmett*, transmet, ramèn~er, ramen~er, remettre, remet, remettent, le exemple, répondent, répondre, répond, mènent, mener, donnent, tirent, prêt~er main, dernier mot, la main, instrui*, pris sous, remont~er, entraîn~er, faire la leçon",
        "chief": "pilier~n, référent~a, chef~n, cheffe~n, leader~n, capitaine, parrain~n, marraine~n, guide~n, gourou, boussole, maître~n, porte parole, sauveu~x, ange gardien, grand frère, grande sœur, roc, phare, bouée, soutien principal, confident~a, médiat*, boss",
        "dose": "neuroleptique~n, lithium, antipsychotique~n, calmant~n, somnifère~n, psychotrope~n, ordonnance~n, posologie, injection~n, anxiolytique~n, médoc~n, pilule~n, cachet~n, comprimé~n, traitement~n, médicament~n",
        "ill": "décompens*, schizophrén*, toc, tca, psychotique~n, bouffée~n délirante~n, délir~er, phase~n maniaque~n, phase~n aiguë, phase~n dépressive~n, phase~n haute~n, phase~n basse~n, maniaco, hypersensib*, paranoïa*, parano, mythoman*, pervers narcissique, toxique~n, codépend*, névros*, angoissé~a chronique, crises de, tes crises, ta crise, tes voix, rechut*, burn out, internement, hp, cas social, cas lourd, cas difficile~n, stabilisé~a, déni, trouble~n du, trouble~n de, fragile~n psychologiquement, psychiquement, pathologique~n, tendance~n suicid*, automutil*, mutil*, scarific*, pulsion~n, régression, déséquilibr*, instabilité, hystérique~n, dépressi*, hyperactif, haut potentiel, tspt, stress post, post traumatique, bipo, borderline, psycho, dépendant~a, alcoolo, séjour~n en psychiatrie",
        "out": "pour la maison, pour le psy, pour leur psy, pour la thérapie, en privé, à part, à huis clos, entre quatre yeux, au vestiaire, dehors, à la porte, de côté, pour soi, pour son psy, pour son thérapeute, à la maison, chez soi, ailleurs, au placard, sous le tapis, en sourdine, à le extérieur, hors du cercle, pour plus tard, au fond de sa poche",
        "upset": "deuil~n, excès, tension~n, conflit~n, dispute~n, malheur~n, sujets graves, sujets lourds, politique, religion, émotion~n, colère~n, larmes, tristesse, rage, cris, drame~n, pleurs, chagrin~n, nerfs, angoisse~n, débordement~n, souci~n, peine~n, humeur~n, états de âme, crise~n, plainte~n, jérémiade~n, problème~n, vague~n, éclat~n, scène~n",
        "must": "de rigueur, exigé~a, requis~a, de mise, obligatoire~n, impératif, indispensable~n, non négociable~n, impérativement, obligatoirement, sans faute, coûte que coûte, proscri*, proscrire, bannir, banni~a, exclu~a, inacceptable~n, inadmissible~n, intolérable~n, hors de question, pas question, pas question de, exigence~n",
        "command": "lève, levez, éteins, éteignez, écoute, écoutez, respecte, respectez, arrive, arrivez, attends, attendez, viens, venez, reste, restez, parle, parlez, laisse, laissez, garde, gardez, sois, soyez, dis, dites, fais, faites, mets, mettez, évite, évitez, arrête, arrêtez, cesse, cessez, préviens, prévenez, demande, demandez, tiens, tenez, pose, posez, coupe, coupez, range, rangez, prends, prenez, présente, présentez, réponds, répondez, oublie, oubliez, assume, assumez, apporte, apportez, montre, montrez, suis, suivez, lis, lisez, termine, terminez, exprime, exprimez, partage, partagez, accepte, acceptez, contrôle, contrôlez, exige, surveille, surveillez, avertis, avertissez, signale, signalez, engage, engagez, adresse, adressez, utilise, utilisez, baisse, baissez, quitte, quittez, donne, donnez, explique, expliquez, tais, taisez, reconnais, remercie, remerciez, concentre, concentrez, souris, souriez, oblige, force, garde, gardez, allume, allumez, occupe, occupez",
        "prep": "à, de, avec, chez, pour, sur, dans, en, par, sans, vers, depuis, jusque, contre, entre, parmi, sous, devant, derrière, envers, selon, dès, du, des, au, aux",
        "bygone": "avait, avais, avaient, étais, était, faisait, faisais, apprivois*, paru, parut, enfant, autrefois, jadis, élevé, grandi",
        "pushy": "dis quelque, dis nous, dis le, explique, expliquez, raconte, racontez, parle, avoue, confie, exprime, force, fais un, fais une, faites un, fais vite, fais attention, laisse parler, laisse la, laissez la, tais, cède, attends, attendez, écoute, suis les, suis le, obéis, excuse, souris, secoue, bouge, sors, arrête, arrêtez, cesse, évite, évitez, remercie, reviens vite, réveille, réagis, participe, participez, décide, dépêche, presse, sois, soyez, cherche, prouve, rappelle toi, souviens toi, garde le, garde ton, garde espoir, tiens bon, pardonne, accepte, assume, respecte, respectez, mets, mettez, reprends toi, ressaisis, relativise, arrange toi, concentre, calme, détends, rassure",
        "banned": "retard~n, téléphone~n, portable~n, alcool, insulte~n, gros mots, bavardage~n, cris, larmes, drame~n, vague~n, excuse~n, absence~n, dispute~n, colère, pleurs, sujets, politique, religion, négativité, plainte~n, discussion~n, exception~n, pitié, spectateur~n, tabou~n, faiblesse, panique, débat~n, critique~n",
        "trait": "régulier~n, régulière~n, actif, actifs, active, actives, assidu~a, bavard~a, engagé~a, discret~n, discrète~n, généreu~x, présent~a, fidèle~n, silencieu~x, drôle~n, sage~n, courageu~x, attentif, attentifs, attentive, méritant~a, investi~a, impliqué~a, timide~n, dynamique~n, volubile~n, avancé~a, ancien~n, motivé~a, sympathique~n, utile~n, aimé~a, apprécié~a, doué~a, fort~a, faible~n, solide~n, fragile~n, équilibré~a, heureu~x, malheureu~x",
        "fall": "craqu~er, flanch~er, explos~er, pète, pètent, péter, dérap~er, dégénèr~er, dégénér~er, effondr~er, écroul~er, retomb~er, rechut~er, replong~er, échou~er, trahi*, mourait, meurt, mourir, disparai*, part en vrille, part de travers, tourne mal, tournait mal, va mal, vont mal, empir~er, recommence, se fâche, claque la porte, dispute, pleure, perd*, se passe mal, tout lâche, sombr~er, bascul~er",
        "joy": "passionn*, fait rire, fait sourire, faire sourire, faire rire, faisait rire, amus*, drôle~n, bricol*, tendresse, maths, math, adoré~a, éclaté~a, fait du bien, quel bien",
    },
    negates_after=True,
)
