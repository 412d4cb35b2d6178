#!/bin/sh
# Signs, packs and notarises what `python3 packaging/build.py appdir` made on macOS. Not tried on macOS yet.
#     packaging/macos/sign.sh "dist/frozen/Desktop Search.app" "Developer ID Application: NAME (TEAM)" KEYCHAIN-PROFILE
set -eu
app=$1 identity=$2 profile=$3
here=$(cd "$(dirname "$0")" && pwd)
archive="${app%.app}.zip"
# From the inside out: a signature covers those below it.
find "$app/Contents" -type f \( -name '*.so' -o -name '*.dylib' \) -exec \
    codesign --force --timestamp --options runtime --sign "$identity" {} +
codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" --sign "$identity" "$app"
codesign --verify --deep --strict "$app"
ditto -c -k --keepParent "$app" "$archive"
xcrun notarytool submit "$archive" --keychain-profile "$profile" --wait
xcrun stapler staple "$app"
ditto -c -k --keepParent "$app" "$archive"
