"""The visitor's own conversations beside the chat: a list to reopen from, and what may be done with the one shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr  # at the top: see `ui.chat`

from assistant.types import ConversationHead, Language
from assistant.ui.inert import inert
from assistant.ui.words import WORDS


@dataclass(frozen=True, slots=True)
class Mine:
    """The components."""

    about: gr.HTML
    chosen: gr.Radio
    manage: gr.Column
    title: gr.Textbox
    links: gr.HTML
    rename: gr.Button
    erase: gr.Button
    confirm: gr.Column
    really: gr.Button
    cancel: gr.Button

    @property
    def outputs(self) -> list[Any]:
        """What `updates` gives values for, in its order."""
        return [self.about, self.chosen, self.manage, self.title, self.links, self.confirm]


def build(words: gr.I18n) -> Mine:
    """The panel, closed at first."""
    with gr.Accordion(words("mine"), open=False, elem_id="mine"):
        about = gr.HTML("", elem_id="about-mine")
        chosen = gr.Radio([], show_label=False, container=False, visible=False, elem_id="chosen")
        with gr.Column(visible=False, elem_id="manage") as manage:
            title = gr.Textbox(label=words("title"), lines=1, max_lines=1, elem_id="title", interactive=True)
            with gr.Row():
                rename = gr.Button(words("rename"), size="sm", min_width=90)
                erase = gr.Button(words("erase"), size="sm", min_width=90)
            links = gr.HTML("", elem_id="exports")
            with gr.Column(visible=False, elem_id="confirm") as confirm:
                gr.Markdown(words("confirm"))
                with gr.Row():
                    really = gr.Button(words("really"), variant="stop", size="sm", min_width=90)
                    cancel = gr.Button(words("cancel"), size="sm", min_width=90)
    return Mine(about, chosen, manage, title, links, rename, erase, confirm, really, cancel)


def updates(
    heads: Sequence[ConversationHead], name: str, owner: str | None, language: Language, said: str = ""
) -> tuple[Any, ...]:
    """What the panel shows.

    Args:
        heads: the visitor's conversations.
        name: the one shown in the chat; "new": none of them.
        owner: the visitor; None where the browser keeps no cookie.
        language: the visitor's.
        said: what was just done, or could not be.
    """
    words = WORDS[language]
    shown = next((head for head in heads if head.id == name), None)
    about = words["no_cookie" if owner is None else "some_mine" if heads else "none_mine"]
    note = f'<p class="said" role="status">{inert(said)}</p>' if said else ""
    return (
        f"<p>{inert(about)}</p>{note}",
        gr.update(
            choices=[(_label(head), head.id) for head in heads],
            value=None if shown is None else shown.id,
            visible=bool(heads),
        ),
        gr.update(visible=shown is not None),
        "" if shown is None else shown.title,
        "" if shown is None else _links(shown.id, language),
        gr.update(visible=False),
    )


def _label(head: ConversationHead) -> str:
    day = "/".join(reversed(head.updated_at[:10].split("-")))
    return f"{head.title} ({day})"


def _links(name: str, language: Language) -> str:
    words = WORDS[language]
    address = f"/api/conversations/{name}/export"
    return (
        "<p>"
        + " · ".join(
            f'<a href="{address}?format={form}" download>{inert(words[f"export_{form}"])}</a>'
            for form in ("markdown", "json")
        )
        + "</p>"
    )
