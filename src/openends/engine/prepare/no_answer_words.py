"""What people write when they have nothing to say: whole answers, without accents and marks."""

from __future__ import annotations

from openends.engine.prepare.plain import plain

_PHRASES = {
    "en": """none|nothing|nothing much|not much|no|nope|nah|na|n a|nil|null|no comment|no comments|
    no answer|no reply|no response|no opinion|no idea|no ideas|no clue|no suggestions|no suggestion|
    no reason|no particular reason|no specific reason|no thoughts|no preference|
    no further comment|no further comments|no additional comments|no other comments|
    dont know|dont no|do not know|i dont know|i do not know|dk|idk|dunno|i dunno|duno|
    dont know what to say|i dont really know|dont remember|i dont remember|cant remember|
    i cant remember|do not remember|cannot remember|dont recall|cant recall|i dont recall|
    not sure|im not sure|i am not sure|unsure|i am unsure|im unsure|not certain|
    cant think of anything|cant think of any|i cant think of anything|cannot think of anything|
    cant think of anything else|cant think of one|i cant think of any|cant think|
    nothing comes to mind|nothing springs to mind|nothing in particular|nothing specific|
    nothing else|nothing more|nothing to say|nothing to add|nothing special|nothing particular|
    i have nothing to say|i have nothing to add|have nothing to add|nothing i can think of|
    nothing that i can think of|nothing else to add|i have no idea|i have no opinion|have no idea|
    i have no comment|i have no comments|no i dont|not applicable|not relevant|does not apply|
    doesnt apply|none that i can think of|none i can think of|none come to mind|none of them|
    none of the above|no one|nobody|haven t got a clue|havent a clue|havent got a clue|
    refused|prefer not to say|prefer not to answer|rather not say|skip|pass|ditto|as above|
    same as above|see above|who knows|hard to say|difficult to say|no not that i can think of|
    not that i can think of|not that i know of|i dont have any|dont have any|dont have one|
    never thought about it|havent thought about it|no there is nothing|there is nothing""",
    "es": """nada|nada mas|nada que decir|nada que anadir|nada que comentar|nada en particular|
    nada en especial|nada especial|ninguno|ninguna|ningun comentario|ninguna sugerencia|ningunas|
    no se|no lo se|nose|no se que decir|ns|nc|ns nc|nsnc|no sabe|no contesta|no sabe no contesta|
    no estoy seguro|no estoy segura|no recuerdo|no me acuerdo|no tengo idea|ni idea|
    sin comentarios|sin comentario|sin opinion|sin respuesta|sin sugerencias|no aplica|
    no tengo|no tengo opinion|no tengo comentarios|no tengo nada que decir|no hay|no hay nada|
    no sabria decir|no sabria que decir|no se me ocurre nada|no se me ocurre|de momento nada|
    por ahora nada|no procede|paso|no opino|prefiero no contestar|no comment""",
    "pt": """nada|nada mais|nada a declarar|nada a dizer|nada a acrescentar|nada a comentar|
    nada em particular|nada em especial|nenhum|nenhuma|nenhum comentario|nenhuma sugestao|
    nao sei|nao sei dizer|nao sei responder|naosei|nsei|nao tenho ideia|nao faco ideia|
    nao tenho certeza|nao tenho a certeza|nao me lembro|nao lembro|nao recordo|
    sem comentario|sem comentarios|sem opiniao|sem resposta|sem sugestoes|nao se aplica|
    nao tenho|nao tenho nada a dizer|nao tenho opiniao|nao tenho sugestoes|nao ha|nao|ns nr|
    nao me ocorre nada|nada me ocorre|de momento nada|por enquanto nada|prefiro nao responder""",
    "fr": """rien|rien du tout|rien a dire|rien a ajouter|rien a signaler|rien de particulier|
    rien de special|rien de plus|aucun|aucune|aucun commentaire|aucune idee|aucun avis|
    aucune suggestion|aucune opinion|je ne sais pas|je sais pas|ne sais pas|jsp|sais pas|
    ne sait pas|nsp|nspp|sans reponse|sans opinion|sans avis|sans commentaire|pas d avis|
    pas davis|pas d idee|pas didee|pas de commentaire|pas de commentaires|pas de reponse|
    pas d opinion|pas dopinion|je n ai pas d idee|je nai pas didee|je ne me souviens pas|
    je ne sais plus|ras|neant|non|non applicable|sans objet|so|je ne vois pas|
    rien ne me vient a l esprit|rien de precis|pas de suggestion|pas de suggestions""",
    "de": """nichts|gar nichts|nichts besonderes|nichts bestimmtes|nichts weiter|nichts mehr|
    nichts zu sagen|nichts hinzuzufugen|nix|garnichts|keine|keiner|keines|kein kommentar|
    keine angabe|keine angaben|keine antwort|keine ahnung|keine idee|keine ideen|keine meinung|
    keine anmerkung|keine anmerkungen|keine vorschlage|keine verbesserungsvorschlage|
    keine wunsche|ka|k a|weiss nicht|weis nicht|weiss ich nicht|ich weiss nicht|
    ich weiss es nicht|weiss es nicht|wn|w n|nicht sicher|bin mir nicht sicher|
    ich bin nicht sicher|kann mich nicht erinnern|weiss nicht mehr|weiss ich nicht mehr|nein|ne|
    nee|entfallt|trifft nicht zu|nicht zutreffend|mir fallt nichts ein|fallt mir nichts ein|
    mir fallt gerade nichts ein|dazu habe ich keine meinung|kann ich nicht sagen|
    kann ich nicht beurteilen|schwer zu sagen|momentan nichts|derzeit nichts|siehe oben|s o""",
    "it": """niente|nulla|niente da dire|nulla da dire|niente da aggiungere|nulla da aggiungere|
    niente di particolare|nulla di particolare|niente di che|nessuno|nessuna|nessun commento|
    nessuna idea|nessuna opinione|nessun suggerimento|nessuna risposta|non so|non lo so|boh|bo|
    non saprei|non so cosa dire|non sono sicuro|non sono sicura|non ricordo|non mi ricordo|
    non ho idea|non ne ho idea|senza commenti|non risponde|non applicabile|no comment|
    non mi viene in mente niente|non mi viene in mente nulla|al momento niente|
    preferisco non rispondere|non ho suggerimenti|non ho opinioni""",
    "nl": """niets|helemaal niets|niks|niets bijzonders|niets speciaals|niets te melden|
    niets toe te voegen|niets te zeggen|geen|geen idee|geen mening|geen commentaar|geen antwoord|
    geen opmerking|geen opmerkingen|geen suggesties|geen reden|weet niet|weet ik niet|
    ik weet het niet|weet het niet|wnt|niet zeker|ik weet niet|kan ik niet zeggen|nee|nvt|n v t|
    niet van toepassing|kan het me niet herinneren|weet ik niet meer|ik zou het niet weten|
    zou het niet weten|zou ik niet weten|kan niks bedenken|kan niets bedenken|er is niets|
    momenteel niets|op dit moment niets""",
    "other": """ingen|inget|ingenting|vet ej|vet inte|vet ikke|ved ikke|ikke noget|intet|
    nie wiem|nic|brak|brak zdania|brak odpowiedzi|nevim|nemam|nie mam|
    bilmiyorum|yok|hicbir sey|fikrim yok|не знаю|ничего|нет|затрудняюсь ответить|без комментариев|
    не знам|нічого|没有|没|无|不知道|不清楚|沒有|無|無し|なし|特になし|特にない|ない|
    わからない|分からない|ありません|特にありません|없음|없다|
    없습니다|모름|모르겠다|모르겠습니다|잘 모르겠습니다|
    لا شيء|لا اعرف|لا أعرف|لا يوجد|tidak ada|tidak tahu|khong|khong biet|ไม่มี|ไม่ทราบ|ไม่รู้""",
}

