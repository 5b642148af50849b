"""Words of the administration page for what exchanges the model or the index: (French, English) by key."""

from __future__ import annotations

EXCHANGES: dict[str, tuple[str, str]] = {
    "model_figures": (
        "Mesures en français (nDCG@10, en %)\u00a0: AlloprofRetrieval, publiée par MTEB, et PIAF, mesurée ici. Deux "
        "jeux différents\u00a0: une colonne ne se compare pas à l'autre.",
        "Measured in French (nDCG@10, in %): AlloprofRetrieval, published by MTEB, and PIAF, measured here. Two "
        "different sets: one column can't be compared with the other.",
    ),
    "alloprof": ("Alloprof", "Alloprof"),
    "piaf": ("PIAF", "PIAF"),
    "use": ("Utiliser…", "Use…"),
    "use_title": ("Changer de modèle", "Change the model"),
    "use_why": (
        "Tous les passages ({count}) sont analysés à nouveau avec {name}. L'assistant répond pendant ce temps, plus "
        "lentement\u202f; rien n'est ajouté ni retiré de la bibliothèque avant la fin.",
        "All passages ({count}) are analysed again with {name}. The assistant answers meanwhile, more slowly; nothing "
        "is added to the library or removed before the end.",
    ),
    "use_fetch": (
        "Ce modèle n'est pas sur cette machine\u00a0: {size} sont d'abord téléchargés du hub, s'il peut être joint.",
        "This model is not on this machine: {size} are fetched from the hub first, if it can be reached.",
    ),
    "closes": (
        "À la fin, l'assistant se ferme et se rouvre\u00a0: quelques secondes d'attente pour tous, et une réponse en "
        "cours d'écriture est coupée. Si quelque chose échoue, l'état d'avant reste en service.",
        "At the end the assistant closes and opens again: some seconds of waiting for everybody, and an answer that is "
        "being written is cut. If anything fails, the state before stays in service.",
    ),
    "measure_on": ("Mesurer la recherche avant et après", "Measure the search before and after"),
    "measure_none": ("ne pas mesurer", "do not measure"),
    "measure_set": ("sur le jeu de questions «\u00a0{name}\u00a0»", "on the set of questions “{name}”"),
    "measure_no_set": (
        "Avec un jeu de questions du banc d'essai, la recherche pourrait être mesurée avant et après.",
        "With a set of questions of the test bench, the search could be measured before and after.",
    ),
    "use_yes": ("Changer de modèle", "Change the model"),
    "undo": ("Revenir à ce modèle…", "Go back to this model…"),
    "undo_title": ("Revenir au modèle précédent", "Go back to the model before"),
    "undo_why": (
        "{name} revient en service. Ses analyses ont été gardées\u00a0: seuls les passages ajoutés depuis sont à "
        "faire.",
        "{name} is put into use again. Its analyses were kept: only passages added since have to be made.",
    ),
    "undo_yes": ("Revenir à ce modèle", "Go back to this model"),
    "drop_model": ("Oublier…", "Forget…"),
    "drop_title": ("Oublier le modèle précédent", "Forget the model before"),
    "drop_why": (
        "Les analyses gardées de {name} sont effacées, et leur place rendue. Y revenir demandera de tout refaire.",
        "The analyses kept of {name} are erased, and their room given back. To go back to it, all is made again.",
    ),
    "drop_yes": ("Oublier", "Forget"),
    "model_done": ("Le modèle {model} est en service.", "The model {model} is in use."),
    "model_same": ("Le modèle {model} était déjà en service.", "The model {model} was in use already."),
    "model_last": ("Dernier changement de modèle", "Last change of model"),
    "model_from": (
        "De {before} à {model}\u00a0: {embedded} passages analysés sur {passages}.",
        "From {before} to {model}: {embedded} passages analysed of {passages}.",
    ),
    "model_weight": (
        "La part du sens dans la recherche n'a pas été mesurée pour ce modèle\u00a0: elle reste prudente (réglage "
        "retrieval.vector_weight).",
        "The share of meaning in the search was not measured for this model: it stays cautious (setting "
        "retrieval.vector_weight).",
    ),
    "model_measured": ("Recherche sur «\u00a0{set}\u00a0»", "Search on “{set}”"),
    "model_problems": (
        "Questions qui ne correspondent plus aux documents, comptées comme non trouvées\u00a0: {count}.",
        "Questions that no longer match the documents, counted as not found: {count}.",
    ),
    "model_no_before": (
        "Le modèle d'avant n'a pas pu être chargé\u00a0: pas de mesure d'avant.",
        "The model before could not be loaded: no measurement of before.",
    ),
    "measure": ("Mesure", "Measure"),
    "leg_vector": ("par le sens", "by meaning"),
    "leg_fused": ("les deux ensemble", "both together"),
    "was": ("avant", "before"),
    "is": ("après", "after"),
    "restore": ("Rétablir…", "Restore…"),
    "restore_title": ("Rétablir une sauvegarde", "Restore a backup"),
    "restore_why": (
        "Tout l'index d'aujourd'hui est remplacé par la sauvegarde {name}\u00a0:",
        "The whole index of today is replaced by the backup {name}:",
    ),
    "restore_now": (
        "Aujourd'hui\u00a0: {documents} documents, {passages} passages.",
        "Today: {documents} documents, {passages} passages.",
    ),
    "restore_then": (
        "Dans la sauvegarde\u00a0: {documents} documents, {passages} passages, {conversations} conversations.",
        "In the backup: {documents} documents, {passages} passages, {conversations} conversations.",
    ),
    "restore_lost": (
        "Ce que l'assistant a aujourd'hui et qui redevient ce qu'il était dans la sauvegarde\u00a0:",
        "What the assistant has today and that goes back to what it was in the backup:",
    ),
    "restore_proposals": ("propositions\u00a0: {count}", "proposals: {count}"),
    "restore_corrections": ("fiches corrigées\u00a0: {count}", "corrected records: {count}"),
    "restore_feeds": ("flux suivis\u00a0: {count}", "feeds followed: {count}"),
    "restore_conversations": ("conversations gardées\u00a0: {count}", "conversations kept: {count}"),
    "restore_without": (
        "Les conversations n'y sont pas\u00a0: celles d'aujourd'hui seront perdues.",
        "It holds no conversations: those of today will be lost.",
    ),
    "restore_erased": (
        "L'index d'aujourd'hui est d'abord sauvegardé à part, conversations comprises\u00a0: vous pourrez y revenir. "
        "Les documents effacés depuis le restent, ceux marqués «\u00a0anonyme\u00a0» ou «\u00a0ne pas citer\u00a0» "
        "aussi\u202f; les conversations effacées depuis reviennent.",
        "The index of today is saved apart first, conversations and all: you can go back to it. Documents erased since "
        "stay erased, those marked as anonymous or not for quotation stay so; conversations erased since come back.",
    ),
    "restore_checked": (
        "La sauvegarde est d'abord vérifiée entièrement\u00a0: abîmée, elle ne change rien. L'index d'aujourd'hui est "
        "gardé à côté jusqu'à ce qu'elle soit en service.",
        "The backup is checked whole first: a damaged one changes nothing. The index of today is kept beside until "
        "the backup is in service.",
    ),
    "restore_yes": ("Remplacer l'index", "Replace the index"),
    "restore_done": (
        "La sauvegarde {name} est en service\u00a0: {documents} documents. Ce qu'il y avait avant est gardé dans "
        "{saved}.",
        "The backup {name} is in service: {documents} documents. What was there before is kept in {saved}.",
    ),
    "restore_stayed": (
        "Effacés depuis la sauvegarde, ils le restent\u00a0: {names}.",
        "Erased since the backup, these stay so: {names}.",
    ),
    "send": ("Ajouter une sauvegarde…", "Add a backup…"),
    "send_why": (
        "Un fichier .zip fait par l'assistant, sur cette machine ou une autre\u00a0: il rejoint la liste.",
        "A .zip file made by the assistant, on this machine or another: it joins the list.",
    ),
    "sending": ("Envoi de {name}\u00a0: {percent}\u00a0%", "Sending {name}: {percent}%"),
    "sent": ("{name} est dans la liste ({documents} documents).", "{name} is in the list ({documents} documents)."),
}
