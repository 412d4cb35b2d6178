#!/bin/sh
# Starts the program of the archive. The C library is looked at before anything is loaded: the loader's own words say
# nothing to most people. A folder `portable` beside this file keeps index, settings and logs in it.
needs=@GLIBC@
here=$(dirname "$(readlink -f "$0")")
has=$(getconf GNU_LIBC_VERSION 2>/dev/null)
has=${has#glibc }
old() { [ "${1%%.*}" -lt "${2%%.*}" ] || { [ "${1%%.*}" -eq "${2%%.*}" ] && [ "${1#*.}" -lt "${2#*.}" ]; }; }
case $has in
    [0-9]*.[0-9]*) old "$has" "$needs" && problem="this system has $has" ;;
    *) problem="this system has another one" ;;
esac
if [ -n "${problem:-}" ]; then
    echo "desktop-search: The program needs the GNU C library $needs or newer; $problem." >&2
    exit 1
fi
[ -d "$here/portable" ] && export DESKTOP_SEARCH_HOME="${DESKTOP_SEARCH_HOME:-$here/portable}"
exec "$here/program/desktop-search" "$@"
