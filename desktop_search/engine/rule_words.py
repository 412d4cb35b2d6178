"""Why a path is left out, as one sentence that also says where the rule comes from."""

from __future__ import annotations

import os

from desktop_search.indexing.rules import Skip


def told(skip: Skip) -> str:
    """The sentence for a person. Its rule's own name stays in `skip.rule`."""
    detail = skip.detail
    match skip.rule:
        case "hidden":
            return f"“{detail}” is hidden, and hidden files are left out (a setting)."
        case "version control":
            return f"“{detail}” belongs to version control (a built-in rule)."
        case "dependencies" if os.path.isabs(detail):
            return f"{detail.removesuffix('.')} (a built-in rule)."
        case "dependencies":
            return f"“{detail}” holds what other programs have installed (a built-in rule)."
        case "cache":
            return f"{detail} marks its folder as a cache (a built-in rule)."
        case "gitignore":
            return f"Left out by {detail}"
        case "marker":
            return f"Its folder is left out by {detail}."
        case "pattern":
            return f"Left out by your own pattern “{detail}” (a setting)."
        case "link":
            return "It is a link. What it points to is found where it stands."
        case "not a file":
            return "It is neither a file nor a folder."
        case "size":
            return f"It is too large: {detail.removesuffix('.')} (a setting)."
        case "temporary":
            return f"“{detail}” is a program's working file (a built-in rule)."
        case "secrets":
            return f"“{detail}” may hold keys or passwords (a built-in rule)."
        case "unreadable":
            return f"The system does not let it be read ({detail})."
        case _:
            # "type", "cloud" and "outside" say it in a sentence already.
            return detail or f"It is left out by the rule “{skip.rule}”."
