"""Walks through an XML tree in document order without recursion, so that no depth of nesting can end the process."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree


def walk(
    root: etree._Element, name_of: Callable[[object], str], skips: Callable[[str, etree._Element], bool]
) -> Iterator[tuple[bool, str, etree._Element]]:
    """(is it the start?, name, element) at the start and at the end of each element, `root` included.

    `name_of` makes the name of a tag; where `skips(name, element)` holds, the element and what is below it is left out.
    """
    name = name_of(root.tag)
    yield True, name, root
    stack = [(name, root, iter(root))]
    while stack:
        name, element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield False, name, element
            continue
        name = name_of(child.tag)
        if not skips(name, child):
            yield True, name, child
            if len(child):
                stack.append((name, child, iter(child)))
            else:
                yield False, name, child
