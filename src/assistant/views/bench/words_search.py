"""Words of the part that explains a search: (French, English) by key."""

from __future__ import annotations

SEARCH: dict[str, tuple[str, str]] = {
    "search_title": ("Comprendre une recherche", "Understand a search"),
    "search_lead": (
        "Posez une question\u00a0: vous verrez comment elle est comprise, quels passages sont trouvés et "
        "pourquoi, ou pourquoi un document attendu n'y est pas. Rien de ce que vous essayez ici ne change "
        "les réponses données aux autres.",
        "Ask a question: you will see how it is understood, which passages are found and why, or why a "
        "document that you expected is not there. Nothing that you try here changes the answers that others "
        "get.",
    ),
    "question": ("Question", "Question"),
    "missed": ("Document attendu (facultatif)", "Document that you expect (optional)"),
    "missed_help": (
        "Son titre ou une partie\u00a0: l'assistant dira s'il est trouvé, à quel rang, ou pourquoi il ne l'est pas.",
        "Its title, or a part: the assistant says whether it is found, at which rank, or why not.",
    ),
    "k": ("Nombre de passages montrés", "Number of passages shown"),
    "trial": ("Essayer d'autres réglages", "Try other settings"),
    "trial_help": (
        "Les réglages ne valent que pour vous et pour cette recherche. Le résultat habituel est montré à "
        "côté, pour comparer.",
        "These settings count for you and for this search alone. The usual result is shown beside it, to compare.",
    ),
    "weight_usual": ("Dosage habituel entre les mots et le sens", "Usual balance between words and meaning"),
    "weight": ("Part de la recherche par le sens", "Share of the search by meaning"),
    "weight_help": (
        "À 0\u00a0%, seuls les mots de la question comptent\u202f; à 100\u00a0%, seul le sens des passages compte.",
        "At 0%, only the words of the question count; at 100%, only the meaning of the passages.",
    ),
    "candidates": ("Passages examinés par chaque recherche", "Passages that each search looks at"),
    "evidence": ("Passages donnés à la réponse, au plus", "Passages given to the answer, at most"),
    "rerank": (
        "Relire les meilleurs passages avec le modèle {name}",
        "Read the best passages again with the model {name}",
    ),
    "with_answer": ("Rédiger aussi la réponse avec ces réglages", "Also answer with these settings"),
    "explain": ("Expliquer", "Explain"),
    "explained": ("La recherche est expliquée.", "The search is explained."),
    "understood": ("Comment la question est comprise", "How the question is understood"),
    "in_fr": ("La question est lue comme du français.", "The question is read as French."),
    "in_en": ("La question est lue comme de l'anglais.", "The question is read as English."),
    "searched_as": ("Ce qui est cherché\u00a0: {text}", "What is searched: {text}"),
    "corrected": ("«\u00a0{typed}\u00a0» est lu comme «\u00a0{taken}\u00a0».", '"{typed}" is read as "{taken}".'),
    "asked_documents": (
        "Documents interrogés\u00a0: {documents}. Passages dans tout le corpus\u00a0: {passages}.",
        "Documents asked: {documents}. Passages in the whole corpus: {passages}.",
    ),
    "words_caption": (
        "Les mots de la question, et ce qui est cherché pour chacun",
        "The words of the question, and what is searched for each",
    ),
    "word": ("Mot", "Word"),
    "share": ("Poids", "Weight"),
    "in_passages": ("Passages", "Passages"),
    "forms": ("Formes cherchées", "Forms searched"),
    "named": ("nom ou nombre", "name or number"),
    "carried": ("repris de la question précédente", "taken from the question before"),
    "unknown_word": ("absent du corpus", "not in the corpus"),
    "origin_word": ("racine", "stem"),
    "origin_other_language": ("racine dans l'autre langue", "stem in the other language"),
    "origin_exact": ("forme exacte", "exact form"),
    "origin_translation": ("traduction", "translation"),
    "origin_acronym": ("sigle", "acronym"),
    "origin_other": ("autre", "other"),
    "other_terms": ("Autres formes cherchées\u00a0: {terms}", "Other forms searched: {terms}"),
    "pairs": ("Comptent davantage côte à côte\u00a0: {pairs}", "Count more side by side: {pairs}"),
    "phrase": (
        "«\u00a0{phrase}\u00a0»\u00a0: les passages qui la contiennent telle quelle passent devant ({count}).",
        '"{phrase}": the passages that hold it as it is come first ({count}).',
    ),
    "no_phrase": (
        "«\u00a0{phrase}\u00a0»\u00a0: aucun passage ne la contient telle quelle\u202f; ses mots sont "
        "cherchés séparément.",
        '"{phrase}": no passage holds it as it is; its words are searched separately.',
    ),
    "balance": ("Le dosage de cette question", "The balance for this question"),
    "balance_text": (
        "Le meilleur passage par les mots couvre {covered} de la question. La recherche par les mots compte "
        "donc pour {lexical}, celle par le sens pour {vector}.",
        "The best passage by words covers {covered} of the question. So the search by words counts for "
        "{lexical}, that by meaning for {vector}.",
    ),
    "leg_lexical": ("Par les mots", "By words"),
    "leg_vector": ("Par le sens", "By meaning"),
    "leg_fused": ("Les deux ensemble", "Both together"),
    "leg_reranked": ("Relus par le modèle", "Read again by the model"),
    "second_look": ("deuxième regard", "second look"),
    "reranked_by": (
        "Les meilleurs passages ont été relus et réordonnés par {name}.",
        "The best passages were read again and reordered by {name}.",
    ),
    "results": ("Passages trouvés", "Passages found"),
    "results_trial": ("Passages trouvés avec vos réglages", "Passages found with your settings"),
    "no_results": ("Aucun passage ne correspond à cette question.", "No passage matches this question."),
    "page": ("p. {page}", "p. {page}"),
    "score": ("Score {score}\u00a0: {parts}", "Score {score}: {parts}"),
    "rank_in": ("{leg}\u00a0: n° {rank}", "{leg}: no. {rank}"),
    "has_words": ("Mots présents\u00a0: {words}", "Words it has: {words}"),
    "lacks_words": ("Mots absents\u00a0: {words}", "Words it lacks: {words}"),
    "repeated": (
        "Autres passages qui disent la même chose\u00a0: {count}",
        "Other passages that say the same: {count}",
    ),
    "not_shown": (
        "Document anonyme\u00a0: son texte n'est pas montré.",
        "Anonymous document: its text is not shown.",
    ),
    "not_quotable": ("à ne pas citer", "not for quotation"),
    "moved_new": ("absent du résultat habituel", "not in the usual result"),
    "moved_same": ("même rang que d'habitude", "same rank as usual"),
    "moved": ("n° {rank} d'habitude", "usually no. {rank}"),
    "gone": (
        "Sortis du résultat avec vos réglages\u00a0: {titles}",
        "Out of the result with your settings: {titles}",
    ),
    "legs": ("Chaque recherche à part", "Each search by itself"),
    "legs_help": (
        "Ce que chaque recherche trouverait seule. Un même passage peut y avoir des rangs très "
        "différents\u00a0: c'est ce que le dosage arbitre.",
        "What each search would find alone. The same passage may have very different ranks: that is what the "
        "balance settles.",
    ),
    "absence": ("Et le document attendu\u202f?", "And the document that you expect?"),
    "why_shown": (
        "«\u00a0{source}\u00a0» est parmi les passages trouvés, au rang {rank}.",
        '"{source}" is among the passages found, at rank {rank}.',
    ),
    "why_outside_scope": (
        "«\u00a0{source}\u00a0» est écarté par un filtre de la question (type, date, auteur, lieu).",
        '"{source}" is left out by a filter of the question (kind, date, author, place).',
    ),
    "why_folded": (
        "«\u00a0{source}\u00a0» dit la même chose qu'un meilleur passage, sous lequel il est rangé.",
        '"{source}" says the same as a better passage, under which it is filed.',
    ),
    "why_restated": (
        "Un autre fichier du même ouvrage, plus récent, mieux décrit ou de l'année demandée, redit ce que dit "
        "«\u00a0{source}\u00a0», qui est rangé sous lui.",
        'Another file of the same work, newer, better described or of the year asked for, says again what "{source}" '
        "says: it is filed under that one.",
    ),
    "why_ranked_below": (
        "«\u00a0{source}\u00a0» est classé au rang {rank}, après les passages montrés. Augmentez le nombre "
        "de passages pour le voir.",
        '"{source}" is ranked no. {rank}, after the passages shown. Show more passages to see it.',
    ),
    "why_not_a_candidate": (
        "«\u00a0{source}\u00a0»\u00a0: aucune des deux recherches ne le retient parmi ses candidats.",
        '"{source}": neither search has it among its candidates.',
    ),
    "absence_words": (
        "Son passage le plus proche contient\u00a0: {found}. Il lui manque\u00a0: {missing}.",
        "Its nearest passage holds: {found}. It lacks: {missing}.",
    ),
    "absence_ahead": (
        "Le dernier passage montré a, en plus\u00a0: {words}.",
        "The last passage shown has besides: {words}.",
    ),
    "beyond": ("{leg}\u00a0: au-delà du rang {depth}", "{leg}: beyond rank {depth}"),
    "none": ("aucun", "none"),
    "times": ("Où passe le temps", "Where the time goes"),
    "times_caption": ("Durée de chaque étape", "Duration of each step"),
    "stage": ("Étape", "Step"),
    "milliseconds": ("Millisecondes", "Milliseconds"),
    "stage_analysis": ("comprendre la question", "understand the question"),
    "stage_embedding": ("calculer son sens", "compute its meaning"),
    "stage_lexical": ("chercher par les mots", "search by words"),
    "stage_vector": ("chercher par le sens", "search by meaning"),
    "stage_catalogue": ("lire les passages", "read the passages"),
    "stage_reranking": ("relire les meilleurs", "read the best again"),
    "stage_fusion": ("réunir et ordonner", "join and order"),
    "stage_total": ("en tout", "in all"),
    "answers_side": ("Les réponses", "The answers"),
    "answer_usual": ("Réponse habituelle", "Usual answer"),
    "answer_trial": ("Réponse avec vos réglages", "Answer with your settings"),
}
