"""Words that carry no theme, in the seven languages that codebooks are named in."""

from __future__ import annotations

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

#: Lower case, all languages together: a word of one is seldom a theme in another.
STOP_WORDS = frozenset(word for words in _WORDS.values() for word in words.split())
