"""Says at once, in one line, when the port of the settings can't be used: make run asks before it ingests."""

import sys

from assistant.cli.options import locale_language
from assistant.errors import AssistantError
from assistant.server import listen
from assistant.settings import load_settings

ANOTHER = {"fr": "Choisissez-en un autre : make run PORT={port}", "en": "Choose another one: make run PORT={port}"}

language = locale_language()
try:
    settings = load_settings()
    language = settings.language
    listen(settings.server.host, settings.server.port).close()
except AssistantError as error:
    message = error.render(language)
    hint = ANOTHER[language].format(port=settings.server.port + 1) if error.code == "port_taken" else message.hint
    print(f"{message.reason} {hint}", file=sys.stderr)
    sys.exit(1)
