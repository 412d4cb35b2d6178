"""Words of the index that are nearly a word that was typed: found by their beginnings, then compared letter by letter.

The index could find what holds such words by itself, but not say which they are: it would have to look for them in
every part of a search again, and what is marked in a text would be guessed once more. Of two errors at most one may
lie in the first half of the word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

# Words that begin with a text, each with the number of entries that hold it.
Beginning = Callable[[str], list[tuple[str, int]]]
_MOST = 64
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BLOCK = 128


def near(word: str, errors: int, beginning: Beginning) -> tuple[int, tuple[str, ...]]:
    """The most frequent words that differ from `word` by 1 typing error, or where there are none and `errors` is 2, by
    2; and by how many they do. (0, ()) where there are none.

    An error is a letter added, left out, changed or swapped with the next one.
    """
    for allowed in range(1, errors + 1):
        found = dict(_within(word, allowed, beginning))
        if found:
            return allowed, tuple(sorted(found, key=lambda one: (-found[one], one))[:_MOST])
    return 0, ()


def distance(one: str, other: str, most: int) -> int:
    """Typing errors between two words; `most` + 1 stands for more.

    Optimal string alignment (Damerau, 1964), as the index counts them.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        last, before, row = before, row, [at]
        for place, its in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != its))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == its:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _within(word: str, errors: int, beginning: Beginning) -> Iterator[tuple[str, int]]:
    half = (len(word) + 1) // 2
    yield from _ending(word[:half], word[half:], errors, beginning)
    for start, rest in _changed(word, half):
        yield from _ending(start, rest, errors - 1, beginning)


def _ending(start: str, rest: str, errors: int, beginning: Beginning) -> Iterator[tuple[str, int]]:
    """Words that begin with `start` and whose end is within `errors` of `rest`."""
    if not errors:
        word = start + rest
        yield from (one for one in beginning(word) if one[0] == word)
        return
    place, wanted = len(start), len(rest)
    for term, count in beginning(start):
        end = term[place:]
        if abs(len(end) - wanted) <= errors and distance(rest, end, errors) <= errors:
            yield term, count


def _changed(word: str, half: int) -> Iterator[tuple[str, str]]:
    """The first half with one error in it, or over its border, each with the rest as it is; none twice."""
    start, rest = word[:half], word[half:]
    seen = {start}
    letters = _letters(word)
    for at in range(half + 1):
        changes = [start[:at] + one + start[at:] for one in letters]
        if at < half:
            changes += [start[:at] + start[at + 1 :], *(start[:at] + one + start[at + 1 :] for one in letters)]
        if at + 1 < half:
            changes.append(start[:at] + start[at + 1] + start[at] + start[at + 2 :])
        for one in changes:
            if one not in seen:
                seen.add(one)
                yield one, rest
    if rest:
        yield start[:-1] + rest[0] + start[-1], rest[1:]


def _letters(word: str) -> str:
    """The letters that may have been meant: Latin ones, and those of the word's own script."""
    blocks = {ord(one) // _BLOCK for one in word if ord(one) >= _BLOCK}
    more = (chr(block * _BLOCK + at) for block in sorted(blocks) for at in range(_BLOCK))
    return _LETTERS + "".join(one for one in more if one.isalpha() and one == one.lower())
