"""Words that cannot name a code, in the seven languages that codebooks are named in."""

from __future__ import annotations

from openends.engine.induce.nouns import ends_like_no_noun

_WORDS = {
    "en": """a about after again all also always am an and any are as at be because been before
    being best better but by can cannot can't could did do does doesn't doing don't done even ever
    every for from get gets getting go going good got great had has have having he her here him
    his how i i'm i've if in into is isn't it it's its just know less like lot lots make makes
    many may me more most much my need needs never nice no not nothing now of off on one only or
    other our out over people really same she should so some something still such than that that's
    the their them then there there's these they they're thing things think this those though to
    too try up us use used using very want was wasn't way we well were what when where which while
    who why will with without would you your bad poor love yes am is etc""",
    "es": """a al algo ahora aunque así bien buen buena bueno cada como con cosas creo cuando de
    del desde donde el ella en entre era es esa ese eso esta está están estaba este esto fue gusta
    ha hace hacer hay la las le les lo los mala malo mas más me mejor menos mi mucha muchas mucho
    muchos muy nada ni no nos o os otra otro para parece pero poco por porque puede que qué se sea
    ser si sí sin sobre solo son soy su sus también tan te tener tengo tiene tienen todo todos
    todas tu un una uno unos y ya yo""",
    "de": """aber alle alles als also am an auch auf aus bei beim besser bin bis da damit dann
    das dass dem den der des die dies diese dieser dieses doch dort du ein eine einem einen einer
    eines er es etwas für ganz gar gut gute guten guter gutes habe haben hat hatte ich ihr im
    immer in ist ja jede jeder kann kein keine keinen können machen man mehr mein meine mich mir
    mit muss nach nicht nichts noch nur ob oder ohne schlecht schon sehr sein sich sie sind so
    sollte sollten über um und uns unter viel viele vom von vor war waren was weil weniger wenn
    werden wie wir wird wurde zu zum zur zwar""",
    "fr": """a ai alors après assez au aucun aussi autre autres aux avait avec avoir beaucoup
    bien bon bonne c'est ce cela ces cet cette chaque comme dans de des donc du elle elles en
    encore entre es est et était été être faire fait il ils j'ai je jamais l la le les leur leurs
    lui ma mais me mes même mieux moins mon ne ni non nos notre nous on ont ou où par parce pas
    peu peut plus pour pourquoi qu'il que quand qui rien sa sans se ses si son sont sur ta te tes
    toi ton toujours tous tout toute toutes très trop tu un une vos votre vous y""",
    "pt": """a acho ainda algo ao aos as até bem boa bom cada com como da das de dela dele deles
    do dos e é ela ele eles em entre era essa esse esta está estão este eu faz fazer foi há isso
    já lhe mais mas me melhor menos meu minha muita muitas muito muitos na não nas nem no nos nós
    o os ou outra outro para pela pelo pois por porque pouco quando que quem se sem ser seu sua
    são só também tão tem têm ter tinha todo todos tudo um uma uns você""",
    "it": """a ad agli ai al alla alle anche ancora avere bella bello ben bene buon buona buono
    c'è che chi ci come con cosa cose così da dal dalla dei del della delle di dove e è ed era
    essere fa fare già gli ha hanno ho i il in io la le lei li lo loro lui ma mai me meglio meno
    mi mio molta molto molti ne nei nel nella non nulla o ogni per perché più poco poi quando
    quello questa questo qui se sei sempre senza si sia solo sono su sua sul sulla suo te ti tra
    troppo tutti tutto un una uno""",
    "nl": """aan al alle alleen alles als altijd ben beter bij daar dan dat de deze die dit door
    een er erg ge geen goed goede haar had heb hebben heeft heel het hij hoe hun iets ik in is ja
    je kan kon kunnen maar maken me meer men met mij mijn minder moet moeten na naar niet niets
    nog nu of om omdat onder ons ook op over slecht te tegen toch toen tot u uit van veel voor
    want waren was wat we wel werd wie wij wil worden wordt ze zeer zelf zich zij zijn zo zonder
    zou""",
}

