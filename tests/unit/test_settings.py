import pytest

from assistant.errors import SettingsError
from assistant.settings import load_settings


@pytest.mark.parametrize("name", ["ASSISTANT_NOTHING", "ASSISTANT_SERVER__PROT", "ASSISTANT_SERVERS__PORT"])
def test_an_unknown_variable_is_refused_by_name(monkeypatch, name):
    monkeypatch.setenv(name, "1")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert caught.value.code == "settings_value"
    assert name.split("__")[-1].lower().removeprefix("assistant_") in caught.value.params["name"].lower()


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(monkeypatch, tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('index = "from-file"\n[server]\nport = 7001\nqueue = 5\n', encoding="utf-8")
    monkeypatch.setenv("ASSISTANT_SERVER__PORT", "7002")
    settings = load_settings(file, {"index": tmp_path})
    assert settings.index == tmp_path
    assert (settings.server.port, settings.server.queue) == (7002, 5)


def test_a_bad_value_is_named(monkeypatch):
    monkeypatch.setenv("ASSISTANT_SERVER__PORT", "many")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert caught.value.params["name"] == "server.port"
