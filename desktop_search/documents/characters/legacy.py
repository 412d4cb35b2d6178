"""Tells which encoding of one script a text is in, where it is not Unicode: by the letters that it would have.

Every language has letters beyond ASCII that are common in it, in an order that is known. Bytes read by the wrong
table give letters that the language lacks, capitals inside words, and signs between letters. Each pair of a language
and an encoding is weighed by that; a few words are mostly enough. What fits none is left to charset-normalizer.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from functools import lru_cache
from math import log

from charset_normalizer import from_bytes

# It tells each of its steps.
logging.getLogger("charset_normalizer").setLevel(logging.WARNING)

# In bytes: how much is weighed, and how much of a line before its first byte beyond ASCII.
_SAMPLE = 3000
_BEFORE = 100
_SAMPLE_OF_LIBRARY = 65_536
_BEYOND = re.compile(rb"[\x80-\xff]")
_LINE = re.compile(rb"[^\r\n]+")

# Letters by falling frequency, and the encodings that the language was written in, the likeliest first.
_WESTERN = "cp1252 mac_roman cp850"
_CENTRAL = "cp1250 iso8859-2 cp852"
_CYRILLIC = "cp1251 koi8-r cp866 iso8859-5 mac_cyrillic"
_BALTIC = "cp1257 iso8859-13"
_LANGUAGES = (
    ("üäößé", _WESTERN),
    ("éèàêôîçâïùûëœæü", _WESTERN),
    ("óáíúéñºüª", _WESTERN),
    ("èàòùéìóîíá", _WESTERN),
    ("ãçáíéóúõêâàºôª", _WESTERN),
    ("ëéïóäöèüáêç", _WESTERN),
    ("äöåéáè", _WESTERN),
    ("æøåéöóäüò", _WESTERN),
    ("óàéíèòúçïü·", _WESTERN),
    ("íðáóúýæöþé", "cp1252 mac_iceland"),
    ("äõüöšžé", "cp1252 cp1257"),
    ("áéíóú", _WESTERN),
    ("łżęąśóćńź", _CENTRAL),
    ("íářčéýžěšůúóňťď", _CENTRAL),
    ("áíčýúéťžšľóôäňĺďŕ", _CENTRAL),
    ("áéóíöőüúű", _CENTRAL),
    ("čšžćđ", _CENTRAL),
    ("ăţşîâ", _CENTRAL),
    ("ıçşüğöâî", "cp1254 cp857"),
    ("ųšėžįąčūę", _BALTIC),
    ("āēīšļūņžķģčŗ", _BALTIC),
    ("đôưáàếểệêạộảậợốịóầớấùỗặụọíủìờãềựữýâứơúởỏỉổửòắừồẫăéỡằẩõĩẽũẻèẵỳẹỹ\u0301\u0300\u0309\u0303\u0323", "cp1258"),
    ("оеаинтрслвкпдмуязьыйбчгжфцхюшщэёъ", _CYRILLIC),
    ("аноиевтіркслдупмязбьйгчжцхфєшюїщґ", "cp1251 koi8-u cp1125"),
    ("аениотрсвдкпзлмъябучгжйфцшщхю", _CYRILLIC),
    ("аеионртскупдвмјзлбгшњчцљжћфхђџѓќѕ", "cp1251 iso8859-5 cp855"),
    ("анркісылетядмвуопцэзьбгўчйхшфжюё", "cp1251"),
    ("αοετνισρμηκπυλςίδγήέάόχωθφύβώξζψϊϋΐΰ", "cp1253 iso8859-7 cp737"),
    ("יוהתלמראנבקשפסדגטעחםןכצזךץף", "cp1255 iso8859-8 cp862"),
    ("اليمروتةندفسبعكحقجصأهطخغشإزذضىثئءظؤآ،", "cp1256 iso8859-6"),
    ("ارینمدهوتبسشکگلخفقپعجژچزآحصطغضذثظئ،\u200c", "cp1256"),
    ("ารอกนมเลดงตสยบวแไคทขปจหพะชโซำใฟถณภผธษฐฮญศฉฤฝๆ่้ัีิ์ูืุ็ึ๊", "cp874"),
    ("█░▒▓─═│║▄▀■▌▐┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬·", "cp437"),  # pictures made of characters
)
# A picture is a line of them; one by one they are what the signs of other encodings look like, as in 20 °C ± 1.
_PICTURE = re.compile("[\u2500-\u25ff]{4}")
# The commonest signs, the encodings, and the lead bytes of the usual ones among the other signs.
_HIRAGANA = (
    "のにをはとがてでたしなるいかられもさまりくすこあよめどちきうわおけんそせやっみえつじだねばほゃゅょげびへろごずむ"
)
_KATAKANA = "ーンスルトリアイラクレドシフジタコロマテグッバサプカメデキセムパィブウニダナオズノモハチビェソボポャュ"
_SIMPLIFIED = (
    "的一是不了在有人我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好"
    "都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长"
)
_TRADITIONAL = (
    "的一是不了在有人我他這中大來上個國到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她里後小麼心多天而能好"
    "都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長"
)
_HANGUL = (
    "다이니을지수에습는로를없하시자일가스정파어의용음합기서리사할인트한은션오않터아있문그드위대제만보상옵으값름함실해치작입모"
    "도부바고표식명전나형된중소경행면되디업요설라세구출여적호성변비거야과주동장원들"
)
_WIDE: tuple[tuple[str, tuple[tuple[str, int, int], ...]], ...] = (
    (_HIRAGANA + _KATAKANA, (("cp932", 0x88, 0x97), ("euc_jp", 0xB0, 0xCF))),
    (_SIMPLIFIED, (("gb18030", 0xB0, 0xD7),)),
    (_TRADITIONAL, (("cp950", 0xA4, 0xC6),)),
    (_HANGUL, (("cp949", 0xB0, 0xC8),)),
)
_QUOTES = "\u2018\u2019\u201c\u201d\u201e\u2013\u2014\u2026\xab\xbb\xa0"
_SIGNS = "\u201a\u2039\u203a\u2020\u2021\u2022\u2030\u2122\xa7\xb6\xa9\xae\xad\xb4\xb5\xd7°·№¿¡€£±²³½¼¾¹÷¢¥"
_WIDE_SIGNS = "\u3000、。「」『』《》・ー々·\u201c\u201d\u2026\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f"
# Logarithms of how likely a character is; what is added for a thing that does not belong; per encoding passed over.
_QUOTE, _SIGN, _WIDE_SIGN, _USUAL, _UNUSUAL, _ALIEN, _BROKEN = -2.8, -4.5, -4.0, -8.0, -11.0, -10.0, -16.0
_CAPITAL = -2.5
_MISPLACED = -4.0
_LATER = -1.0
_NOT_WESTERN = -3.0
# What all bytes beyond ASCII come to on average must not be less likely than this.
_LEAST = -6.5


def guess_encoding(data: bytes) -> str | None:
    """The name of the codec that `data`, which is not UTF-8, is best read by; None where nothing fits."""
    sample = _sample(data)
    high = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    score, encoding = max(_weighed(sample))
    if score >= _LEAST * max(1, high):
        return encoding
    best = from_bytes(data[:_SAMPLE_OF_LIBRARY]).best()
    return best.encoding if best is not None else None


def _sample(data: bytes) -> bytes:
    """The first lines with something beyond ASCII in them; no line end is part of a longer character."""
    lines: list[bytes] = []
    room = _SAMPLE
    position = 0
    while room > 0 and (found := _BEYOND.search(data, position)):
        at = found.start()
        start = max(data.rfind(b"\n", position, at), data.rfind(b"\r", position, at)) + 1
        if start == 0 or at - start > _BEFORE:
            start = max(position, at - _BEFORE)
        line = _LINE.match(data, start, start + room)
        position = line.end() if line else at + 1
        lines.append(data[start:position])
        room -= position - start
    return b"\n".join(lines)


def _weighed(sample: bytes) -> list[tuple[float, str]]:
    """Each encoding with the best score that a language gives it."""
    found: list[tuple[float, str]] = []
    read: dict[str, tuple[Counter[str], float]] = {}
    for letters, encodings in _LANGUAGES:
        alien_to_latin = letters[0] > "\u02ff"
        for later, encoding in enumerate(encodings.split()):
            if encoding not in read:
                text = sample.decode(encoding, "replace")
                misplaced = _misplaced(text, alien_to_latin)
                if encoding == "cp437" and not _PICTURE.search(text):
                    misplaced += _BROKEN * len(sample)
                read[encoding] = Counter(one for one in text if one > "\x7f"), misplaced
            counts, misplaced = read[encoding]
            weights = _weights(letters)
            score = sum(count * _weight(weights, character) for character, count in counts.items())
            found.append((score + misplaced + _prior(encoding, later), encoding))
    for common, tables in _WIDE:
        for encoding, first, last in tables:
            counts = Counter(one for one in sample.decode(encoding, "replace") if one > "\x7f")
            score = sum(count * _wide_weight(one, common, encoding, first, last) for one, count in counts.items())
            found.append((score + _prior(encoding, 0), encoding))
    return found


def _prior(encoding: str, later: int) -> float:
    """A few bytes beyond ASCII are mostly Western, and rarely of an encoding that its language used less."""
    return 0.0 if encoding == "cp1252" else _NOT_WESTERN + _LATER * later


@lru_cache(maxsize=64)
def _weights(letters: str) -> dict[str, float]:
    """Of each letter: common ones weigh more, in the way that ranks and frequencies mostly go together."""
    total = sum(1 / (rank + 2) for rank in range(len(letters)))
    weights = dict.fromkeys(_SIGNS, _SIGN) | dict.fromkeys(_QUOTES, _QUOTE)
    for rank, letter in enumerate(letters):
        weight = log(1 / (rank + 2) / total)
        if letter.upper() != letter and len(letter.upper()) == 1:
            weights[letter.upper()] = weight + _CAPITAL
        weights[letter] = weight
    return weights


def _weight(weights: dict[str, float], character: str) -> float:
    if character in weights:
        return weights[character]
    return _BROKEN if character == "\ufffd" or character < "\xa0" else _ALIEN


def _misplaced(text: str, alien_to_latin: bool) -> float:
    """For capitals after small letters, signs between letters, and letters of two scripts in one word."""
    count = 0
    before = " "
    sign_in_word = False  # a sign stands right after a letter
    for character in text:
        if character.isalpha():
            if sign_in_word:
                count += 1
            elif (character > "\x7f" or before > "\x7f") and before.isalpha():
                if character.isupper() and before.islower():
                    count += 1
                if alien_to_latin and (character > "\x7f") != (before > "\x7f"):
                    count += 1
        sign_in_word = character in _SIGNS and before.isalpha()
        before = character
    return _MISPLACED * count


def _wide_weight(character: str, common: str, encoding: str, first: int, last: int) -> float:
    if character in common:
        return log(0.5 / len(common))
    if character in _WIDE_SIGNS:
        return _WIDE_SIGN
    if character == "\ufffd" or character < "\xa0" or "\ue000" <= character <= "\uf8ff":
        return _BROKEN
    return _USUAL if first <= character.encode(encoding)[0] <= last else _UNUSUAL
