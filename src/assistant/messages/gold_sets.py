"""What is said of lines of case files, BEIR folders, pools and grades that can't be used as given."""

from __future__ import annotations

from assistant.types import Language

GOLD_SETS: dict[str, dict[Language, tuple[str, str]]] = {
    "line_not_utf8": {
        "fr": ("la ligne n'est pas du texte en UTF-8.", "Enregistrez le fichier en UTF-8."),
        "en": ("the line is not text in UTF-8.", "Save the file as UTF-8."),
    },
    "line_not_json": {
        "fr": (
            "la ligne n'est pas du JSON, à partir du caractère {column}.",
            "Vérifiez les guillemets, les virgules et les accolades.",
        ),
        "en": (
            "the line is not JSON, from character {column} on.",
            "Check the quotation marks, the commas and the braces.",
        ),
    },
    "line_not_object": {
        "fr": ("la ligne n'est pas un objet JSON.", 'Chaque ligne doit être de la forme {{"id": …}}.'),
        "en": ("the line is not a JSON object.", 'Each line must be of the form {{"id": …}}.'),
    },
    "case_file_empty": {
        "fr": ("le fichier est vide.", "Écrivez-y un cas par ligne."),
        "en": ("the file is empty.", "Write one case a line."),
    },
    "case_twice": {
        "fr": ("cet identifiant est déjà celui de la ligne {first}.", "Donnez à chaque cas le sien."),
        "en": ("this id is already that of line {first}.", "Give each case its own."),
    },
    "case_key_unknown": {
        "fr": ("«\u00a0{field}\u00a0» n'est pas un champ connu.", "Corrigez le nom du champ, ou retirez-le."),
        "en": ('"{field}" is not a known field.', "Correct the name of the field, or remove it."),
    },
    "case_key_missing": {
        "fr": ("il manque «\u00a0{field}\u00a0».", "Ajoutez-le."),
        "en": ('"{field}" is missing.', "Add it."),
    },
    "case_not_text": {
        "fr": ("«\u00a0{field}\u00a0» doit être un texte non vide.", "Corrigez cette ligne."),
        "en": ('"{field}" must be a text with something in it.', "Correct that line."),
    },
    "case_not_flag": {
        "fr": ("«\u00a0{field}\u00a0» doit être true ou false.", "Corrigez cette ligne."),
        "en": ('"{field}" must be true or false.', "Correct that line."),
    },
    "case_not_list": {
        "fr": ("«\u00a0{field}\u00a0» doit être une liste.", "Corrigez cette ligne."),
        "en": ('"{field}" must be a list.', "Correct that line."),
    },
    "case_not_object": {
        "fr": ("«\u00a0{field}\u00a0» doit être un objet JSON.", "Corrigez cette ligne."),
        "en": ('"{field}" must be a JSON object.', "Correct that line."),
    },
    "case_not_number": {
        "fr": ("«\u00a0{field}\u00a0» doit être un nombre entier.", "Corrigez cette ligne."),
        "en": ('"{field}" must be a whole number.', "Correct that line."),
    },
    "case_number_low": {
        "fr": ("«\u00a0{field}\u00a0» ne peut pas être inférieur à {least}.", "Corrigez cette ligne."),
        "en": ('"{field}" can\'t be less than {least}.', "Correct that line."),
    },
    "case_number_high": {
        "fr": ("«\u00a0{field}\u00a0» ne peut pas être supérieur à {most}.", "Corrigez cette ligne."),
        "en": ('"{field}" can\'t be more than {most}.', "Correct that line."),
    },
    "case_not_choice": {
        "fr": ("«\u00a0{field}\u00a0» doit être l'une de ces valeurs\u00a0: {choices}.", "Corrigez cette ligne."),
        "en": ('"{field}" must be one of: {choices}.', "Correct that line."),
    },
    "case_not_hash": {
        "fr": (
            "«\u00a0{field}\u00a0» doit être une empreinte SHA-256 (64 chiffres hexadécimaux).",
            "Reprenez celle du document.",
        ),
        "en": ('"{field}" must be a SHA-256 digest (64 hexadecimal digits).', "Take the document's."),
    },
    "case_span_empty": {
        "fr": (
            "un passage noté finit avant de commencer.",
            "«\u00a0start\u00a0» doit être inférieur à «\u00a0end\u00a0».",
        ),
        "en": ("a graded passage ends before it begins.", '"start" must be less than "end".'),
    },
    "case_without_evidence": {
        "fr": (
            "un cas auquel le corpus répond doit avoir «\u00a0evidence\u00a0», ou un passage noté 2 ou 3.",
            'Ajoutez l\'endroit qui répond, ou "answerable": false.',
        ),
        "en": (
            'a case that the corpus answers must have "evidence", or a passage of grade 2 or 3.',
            'Add the place that answers, or "answerable": false.',
        ),
    },
    "case_with_evidence": {
        "fr": (
            "ce cas est dit sans réponse dans le corpus, et pourtant il en donne une.",
            'Mettez "answerable": true, ou retirez preuves, nuggets et réponses.',
        ),
        "en": (
            "this case is said not to be answered by the corpus, and yet it gives an answer.",
            'Write "answerable": true, or take away evidence, nuggets and answers.',
        ),
    },
    "case_document_unknown": {
        "fr": (
            "le document {document} n'est pas dans l'index.",
            "Corrigez son nom, ou ingérez-le.",
        ),
        "en": (
            "the document {document} is not in the index.",
            "Correct its name, or ingest it.",
        ),
    },
    "case_quote_absent": {
        "fr": (
            "ces mots ne sont pas dans {document}\u00a0: «\u00a0{quote}\u00a0».",
            "Recopiez-les du document, mot pour mot.",
        ),
        "en": ('these words are not in {document}: "{quote}".', "Copy them from the document, word for word."),
    },
    "case_quote_elsewhere": {
        "fr": (
            "ces mots de {document} sont page {found}, et non page {page}\u00a0: «\u00a0{quote}\u00a0».",
            "Corrigez la page.",
        ),
        "en": ('these words of {document} are on page {found}, not page {page}: "{quote}".', "Correct the page."),
    },
    "case_document_changed": {
        "fr": (
            "le document {document} a changé depuis que ses passages ont été notés.",
            "Notez-les à nouveau, ou reprenez la version d'alors.",
        ),
        "en": (
            "the document {document} has changed since its passages were graded.",
            "Grade them again, or go back to the version of that time.",
        ),
    },
    "case_span_outside": {
        "fr": (
            "le passage noté de {document}, page {page}, caractères {start} à {end}, est hors du texte de la page.",
            "Notez-le à nouveau.",
        ),
        "en": (
            "the graded passage of {document}, page {page}, characters {start} to {end}, is outside the page's text.",
            "Grade it again.",
        ),
    },
    "beir_missing": {
        "fr": ("le fichier n'est pas là.", "Il faut corpus.jsonl, queries.jsonl et qrels/test.tsv."),
        "en": ("the file is not there.", "It must hold corpus.jsonl, queries.jsonl and qrels/test.tsv."),
    },
    "beir_unreadable": {
        "fr": ("le fichier ne peut pas être lu\u00a0: {detail}.", "Vérifiez ses droits et son encodage (UTF-8)."),
        "en": ("the file can't be read: {detail}.", "Check its permissions and its encoding (UTF-8)."),
    },
    "beir_empty": {
        "fr": ("le fichier est vide.", "Donnez un jeu qui a des documents et des questions."),
        "en": ("the file is empty.", "Give a set that has documents and questions."),
    },
    "beir_id_space": {
        "fr": ("l'identifiant «\u00a0{id}\u00a0» contient un blanc.", "Donnez des identifiants sans blanc."),
        "en": ('the id "{id}" holds white space.', "Give ids without white space."),
    },
    "beir_id_twice": {
        "fr": ("l'identifiant {id} est déjà pris.", "Donnez à chacun le sien."),
        "en": ("the id {id} is there twice.", "Give each its own."),
    },
    "beir_unknown_question": {
        "fr": ("la question {id} n'est pas dans queries.jsonl.", "Retirez ce jugement, ou ajoutez la question."),
        "en": ("the question {id} is not in queries.jsonl.", "Remove this judgement, or add the question."),
    },
    "beir_unknown_document": {
        "fr": ("le document {id} n'est pas dans corpus.jsonl.", "Retirez ce jugement, ou ajoutez le document."),
        "en": ("the document {id} is not in corpus.jsonl.", "Remove this judgement, or add the document."),
    },
    "beir_fields": {
        "fr": (
            "il faut trois champs séparés par des tabulations.",
            "Écrivez question, document et pertinence.",
        ),
        "en": ("there must be three fields separated by tabs.", "Write question, document and relevance."),
    },
    "beir_score": {
        "fr": ("la pertinence «\u00a0{score}\u00a0» n'est pas un nombre entier.", "Écrivez 0, 1, 2…"),
        "en": ('the relevance "{score}" is not a whole number.', "Write 0, 1, 2…"),
    },
    "bad_pool": {
        "fr": (
            "Le fichier de passages à noter {path} n'est pas utilisable, rien n'a été écrit.",
            "Corrigez-le, ou refaites-le («\u00a0assistant eval pool\u00a0», ou le banc d'essai).",
        ),
        "en": (
            "The file of passages to grade {path} can't be used, nothing was written.",
            'Mend it, or make it again ("assistant eval pool", or the bench).',
        ),
    },
    "pool_twice": {
        "fr": ("ce passage est déjà celui de la ligne {first}.", "Retirez l'une des deux lignes."),
        "en": ("this passage is already that of line {first}.", "Remove one of the two lines."),
    },
    "pool_empty": {
        "fr": ("le fichier est vide.", "Faites-le avec «\u00a0assistant eval pool\u00a0»."),
        "en": ("the file is empty.", 'Make it with "assistant eval pool".'),
    },
    "pool_has_grades": {
        "fr": (
            "Le fichier {path} contient {count} notes\u00a0: il n'a pas été remplacé.",
            "Donnez un autre nom avec --out.",
        ),
        "en": ("The file {path} holds {count} grades: it was not replaced.", "Give another name with --out."),
    },
    "pool_foreign": {
        "fr": (
            "Le fichier {path} contient autre chose que des passages à noter\u00a0: il n'a pas été remplacé.",
            "Donnez un autre nom avec --out.",
        ),
        "en": (
            "The file {path} holds something else than passages to grade: it was not replaced.",
            "Give another name with --out.",
        ),
    },
    "pool_case_unknown": {
        "fr": ("le cas {case} des passages notés n'y est pas.", "Donnez le fichier de cas dont ils ont été tirés."),
        "en": ("the case {case} of the graded passages is not in it.", "Give the case file that they were made from."),
    },
    "pools_do_not_pair": {
        "fr": (
            "Ces deux fichiers n'ont aucun passage en commun.",
            "Donnez les notes de deux personnes sur le même fichier de «\u00a0assistant eval pool\u00a0».",
        ),
        "en": (
            "These two files have no passage in common.",
            'Give the grades of two people on the same file of "assistant eval pool".',
        ),
    },
    "no_grades": {
        "fr": (
            "Aucun passage n'est noté, rien n'a été écrit.",
            "Mettez 0, 1, 2 ou 3 à la place de null dans «\u00a0grade\u00a0».",
        ),
        "en": ("No passage is graded, nothing was written.", 'Put 0, 1, 2 or 3 in place of null in "grade".'),
    },
    "grades_to_adjudicate": {
        "fr": (
            "Les deux personnes s'écartent de deux points ou plus sur {count} passages, rien n'a été écrit.",
            "Une troisième les note\u00a0: donnez son fichier avec --adjudicated.",
        ),
        "en": (
            "The two people are two grades apart or more on {count} passages, nothing was written.",
            "Let a third one grade them: give that file with --adjudicated.",
        ),
    },
    "grades_apart": {
        "fr": (
            "{document}, page {page}, caractères {start} à {end}\u00a0: {first} et {second}.",
            "Relisez ce passage ensemble.",
        ),
        "en": (
            "{document}, page {page}, characters {start} to {end}: {first} and {second}.",
            "Read this passage together.",
        ),
    },
    "output_exists": {
        "fr": ("Le fichier {path} existe déjà\u00a0: il n'a pas été remplacé.", "Donnez un autre nom avec --out."),
        "en": ("The file {path} is there already: it was not replaced.", "Give another name with --out."),
    },
}