_FILLERS = """really|at all|tbh|to be honest|honestly|at the moment|right now|at this time|i think|
    sorry|for now|currently|actually|just|oh|um|erm|hmm|well|i guess|basically|thanks|thank you|
    so far|as of now|that i know of|i m afraid|im afraid|at present|as yet|else|that i can think of|
    to say|more|
    de momento|por ahora|la verdad|sinceramente|en absoluto|pues|ahora mismo|en este momento|
    gracias|por enquanto|no momento|sinceramente|na verdade|mesmo|obrigado|obrigada|
    pour l instant|pour le moment|vraiment|franchement|merci|du tout|desole|desolee|
    im moment|wirklich|eigentlich|ehrlich gesagt|leider|gerade|zurzeit|zur zeit|derzeit|danke|so|
    al momento|per ora|per il momento|davvero|sinceramente|grazie|onestamente|
    op dit moment|momenteel|eigenlijk|echt|voorlopig|eerlijk gezegd|helaas|sorry"""


def _listed(block: str) -> list[str]:
    return [words for phrase in block.split("|") if (words := plain(phrase))]


#: Whole answers that say nothing, all languages together.
NONE_PHRASES = frozenset(phrase for block in _PHRASES.values() for phrase in _listed(block))
#: Words around them that change nothing, the longest first.
FILLERS = tuple(sorted(set(_listed(_FILLERS)), key=lambda filler: (-len(filler), filler)))
