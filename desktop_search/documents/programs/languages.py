"""What opens a definition in each programming language, by the suffix of its files.

Declarations are told by one line. Where blocks are marked by braces or by `end`, only lines at a shallow depth count,
so that what stands inside a function stays with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """`declaration` matches the line that opens a definition, with the name in one of its groups.

    `above` matches lines that belong to the definition below them: comments, decorators, attributes. Where it is
    `open_ended`, a definition lasts to the next one, however its lines are indented.
    """

    declaration: re.Pattern[str]
    above: re.Pattern[str]
    open_ended: bool = False


_SLASHES = r"//|/\*|\*|@|#\[|#region|\[[A-Z]"
_HASH = r"#|@"
_MODIFIERS = (
    r"(?:(?:export|default|declare|public|private|protected|internal|static|final|abstract|sealed|partial|async|override"
    r"|virtual|inline|constexpr|extern|unsafe|open|data|inner|companion|suspend|synchronized|native|readonly|pub"
    r"(?:\([\w: ]+\))?|fileprivate|mutating|lazy|implicit|case|const|template\s*<[^>\n]*>)\s++)*"
)
_TYPES = r"(?:class|interface|enum|struct|record|trait|object|namespace|module|union|protocol|extension|impl|mod|actor)"


def _language(declaration: str, above: str, flags: int = 0, open_ended: bool = False) -> Language:
    opening = r"\s{0,200}+"
    return Language(re.compile(f"{opening}(?:{declaration})", flags), re.compile(f"{opening}(?:{above})"), open_ended)


_PYTHON = _language(r"(?:async\s+)?(?:def|class)\s+(\w+)", _HASH)
_SCRIPT = _language(
    rf"{_MODIFIERS}(?:{_TYPES}\s+([\w$.]+)|function\s*\*?\s*([\w$]+)|type\s+(\w+)\s*[=<{{]"
    r"|(?:const|let|var)\s+([\w$]+)[^=\n]{0,200}=\s*(?:async\s*)?(?:function\b|\([^()\n]{0,200}\)[^=\n]{0,80}=>|\w+\s*=>))"
    r"|(?:(?:static|async|get|set|private|public|protected|override|readonly)\s+)*"
    r"(?!(?:if|for|while|switch|catch|return|with|super|function|await|typeof|new)\b)"
    r"(#?[\w$]+)\s*(?:<[^<>\n]{0,80}>)?\([^()\n]{0,300}\)[^(){;\n]{0,120}\{\s*\Z",
    _SLASHES,
)
# A name before brackets that no semicolon ends, after a type or a modifier.
_METHOD = (
    r"(?!(?:if|for|while|switch|catch|return|else|do|new|throw|case|using|lock|foreach|delete|goto|typedef|await|sizeof)\b)"
    r"(?:[\w:<>,.\[\]*&?~]++[ \t]++){1,6}[*&]*+([\w:~]++|operator\S{1,3})\s*+\([^;]{0,400}\Z"
)
_BRACES = _language(rf"{_MODIFIERS}{_TYPES}\s+([\w:.]+)|{_METHOD}", _SLASHES)
_C = _language(rf"(?:typedef\s+)?{_MODIFIERS}{_TYPES}\s+(?:class\s+)?(\w[\w:]*)[^;]{{0,200}}\Z|{_METHOD}", _SLASHES)
_KOTLIN = _language(rf"{_MODIFIERS}(?:{_TYPES}\s+(\w+)|(?:fun|func|def)\s+(?:<[^>\n]*>\s*)?([\w.`]+))", _SLASHES)
_GO = _language(r"func\s+(?:\([^()\n]*\)\s*)?(\w+)|type\s+(\w+)\s+(?:struct|interface|func)", _SLASHES)
_RUST = _language(
    rf"{_MODIFIERS}(?:fn\s+(\w+)|(?:struct|enum|trait|mod|union|type)\s+(\w+)"
    r"|impl(?:<[^\n]{0,100}?>)?\s+([\w:<>', ]+?)\s*"
    r"(?:\{|where|\Z)|macro_rules!\s+(\w+))",
    _SLASHES,
)
_PHP = _language(rf"{_MODIFIERS}(?:{_TYPES}\s+(\w+)|function\s+&?(\w+))", _SLASHES + r"|#")
_RUBY = _language(r"(?:class|module|def)\s+([\w.:?!<=>\[\]+*/-]+)", _HASH)
_LUA = _language(r"(?:local\s+)?function\s+([\w.:]+)|(?:local\s+)?([\w.]+)\s*=\s*function\b", "--")
_SHELL = _language(r"function\s+([\w:.-]+)|([\w:.-]+)\s*\(\)", "#")
_POWERSHELL = _language(r"(?:function|filter|class|enum|workflow)\s+([\w:.-]+)", "#|<#|\\[", re.IGNORECASE)
_BATCH = _language(r":([A-Za-z_][\w-]*)", "rem\\b|::", re.IGNORECASE, open_ended=True)
_SQL = _language(
    r"(?:create|alter)\s+(?:or\s+replace\s+)?(?:(?:global|local|temp|temporary|unique|materialized|definer\S*)\s+)*"
    r"(?:table|view|function|procedure|trigger|index|type|schema|database|package|sequence)\s+(?:body\s+)?"
    r"(?:if\s+not\s+exists\s+)?([\w.\"`\[\]]+)",
    "--|/\\*|\\*",
    re.IGNORECASE,
)
_PERL = _language(r"sub\s+(\w+)|package\s+([\w:]+)", "#|=")
_R = _language(r"([\w.]+)\s*(?:<-|=)\s*function\b|set(?:Class|Generic|Method)\(\s*[\"'](\w+)", "#")
_JULIA = _language(r"(?:function|macro|struct|mutable\s+struct|module|abstract\s+type)\s+([\w.!]+)", '#|@|"""')
_HASKELL = _language(
    r"(?:data|newtype|type|class|instance|module)\s+([^\n=]{1,100}?)\s*(?:=|\bwhere\b|\Z)|(\w+)\s*::",
    "--|\\{-",
    open_ended=True,
)
_ML = _language(
    r"(?:let\s+(?:rec\s+)?(?:inline\s+)?(?!_)(\w+)|(?:module|type|and|member|val)\s+(?:rec\s+)?(?:\w+\.)?(\w+))",
    r"\(\*|//|\[",
)
_LISP = _language(r"\((?:def[\w-]*|cl-def\w+|ns|define(?:-[\w-]+)?)\s+\(?\^?([^\s()]+)", ";")
_ELIXIR = _language(r"(?:defmodule|defp?|defmacrop?|defprotocol|defimpl)\s+([\w.?!]+)", _HASH)
_ERLANG = _language(r"([a-z]\w*)\([^()\n]{0,200}\)\s*(?:when\b[^\n]*)?->", "%|-spec|-doc")
_DART = _BRACES
_VIM = _language(r"(?:function|command)!?\s+(?:-\S+\s+)*([\w:#.]+)", '"')
_MATLAB = _language(
    r"(?:function|classdef)\s+(?:[^=\n]{1,100}=\s*)?(\w+)|@(?:interface|implementation|protocol)\s+(\w+)",
    r"%|//|/\*|\*",
    open_ended=True,
)
_PROTO = _language(r"(?:message|service|enum|rpc|extend)\s+(\w+)", _SLASHES)
_GRAPHQL = _language(
    r"(?:extend\s+)?(?:type|interface|enum|input|union|scalar|query|mutation|fragment|directive)\s+@?(\w+)", '#|"""'
)
_TERRAFORM = _language(r"(?:resource|data|module|variable|output|provider)\s+\"([^\"]+)\"(?:\s+\"[^\"]+\")?", "#|//")
_CMAKE = _language(r"(?:function|macro)\s*\(\s*(\w+)", "#", re.IGNORECASE)

_BY_SUFFIX = {
    "py pyi pyw": _PYTHON,
    "js mjs cjs jsx ts tsx vue": _SCRIPT,
    "java cs groovy gradle dart": _BRACES,
    "c h cc cpp cxx hh hpp mm": _C,
    "kt kts scala swift": _KOTLIN,
    "go": _GO,
    "rs": _RUST,
    "php": _PHP,
    "rb": _RUBY,
    "lua": _LUA,
    "sh bash zsh fish": _SHELL,
    "ps1": _POWERSHELL,
    "bat cmd": _BATCH,
    "sql": _SQL,
    "pl pm": _PERL,
    "r": _R,
    "jl": _JULIA,
    "hs": _HASKELL,
    "ml fs": _ML,
    "clj el lisp scm": _LISP,
    "ex exs": _ELIXIR,
    "erl": _ERLANG,
    "vim": _VIM,
    "m": _MATLAB,
    "proto": _PROTO,
    "graphql": _GRAPHQL,
    "tf": _TERRAFORM,
    "cmake": _CMAKE,
}
LANGUAGES = {f".{suffix}": language for suffixes, language in _BY_SUFFIX.items() for suffix in suffixes.split()}
