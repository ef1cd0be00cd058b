"""Whether a message, or a sentence of it, is in another language than English, or in none at all.

Errs on the side of the trainee: a greeting or a borrowed word is no other language, English with mistakes is English,
a misspelt word or somebody's name is no struck keys. Looks at words only; time grows in step with the length of the
message.
"""

import re
from collections.abc import Sequence
from typing import Final

from roleplay.sentence_forms import word_set

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LATIN: Final = 0x24F  # the last letter of the Latin blocks
_OTHER_SCRIPT: Final = 0.6  # share of letters of other scripts from which a message is written in one
_SHARE: Final = 0.3  # share of the words of a message that one language must show
_MARKED: Final = 0.4  # share of words with letters that English has not, in no matter which language
_CODE: Final = 6  # letters and digits of a code
_AMOUNT: Final = re.compile(r"\d+[^\W\d_]+")  # "48hours" is none
_ABBREVIATION: Final = re.compile(r"\W*[A-Z]{2,5}\W*")
_FEW: Final = 3  # up to so many words, one that is not English is enough beside no English one
# English words and names among those below: where a message has a few words, they show no other language.
_ENGLISH_TOO: Final = word_set("come per non fare van pan pour over son men dig ha ty ben kim")
# Frequent words of each language that are neither English words nor names.
_OF_LANGUAGES: Final = tuple(
    map(
        word_set,
        (
            # German
            """ich du er wir ihr sie mich dich uns euch ihnen ihre ihr ihren ihrem mein meine dein deine unser unsere
            der das dem den des ein eine einen einem einer und oder aber nicht kein keine ist sind wäre haben habe
            wird werden wurde kann können könnte muss müssen soll wie wer wo wann warum wieso welche mit von für
            auf bei nach aus über unter vor zum zur dass weil wenn schon noch auch sehr heute morgen bitte leid tut
            geht gut schlecht verstehe paket bestellung rückerstattung geld lieferung guten zurück mal doch ja nein
            dann dort""",
            # French
            """je tu il elle nous vous ils elles mon ma mes ton ta tes votre vos notre nos le les un une des du et ou
            mais ne pas est sont suis êtes était avec pour dans sur chez sans sous que qui quoi quand où comment
            pourquoi ce cette ces c'est j'ai n'est qu'est puis-je puis peux pouvez avez faire fait très bien aussi
            merci désolé désolée bonjour monsieur madame aujourd'hui demain votre colis commande remboursement au
            aux à""",
            # Spanish
            """yo tú él ella nosotros usted ustedes mi su sus el los las un una unos y o pero no es son soy está están
            con para por en del al que qué quién cuando cuándo donde dónde cómo como cual cuál muy bien también lo
            siento mucho gracias señor señora hoy mañana pedido paquete dinero puedo puede hacer voy ha han se le
            les me te nos si sí aquí hay más problema""",
            # Italian
            """io tu lui lei noi voi loro mio mia suo sua il lo gli un uno una e o ma non è sono sei ho ha abbiamo
            hanno con per di da nel nella del della che chi quando dove come perché molto bene anche mi dispiace
            grazie signore signora oggi domani ordine pacco posso può fare cosa successo capito questo questa
            piacere favore ripetere""",
            # Portuguese
            """eu você ele ela nós eles meu minha seu sua o os as um uma e ou mas não é são está com para por em do da
            no na dos das que quem quando onde como porque muito bem também obrigado obrigada senhor senhora hoje
            amanhã pedido encomenda dinheiro posso pode fazer sinto ajudar bom dia desculpe""",
            # Dutch
            """ik jij je hij zij wij jullie u mijn jouw uw ons onze de het een en maar niet geen ben bent zijn heb
            heeft hebben wordt worden kan kunnen moet zal met van voor op bij naar uit over dat die dit wie wat
            waar wanneer waarom hoe zeer ook nog al spijt vandaag morgen alstublieft bestelling pakket geld zo lang
            wachten moest""",
            # Swedish, Danish, Norwegian
            """jag jeg du han hon hun vi ni dere mig meg dig deg oss os min mitt din ditt er och og eller men inte
            ikke är var har hade kan skal ska vil vill med av för på hos efter från fra att at som vem hvem vad
            hvad hva när når hvor hvordan varför hvorfor mycket meget veldig också også idag morgen tack takk tak
            hjälpa hjælpe hjelpe hej förstår det den ett et dårlig bra""",
            # Polish
            """ja ty on ona my wy oni mój moja pan pani panu i lub ale nie jest są był była mam ma mogę może z dla do
            na w od przez że kto co kiedy gdzie jak dlaczego bardzo też dziękuję przepraszam dzień dobry dzisiaj
            jutro paczka zamówienie pomóc czym proszę się""",
            # Czech, Slovak
            """já ty on ona my vy můj moje a nebo ale ne je jsou byl mám má mohu může s pro do na v od že kdo co kdy
            kde jak proč velmi také děkuji omlouvám dobrý den dnes zítra balík objednávka pomoci pomoct vám vás
            prosím jsem som ďakujem""",
            # Romanian
            """eu tu el ea noi voi meu mea și sau dar nu este sunt am are cu pentru de la în din pe că cine ce când
            unde cum foarte bine mulțumesc scuze bună ziua astăzi mâine comanda pachet pot ajuta vă îmi pare rău""",
            # Hungarian
            """én te ő mi ti ők az egy és vagy de nem van vannak volt lehet hogy ki mit mikor hol hogyan miért nagyon
            is köszönöm sajnálom jó napot ma holnap csomag rendelés segíthetek miben önnek kérem""",
            # Finnish
            """minä sinä hän me te he ja tai mutta ei on ovat oli voin voi kanssa että kuka mitä mikä milloin missä
            miten miksi hyvin myös kiitos anteeksi hyvää päivää tänään huomenna paketti tilaus auttaa teitä sinua
            olen""",
            # Turkish
            """ben sen biz siz onlar benim bir ve veya ama değil var yok için ile bu şu ne kim nasıl neden nerede çok
            da teşekkür üzgünüm merhaba bugün yarın paket sipariş yardımcı olabilirim size nedir""",
        ),
    )
)
# English beyond doubt, and spellings of it that people use in a hurry.
_ENGLISH: Final = word_set(
    """the is are was were be been you your yours i i'm i'll i've we we're we'll it it's that this these those and but
    or so if not no yes to of in on at for from with by about as my me us our they them he she his her what when
    where why who which how do does did have has had can could will would should may might must please thanks thank
    sorry hello hi here there now then just only very one order refund parcel ok okay u ur pls im dont help here's
    what's a an all out up get got let make made know see want need""",
)
# Greetings and borrowings that an English speaker may use by themselves.
_BORROWED: Final = word_set(
    """bonjour bonsoir salut merci danke bitte hallo hola gracias buenos buenas días dias tardes ciao grazie
    buongiorno buonasera guten tag morgen abend servus grüezi adiós adios adieu olá ola obrigado obrigada bom dia
    hej tak tack moin prego voilà voila touché touche c'est la vie bon appétit appetit voyage mea culpa auf
    wiedersehen au revoir namaste monsieur madame señor señora frau herr pani pan si sí oui ja nein da dzień dobry""",
)
_ROWS: Final = ("qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "azertyuiop", "qsdfghjklm")
_ROW_RUN: Final = 4  # keys in a row, or back, that no English word has: "asdf", "poiu"
_IN_A_ROW: Final = frozenset(
    piece
    for row in (*_ROWS, *(row[::-1] for row in _ROWS))
    for piece in (row[at : at + _ROW_RUN] for at in range(len(row) - _ROW_RUN + 1))
) - {"erty", "trew"}  # property, strewn
_SHORTHAND: Final = word_set(
    """brb tbh ngl pls plz thx tks ty np hmm hm mhm pfft psst shh tsk grr lol lmao rofl omg wtf ffs smh idk imo imho
    btw fyi asap msg txt prblm probs tmrw tmr pts mins hrs wks dept govt acct mgr mtg nr tel ext mr mrs ms dr st rd
    cwm zzz xxx wfh ppl bc cuz coz rn rly srsly yrs gr8 w8 h8 ur yr nvm ikr gtg ttyl sms pdf html www http https""",
)
_MAY_REPEAT: Final = frozenset({"no", "yes", "sorry", "ok", "okay", "please", "hello", "ha", "very", "thanks", "oh"})
_SHORT_ANSWERS: Final = "ykn"  # yes, okay, no
_LEAST: Final = 3  # letters from which a word's shape says anything
_STRANGE: Final = 0.55  # share of letter groups that no English word has, from which a word is no word


def words_of(text: str) -> list[str]:
    """The words of a text in small letters."""
    return _WORD.findall(text.lower().replace("’", "'"))


def is_foreign(text: str) -> bool:
    """Whether a whole message is in another language."""
    letters = [char for char in text if char.isalpha()]
    other = sum(ord(char) > _LATIN for char in letters)
    if len(letters) > 1 and other >= _OTHER_SCRIPT * len(letters):
        return True
    spoken = words_of(text)
    if len(spoken) < 2 or all(word in _BORROWED for word in spoken):
        return False
    english = sum(word in _ENGLISH for word in spoken)
    few = len(spoken) <= _FEW
    telling = [word for word in spoken if not (few and word in _ENGLISH_TOO)]
    best = max(sum(word in language for word in telling) for language in _OF_LANGUAGES)
    marked = sum(any(not char.isascii() for char in word) for word in spoken)
    if few:
        return not english and best >= len(spoken) - 1 and best > 0
    if marked > max(1, english) or (not english and marked >= _MARKED * len(spoken)):
        return True
    return best >= max(2, _SHARE * len(spoken)) and best > 2 * english


def groups_of(word: str) -> list[str]:
    """The groups of three letters of a word, its ends marked."""
    marked = f"^{word}$"
    return [marked[at : at + 3] for at in range(len(marked) - 2)]


def is_mash(text: str, known: frozenset[str]) -> bool:
    """Whether most of a message are keys struck at random. `known` are groups of letters that words have."""
    spoken = [word.replace("'", "") for word in words_of(text)]
    if len(spoken) >= _LEAST and len(set(spoken)) == 1 and spoken[0] not in _MAY_REPEAT:
        return True
    long = [word for word in spoken if len(word) >= _LEAST and word not in _SHORTHAND]
    if not long or not all(word.isascii() for word in long if len(long) == 1):
        return False
    struck = [word for word in long if _lies_in_a_row(word) or _is_no_word(word, known)]
    # One strange word beside others is a name, and one in a few capitals an abbreviation.
    if len(struck) == 1 and not _lies_in_a_row(struck[0]) and (len(spoken) > 1 or _ABBREVIATION.fullmatch(text)):
        return False
    return sum(map(len, struck)) > sum(map(len, spoken)) / 2


def _is_no_word(word: str, known: frozenset[str]) -> bool:
    groups = groups_of(word)
    return sum(group not in known for group in groups) >= _STRANGE * len(groups)


def _lies_in_a_row(word: str) -> bool:
    return any(word[at : at + _ROW_RUN] in _IN_A_ROW for at in range(len(word) - _ROW_RUN + 1))


def only_signs(text: str) -> bool:
    """Whether there is something in a message, and no letter and no digit."""
    return bool(text.strip()) and not any(char.isalnum() for char in text)


def only_letters_or_digits(text: str, *, asked: bool) -> bool:
    """Whether a message is nothing but bare numbers or single letters. When something was `asked` a number answers."""
    tokens: Sequence[str] = re.findall(r"[^\W_]+", text)
    if not tokens or re.search(r"[%€£$:]", text):
        return False
    if all(token.isdigit() for token in tokens):
        return not asked
    lone = [token.lower() for token in tokens if len(token) == 1 and token.isalpha() and token.isascii()]
    return len(lone) == len(tokens) and (len(lone) > 1 or lone[0] not in _SHORT_ANSWERS)


def says_nothing(texts: Sequence[str], known: frozenset[str]) -> list[bool]:
    """Of each sentence of a message, whether it says nothing that could be read: another language, struck keys, nothing
    but codes, or what an earlier one of them has said word for word. None of them where that would be all.
    `known` are groups of letters that words have."""
    idle = [
        (len(words_of(text)) > _FEW and is_foreign(text))
        or is_mash(text, known)
        or _is_code(text)
        or text in texts[:place]
        for place, text in enumerate(texts)
    ]
    return [False] * len(idle) if all(idle) else idle


def _is_code(text: str) -> bool:
    tokens: Sequence[str] = re.findall(r"[^\W_]+", text)
    mixed = (
        len(token) >= _CODE and not token.isalpha() and not token.isdigit() and not _AMOUNT.fullmatch(token)
        for token in tokens
    )
    return bool(tokens) and all(mixed)
