"""What each setting does, in French; in English it is said where the setting is defined (`assistant.settings`)."""

from __future__ import annotations

from collections.abc import Mapping

FRENCH: Mapping[str, str] = {
    "index": "Dossier de l'index.",
    "corpus": "Dossier lu quand aucun chemin n'est donné.",
    "backups": "Dossier où la page d'administration range les sauvegardes.",
    "language": "Langue des messages qui ne répondent pas à une question\u00a0: fr ou en.",
    "limits.file_mb": "Plus gros fichier lu, en mégaoctets.",
    "limits.pages": "Nombre de pages d'un document, au plus.",
    "limits.characters": "Nombre de caractères de texte d'un fichier, au plus.",
    "limits.passages": "Nombre de passages en lesquels un document est découpé, au plus.",
    "limits.memory_mb": "Mémoire du processus qui lit, en mégaoctets.",
    "limits.cpu_seconds": "Temps de processeur du processus qui lit un fichier, en secondes.",
    "limits.wall_seconds": "Temps pour lire un fichier, à l'horloge, en secondes.",
    "recognition.tessdata": "Dossier des langues de Tesseract\u202f; vide\u00a0: là où le système les range.",
    "recognition.pages": "Nombre de pages reconnues par document, au plus\u202f; 0\u00a0: aucune.",
    "recognition.seconds": "Temps pour les pages d'un document, à l'horloge, en secondes, au plus.",
    "recognition.page_seconds": "Temps de processeur pour reconnaître une page, en secondes.",
    "passages.target_words": "Longueur visée d'un passage, en mots.",
    "passages.max_words": "Longueur jamais dépassée, sauf par une seule phrase plus longue, en mots.",
    "passages.overlap_words": "Plus longue phrase répétée au début d'un passage qui continue un paragraphe coupé, en "
    "mots.",
    "embedding.model": "Dossier d'un modèle, nom sur un dépôt public, ou "
    "«\u00a0llama-index:MODULE.CLASSE\u00a0»\u202f; «\u00a0embedded\u00a0»\u00a0: celui de l'index (`assistant "
    "models use`), pour un nouvel index celui du programme.",
    "embedding.arguments": "Ce avec quoi la classe d'un modèle llama-index est construite.",
    "embedding.query_prompt": "Texte mis devant une question (E5\u00a0: «\u00a0query: \u00a0»)\u202f; vide\u00a0: "
    "celui que le modèle demande.",
    "embedding.passage_prompt": "Texte mis devant un passage (E5\u00a0: «\u00a0passage: \u00a0»)\u202f; vide\u00a0: "
    "celui que le modèle demande.",
    "embedding.max_tokens": "Plus long texte lu par le modèle, en unités de celui-ci\u202f; vide\u00a0: sa propre "
    "limite.",
    "embedding.precision": "bfloat16 là où le processeur calcule ainsi (auto), ou toujours l'un des deux.",
    "embedding.threads": "Fils d'exécution pour les vecteurs des passages\u202f; 0\u00a0: tous les cœurs. Une "
    "question en prend un.",
    "embedding.batch_size": "Nombre de passages dont les vecteurs sont calculés à la fois.",
    "retrieval.candidates": "Nombre de passages demandés à chaque recherche (mots, sens) avant leur fusion.",
    "retrieval.vector_weight": "Part de la recherche par le sens dans la fusion\u202f; vide\u00a0: celle mesurée "
    "pour le modèle.",
    "retrieval.evidence": "Nombre de passages dont une réponse est faite, au plus.",
    "retrieval.reranker": "Ce qui réordonne les meilleurs passages\u00a0: dossier ou nom d'un modèle "
    "«\u00a0cross-encoder\u00a0», ou «\u00a0llama-index:MODULE.CLASSE\u00a0»\u202f; vide\u00a0: rien.",
    "retrieval.reranker_arguments": "Ce avec quoi la classe d'un modèle llama-index de réordonnancement est "
    "construite.",
    "retrieval.rewrite": "Faire reformuler les questions qui suivent une autre par le serveur de modèle, s'il y en a "
    "un.",
    "retrieval.rewrite_seconds": "Attente la plus longue d'une question reformulée\u202f; au-delà, des règles la "
    "complètent.",
    "retrieval.rerank_depth": "Nombre de passages donnés à ce qui réordonne.",
    "answering.mode": "Comment les réponses sont faites\u00a0: «\u00a0extractive\u00a0», avec des phrases des "
    "documents\u202f; «\u00a0generative\u00a0», rédigées par le serveur de modèle à partir de citations, chaque "
    "affirmation vérifiée\u202f; «\u00a0auto\u00a0», rédigées là où un serveur est nommé.",
    "answering.unverified": "Ce que deviennent les phrases rédigées que leurs citations n'établissent pas\u00a0: "
    "retirées (remove) ou barrées (strike).",
    "answering.nli": "Dossier ou nom d'un modèle d'inférence (NLI) qui vérifie aussi les phrases rédigées\u202f; "
    "vide\u00a0: aucun.",
    "answering.max_sentences": "Nombre de phrases citées dans une réponse, au plus.",
    "answering.question_characters": "Plus longue question acceptée, en caractères.",
    "places.file": "La liste du groupe, si elle existe\u00a0: un lieu par ligne («\u00a0Nom @ Autorité = autre nom; "
    "autre nom\u00a0»), «\u00a0- Nom\u00a0» pour un nom à ne pas reconnaître. Les communes françaises de 2\u202f000 "
    "habitants et plus, leurs groupements, les départements et les régions sont connus.",
    "model_server.base_url": "Son adresse, qui finit le plus souvent par /v1\u202f; vide\u00a0: pas de serveur de "
    "modèle.",
    "model_server.model": "Nom du modèle sur ce serveur.",
    "model_server.api_key": "Sa clé, s'il en veut une\u202f; mieux dans la variable que dans le fichier.",
    "model_server.context_tokens": "Longueur d'une demande et de sa réponse ensemble, en unités du modèle, comme le "
    "serveur est réglé.",
    "model_server.timeout_seconds": "Attente la plus longue d'une réponse, nouvelles tentatives comprises, en "
    "secondes.",
    "model_server.retries": "Nombre de fois qu'une demande est renvoyée après un échec qui peut passer.",
    "conversations.per_owner": "Nombre de conversations gardées par personne\u202f; les suivantes sont refusées, "
    "aucune n'est perdue.",
    "conversations.in_all": "Nombre de conversations gardées en tout.",
    "conversations.turns": "Nombre de questions gardées par conversation.",
    "conversations.keep_days": "Jours après lesquels une conversation où plus personne n'a parlé est effacée, au "
    "démarrage\u202f; 0\u00a0: jamais.",
    "conversations.comment_characters": "Plus long commentaire d'un avis, en caractères.",
    "drafting.proposals": "Nombre de propositions gardées\u202f; les suivantes sont refusées, aucune n'est perdue.",
    "drafting.sections": "Nombre de sections d'une proposition, au plus.",
    "drafting.quotes": "Nombre de citations dans le panier d'une section, au plus.",
    "drafting.quote_characters": "Plus longue citation prise, en caractères.",
    "drafting.text_characters": "Plus long texte d'une section, en caractères.",
    "drafting.field_characters": "Longueur la plus grande d'une question, d'un lectorat ou d'un commentaire, en "
    "caractères.",
    "drafting.lock_seconds": "Secondes pendant lesquelles une section reste réservée à qui la modifie, sauf nouvelle "
    "demande de sa part.",
    "drafting.suggestions": "Nombre de citations proposées à la fois pour une section, au plus.",
    "drafting.on_bad_quote": "Ce que fait un export quand une citation n'est plus dans son document, ou ne peut plus "
    "être citée\u00a0: la refuser (refuse), ou la signaler là où elle est (annotate).",
    "web.folder": "Dossier où les pages web sont gardées\u202f; vide\u00a0: web/ dans le dossier du corpus.",
    "web.allow_private": "Lire aussi les adresses d'un réseau privé et de cette machine (jamais celles du lien local).",
    "web.timeout_seconds": "Attente la plus longue d'une réponse entière, en secondes.",
    "web.max_mb": "Plus grosse réponse lue, décompressée, en mégaoctets.",
    "web.pause_seconds": "Pause entre deux demandes à un même site, plus longue s'il le demande, jusqu'à 30\u00a0s.",
    "web.max_pages": "Nombre de pages lues d'un coup, d'un plan de site ou d'une liste.",
    "web.user_agent": "Le nom donné aux sites\u202f; robots.txt nous désigne par ce qui précède la barre oblique.",
    "bench.folder": "Dossier du banc d'essai\u00a0: jeux de cas (`cases/`), passages à juger (`pools/`), mesures "
    "(`reports/`) et celles auxquelles les suivantes sont comparées (`references/`).",
    "server.host": "Adresse d'écoute\u202f; celle par défaut n'est joignable que depuis cette machine.",
    "server.port": "Port d'écoute.",
    "server.concurrency": "Nombre de questions traitées en même temps.",
    "server.queue": "Nombre de questions en attente, au plus\u202f; les suivantes sont refusées avec une phrase.",
}
