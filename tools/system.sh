#!/bin/sh
# Makes sure that programs beside Python are there: character recognition for scans and, with "dev", LibreOffice for old
# office files. Never fails: without them those files are listed with the reason, and the tests of them are skipped.
set -u

recognition() {
    for folder in "${TESSDATA_PREFIX:-}" "${TESSDATA_PREFIX:-}/tessdata" /usr/share/tesseract-ocr/*/tessdata \
        /usr/share/tesseract-ocr/tessdata /usr/share/tessdata /usr/local/share/tessdata /opt/homebrew/share/tessdata \
        /opt/local/share/tessdata; do
        if [ -f "$folder/fra.traineddata" ]; then return 0; fi
    done
    return 1
}
converter() {
    command -v soffice >/dev/null || command -v libreoffice >/dev/null || [ -x /usr/lib/libreoffice/program/soffice ] ||
        [ -x /Applications/LibreOffice.app/Contents/MacOS/soffice ]
}

packages=
if ! recognition; then packages="tesseract-ocr-fra tesseract-ocr-eng tesseract-ocr-osd"; fi
if [ "${1:-}" = dev ] && ! converter; then
    packages="$packages libreoffice-writer-nogui libreoffice-impress-nogui"
fi
if [ -z "$packages" ]; then exit 0; fi

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "system: installing $packages (apt-get, a minute or two)"
    log=$(mktemp)
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    if { apt-get update -q && apt-get install -q -y --no-install-recommends $packages; } >"$log" 2>&1 </dev/null; then
        rm -f "$log"
        exit 0
    fi
    tail -n 5 "$log" >&2
    rm -f "$log"
fi
if ! recognition; then
    echo "system: no French data of Tesseract here: scanned pages will be listed, not read; to have them read: sudo apt install tesseract-ocr-fra (macOS: brew install tesseract-lang)." >&2
fi
if [ "${1:-}" = dev ] && ! converter; then
    echo "system: no LibreOffice here: tests of old office files (DOC, PPT, RTF) will be skipped; to run them: sudo apt install libreoffice-writer-nogui libreoffice-impress-nogui." >&2
fi
exit 0
