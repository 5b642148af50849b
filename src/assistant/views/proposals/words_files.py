"""Words of the proposals page on files: exported, and checked when they come back. Each in French and English."""

from __future__ import annotations

from collections.abc import Mapping

FILES: Mapping[str, tuple[str, str]] = {
    "verify_file": (
        "Vérifier un fichier déjà exporté",
        "Check a file that was exported",
    ),
    "verify_help": (
        "Un fichier Word ou JSON exporté d'ici, même modifié ensuite\u00a0: chaque note est comparée aux documents.",
        "A Word or JSON file exported from here, even if it was edited since: each note is compared with the "
        "documents.",
    ),
    "verify_choose": (
        "Fichier à vérifier (.docx ou .json)",
        "File to check (.docx or .json)",
    ),
    "verifying": (
        "Vérification de «\u00a0{name}\u00a0»…",
        "Checking “{name}”…",
    ),
    "export": (
        "Exporter",
        "Export",
    ),
    "export_title": (
        "Exporter la proposition",
        "Export the proposal",
    ),
    "export_notes_partly": (
        "Notes\u00a0: {count}, dont {holding} tiennent dans les documents à l'instant.",
        "Footnotes: {count}, of which {holding} hold in the documents just now.",
    ),
    "export_notes_one": (
        "{count} note, vérifiée à l'instant dans les documents.",
        "{count} footnote, checked in the documents just now.",
    ),
    "export_notes_other": (
        "{count} notes, vérifiées à l'instant dans les documents.",
        "{count} footnotes, checked in the documents just now.",
    ),
    "export_marks_one": (
        "{count} endroit sera marqué «\u00a0à vérifier\u00a0» dans le fichier\u00a0: phrase, titre ou citation "
        "que rien n'établit, section à écrire.",
        "{count} place will be marked “to check” in the file: a sentence, heading or quote that nothing "
        "establishes, a section to be written.",
    ),
    "export_marks_other": (
        "{count} endroits seront marqués «\u00a0à vérifier\u00a0» dans le fichier\u00a0: phrases, titres ou "
        "citations que rien n'établit, sections à écrire.",
        "{count} places will be marked “to check” in the file: sentences, headings or quotes that nothing "
        "establishes, sections to be written.",
    ),
    "export_marks_none": (
        "Rien ne sera marqué «\u00a0à vérifier\u00a0».",
        "Nothing will be marked “to check”.",
    ),
    "export_bad_one": (
        "{count} citation ne tient plus\u00a0:",
        "{count} quote no longer holds:",
    ),
    "export_bad_other": (
        "{count} citations ne tiennent plus\u00a0:",
        "{count} quotes no longer hold:",
    ),
    "export_refused": (
        "Retirez-les ou corrigez-les\u00a0: l'export est refusé tant qu'elles sont là.",
        "Remove or mend them: there is no export while they are there.",
    ),
    "export_annotated": (
        "Elles seront marquées dans le fichier.",
        "They will be marked in the file.",
    ),
    "format": (
        "Format",
        "Format",
    ),
    "style": (
        "Style des références",
        "Style of the references",
    ),
    "download": (
        "Télécharger",
        "Download",
    ),
    "format_docx": (
        "Word (DOCX)",
        "Word (DOCX)",
    ),
    "format_odt": (
        "LibreOffice (ODT)",
        "LibreOffice (ODT)",
    ),
    "format_pdf": (
        "PDF",
        "PDF",
    ),
    "format_html": (
        "Page web (HTML)",
        "Web page (HTML)",
    ),
    "format_markdown": (
        "Markdown",
        "Markdown",
    ),
    "format_json": (
        "Archive vérifiable (JSON)",
        "Archive that can be checked (JSON)",
    ),
}