#: Words that carry meaning but name no code alone: opinions, doings, times, and things in general.
_BARE = {
    "en": """along beside besides beneath beyond min mins hr hrs wk due per via versus despite
    regarding concerning lesser upper lower former latter able above absolutely accept
    accessible across activate actual actually add added afford affordable afraid age ago
    agree almost alone already also although amazing among annoying another anothers anybody
    anybodys anymore anyone anything anyway apart area arent around ask asked asking aspect
    attractive available avoid away awesome awful back bad based basic basically beautiful
    become began begin behind believe beside besides between beyond big bigger bit both
    bought brilliant bring brings broke broken brought build built bunch buy buying call
    called came cant care careful case catch cause certain chance change changed changes
    cheap check choice choose chose clear close clue cold colder come comes comfortable
    coming company competitive complain concern concerned concerning consider convenient
    cool correct could couldnt couple course currently cut daily dangerous dark day days
    deal decent decide decided declined definitely delete delicious despite detail details
    didnt difference differences different difficult directly disappointed disappointing
    dislike doesnt donot dont doubt down durable during each earlier early easier easily
    easy effective efficient effort either elegant else end ended enjoy enjoyable enjoyed
    enough entire especially etc everybody everyone everything everywhere exactly example
    excellent except expect expected expensive explain extra extremely fact fail fair fairly
    fall famous fantastic far fast favorite favourite feel feeling feels fell felt few
    figure final finally find finding fine finish finished first fit fits five fix fixed
    flexible follow following forever forget forgot form former found four free frequently
    fresh friendly front full fun funny further future gave general generally generous give
    given gives giving glad goes gone gonna gorgeous gotten grateful guess guy guys hadnt
    half hand handful handle happen happened happens happy hard hardly hasnt hassle hate
    havent having hear heard heat heavier heavy held hell hello help helped helpful helping
    helps heres herself hes hey hi high higher highly himself hold honest honestly hope
    horrible hot hotter hour hours however hows huge hurt id idea ideal ideas ill im
    immediately important impossible impression impressive improve improved improvement
    include included including incorrect increase increased incredibly information
    informative instead interested interesting intuitive isnt issue issues item items its
    itself ive job keep keeping keeps kept kind kinda knew know knowing knowledgeable known
    knows lack lacking large larger last late lately later least leave leaves left less let
    lets level lighter likely limited line little live lived living lol long longer look
    looked looking looks lose lost lots loved lovely loves low lower luckily made main
    mainly major make making manage manner maybe mean means mention mess middle might min
    mind mine minute minutes miss missed missing modern moment month months moreover morning
    mostly move moved moving multiple must must've myself name names near nearly neat
    necessary needed nervous new next nice nicely night nobody nonsense normal normally
    nothing notice nowadays number numerous obvious obviously occasionally odd offer offered
    offers often oh ok okay old older once one ones onto open opinion option options order
    others otherwise ours ourselves overall own owned paid painful part particular
    particularly parts past pay pending people per perfect perfectly perhaps period person
    personally pick picked piece place places plan play please plenty plus point points
    polite poor possible possibly pow prefer preferred present pretty previous previously
    probably problem problems process product products professional promptly properly
    provide provided provides purchased put putting question quick quickly quieter quite ran
    range rarely rather reach read ready real reason reasonable reasons received recent
    recently recognize recommend regarding regular regularly reliable remain remember
    replace replaced require required responsible responsive rest result return returned
    right robust rude run running runs sad said sake sat save saving saw say saying says
    second see seeing seem seemed seems seen sell sense sent separate serious set seven
    several shame shell shes short shorter should show showed showing shown shows side
    similar simple simply since sit situation six slightly slow slowly small smaller smooth
    smoothly sold solve somebody somebodys somehow someone something sometimes somewhat
    somewhere soon sort sorta sounds spend spent spoke spot stand standard start started
    starts state stay stayed step steps still stop stopped straight straightforward
    stressful strong stronger stuff stupid sturdy stylish successful such suddenly suggest
    suitable super supportive suppose supposed sure surprised sustainable switching take
    taken takes taking talk talking tasty tell telling ten tend terrible test thank thanks
    thats themselves therefore theres theyll theyre thicker thing things think thinking
    third thought three through throughout thru till tiny tired today together told ton tons
    took top total totally touch tough toward towards tried tries trip true truly try trying
    turn turned turns twice two type types typical unable understand unfortunately unless
    unlike until up upon upset urgent useful useless usual usually valuable various verify
    version via wait waited waiting wanna wanted wanting wants warm warmer wasnt wasted
    watch way ways wear week weekend weeks weird well went werent weve whatever whats
    whenever whens whereas wheres whether white whole whos whose wide wish within without
    won wonder wonderful wont word words work worked working works worried worry worse worst
    worth wrong yeah year years yesterday yet youll young youre yours yourself yrs""",
    "es": """además ahí allí aquí año años barata barato bonita bonito buenas buenos buscar
    cambiar cambio cara caro casa casi caso claro comprar compré conseguir contenta
    contento cree creer cualquier da dado dan dar deben debería deberían decir dejar
    dice dicen difícil día días encanta encantó encontrar entonces escuchar estar
    excelente falta faltan feliz forma fueron fácil genial gente gran grande grandes
    gustan gustaría gustó haber había hace hacen haciendo hago hasta hecho hice hizo
    horas horrible ideal igual importante ir llegar lleva llevar llevo luego mal
    manera mantener mayor mejorar menor mes meses misma mismo momento necesita
    necesito ningún nueva nuevo nunca ofrecer otras otros parte pasa pasar pena
    pequeña pequeño perfecta perfecto persona personas poca pocas pocos poder podría
    podrían poner posible primera primero problema problemas pronto propia propio pues
    quedar quería quiero quitar rápida rápido saber salir seguir sentir será sería
    siempre siento simple solamente suele súper tal tampoco tardar tarde tener tenía
    terrible tipo toda tomar trabajar trata tratar usar uso va vale van varias varios
    veces venir ver verdad vez vida viene vienen vivir volver""",
    "de": """abends alt alte andere anderen anders anfang anfangs angenehm bald beide bekommen
    besonders besten bestimmt billig bitte bleiben bleibt brauche brauchen braucht
    bringen danke denke dinge direkt durch eher eigentlich einfach einige einmal ende
    endlich erst erste ersten etwa fast fehlen fehlt fertig finde finden findet
    funktioniert fühle ganze geben gefallen gefällt gehen geht gekauft gemacht genau
    genug gerade gern gerne gibt glaube gleich groß große großen größer günstig halt
    halten hatten heute hier hin hinter hoch hält hätte immer jahr jahre jahren jemand
    jetzt kam kaufen kaum kommen kommt konnte lang lange langsam lassen leicht leider
    letzte liegt lässt macht man manche manchmal meinen meiner meisten menschen
    minuten monate morgen muss möchte möglich möglichst müssen natürlich nehmen nett
    neu neue neuen nie nix oft ohne paar perfekt problem probleme richtig sache sachen
    sagen schlecht schnell schneller schwer schön schöne sehen seit selbst sicher
    sofort sogar sonst stunden super tag tage teil teuer toll tolle total trotzdem tun
    uhr unbedingt ungefähr verbessern verstehe verstehen vielleicht voll vorher
    wahrscheinlich wann warum weit weiter welche wenig wenige wichtig wieder will
    wirklich wissen woche wochen wohl wollen wollte wäre würde würden zeit ziemlich
    zufrieden zurück zusammen zweite""",
    "fr": """achat acheter acheté agréable aime aimer ainsi aller améliorer an année années ans
    arriver attendre aurait avais avant beau belle besoin cas cause certain certains
    changer cher chez chose choses chère content contente côté depuis dernier devrait
    difficile dire dit doit doivent dommage donner dès déjà encore enfin ensuite
    essayer excellent exemple facile fait faut façon fois font fut gens grand grande
    grands gros génial haut heure heures heureuse heureux horrible important
    impossible jour jours juste laisse laisser lent loin long longue lors lorsque
    maintenant mal manque mauvais mauvaise meilleur meilleure merci mettre minutes
    moment monde nombre nouveau nouvelle nul nulle oui paraît parfait parfaite parfois
    parler part partie partout passer payer pense penser permet personne personnes
    petit petite petits place plaire plaît plusieurs point possible pouvoir premier
    première prendre presque pris prix problème problèmes propre près puis quelque
    quelques rapide rapidement rend reste sais savoir semble sent sera serait seul
    seulement simple soit sorte sortir suite super surtout sympa tant tel temps tenir
    tjrs trouve trouver type utile utiliser va vais vers veut veux vie vient vite voir
    vois vrai vraiment""",
    "pt": """acha achei ano anos antes apenas aqui assim atual barato caro caso causa certo
    cheio claro coisa coisas colocar comprar comprei conseguir consigo contente daqui
    dar deixar demais dentro depois deve devem deveria dia dias difícil disse dizer
    durante embora encontrar enquanto então estava estou excelente exemplo falta
    faltam fazendo feito feliz fica ficar fiquei foram forma fácil gente geral gosta
    gostaria gostei gosto grande grandes haver hora horas igual importante ir jeito
    lado levar linda lindo logo lugar maior maioria mal maneira melhorar menor meses
    mesma mesmo momento muda mudar mundo mês nada nenhum nossa nova novo nunca onde
    outras outros parece parte passar pena pequena pequeno perfeita perfeito perto
    pessoa pessoas poder poderia ponto possível pouca precisa precisam preciso
    primeira primeiro problema problemas própria próprio péssimo quase quer quero
    realmente resolver ruim rápida rápido sabe saber sair sei sempre sentir seria será
    simples sobre super tal talvez tanto tarde tempo tenho terrível tipo tirar toda
    todas trabalhar tudo usar uso vai vem ver verdade vez vezes vida viver ótima ótimo""",
    "it": """abbastanza acquistare adesso altra altre altri altro andare anni anno appena
    avanti aveva avrei bisogno brutto buoni cambiare capire caro casa caso causa certo
    ciò comprare comprato contenta contento continuare cui davvero deve devono dice
    difficile dire diversi dopo dovrebbe dovrebbero durante eccellente ecco fare fatto
    felice finire forma forse fuori genere gente giorni giorno giusto grande grandi
    importante inoltre insieme insomma invece lasciare lento lontano maggior mal male
    manca mancano maniera mese mesi mettere migliorare migliore minuti modo momento
    mondo nessuno niente nuova nuovo ogni oltre ora ore orribile ottima ottimo parte
    passare peccato peggio pensa pensare per perfetta perfetto persona persone piace
    piccola piccolo poca pochi possibile possono potere potrebbe prendere presto
    prezzo prima primo problema problemi proprio pure qualche qualcosa quasi quindi
    rende resto ricevere sapere scegliere secondo sembra semplice sentire simile
    soprattutto spesso stare stato super tale tanta tanto tardi tempo tenere terribile
    tipo trovare trovato tutta tutte usare uso utile vado vanno vedere veloce venire
    verso vita vivere volta volte vorrei vuole""",
    "nl": """aantal af afgelopen allemaal anders beetje begin bepaalde best betere bijna
    bijvoorbeeld blij blijft blijven brengen daarom dag dagen delen denk denken dingen
    direct doen doet duidelijk duren duur duurt echt eens eerder eerst eerste eigen
    eigenlijk elk elke even extra fijn gaan gaat gebruik gebruiken gedaan geeft gehad
    gekocht gemaakt genoeg geven gewoon goedkoop graag groot grote haal halen handig
    heerlijk helaas hele helemaal helpen hier hoge hoog houden houdt iedereen iemand
    inderdaad ineens jaar jaren juist keer kijken klaar klein kleine komen komt koop
    kopen kort kost krijg krijgen krijgt laat laatste lang langer langzaam laten leuk
    leuke liever ligt loopt lopen maakt maand maanden makkelijk manier mensen mis
    misschien moeilijk mogelijk mooi mooie mooier net niemand nieuw nieuwe nodig nooit
    oud oude paar perfect persoon plek prima proberen probleem problemen redelijk rest
    snel soms soort staan staat steeds stuk super te tijd tijdens tot uur vaak vallen
    vanaf vandaag vanuit verbeteren verder verschillende vervelend vind vinden vindt
    vol voldoende volgende vooral vorig waar waarbij waarom want week weer weet weinig
    weken werken werkt weten willen zaken zeggen zegt zeker zie zien zit zitten zoals
    zodat zoeken zonder zou zouden""",
}


def _listed(words: str) -> frozenset[str]:
    return frozenset(word.replace("'", "") for word in words.split())


_EMPTY_BY_LANGUAGE = {language: _listed(words) for language, words in _WORDS.items()}
_BARE_BY_LANGUAGE = {language: _listed(words) for language, words in _BARE.items()}


def is_empty(word: str, language: str) -> bool:
    """Tell whether a word, in lower case, carries no meaning: it cannot begin or end a name."""
    listed = _EMPTY_BY_LANGUAGE.get(language, frozenset())
    plain = word.replace("'", "")
    # "He's" and "c'est" say no more than "he" and "est".
    parts = word.split("'")
    return (
        len(plain) < 2 or plain in listed or all(len(part) < 3 or part in listed for part in parts)
    )


def is_bare(word: str, language: str) -> bool:
    """Tell whether a word, in lower case, names nothing alone, such as "great" or "bought"."""
    plain = word.replace("'", "")
    bare = len(plain) < 3 or plain in _BARE_BY_LANGUAGE.get(language, frozenset())
    return bare or ends_like_no_noun(plain, language)
