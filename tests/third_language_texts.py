"""Texts of our own in languages that are neither French nor English, and texts that look as if they were."""

from __future__ import annotations

THIRD_LANGUAGE_TEXTS = {
    "german": (
        "Die Stadt Steinfurtbach hat im Frühjahr einen Bürgerrat einberufen, der über die Zukunft der Märkte "
        "entscheiden soll. Zwanzig Menschen wurden ausgelost, und jede Woche treffen sie sich im alten Rathaus, um die "
        "Vorschläge der Verwaltung zu lesen. Das Budget für die Versuchsphase beträgt 40 000 Euro, und die Leitung hat "
        "Frau Annegret Tollmann. Wer nicht kommen kann, schickt seine Fragen mit der Post."
    ),
    "arabic": (
        "افتتحت بلدية عين الزهراء مختبرا جديدا للخدمات العامة في شهر مارس الماضي. يعمل فيه تسعة موظفين مع سكان الحي "
        "كل أسبوع من أجل تحسين الاستقبال في المكتبات والأسواق. بلغت ميزانية المرحلة التجريبية أربعين ألف يورو، وقد دفعت "
        "الجهة نصف هذا المبلغ. في نهاية السنة يقدم الفريق تقريرا إلى المجلس البلدي ويشرح فيه ما تعلمه وما لم ينجح بعد."
    ),
    "hebrew": (
        "עיריית גבעת הרימון פתחה באביב מעבדה עירונית חדשה לשירותים ציבוריים. תשעה עובדים נפגשים שם בכל שבוע עם תושבי "
        "השכונה כדי לשפר את הספריות ואת השווקים. תקציב שלב הניסוי עומד על ארבעים אלף אירו, ומחצית מן הסכום שולמה על ידי "
        "המחוז. בסוף השנה יגיש הצוות דוח למועצת העיר ויסביר מה הוא למד, מה הצליח ומה עדיין לא עובד כמו שצריך."
    ),
    "italian": (
        "Il comune di Roccaspina ha aperto in primavera un laboratorio per i servizi pubblici, dove nove persone "
        "lavorano ogni settimana con gli abitanti del quartiere. Il bilancio della fase di prova è di quarantamila euro, "
        "e la regione ne ha pagato la metà. Chi non può venire manda le sue domande per posta. Alla fine dell'anno la "
        "squadra presenta al consiglio una relazione su quello che ha imparato e su ciò che non è ancora riuscito."
    ),
    "spanish": (
        "El ayuntamiento de Valdezarza abrió en primavera un laboratorio de servicios públicos, donde nueve personas "
        "trabajan cada semana con los vecinos del barrio. El presupuesto de la fase de prueba es de cuarenta mil euros, "
        "y la región ha pagado la mitad. Quien no puede venir envía sus preguntas por correo. Al final del año el equipo "
        "presenta al consejo un informe sobre lo que ha aprendido y sobre lo que todavía no funciona."
    ),
    "portuguese": (
        "A câmara de Vale do Freixo abriu na primavera um laboratório de serviços públicos, onde nove pessoas trabalham "
        "todas as semanas com os moradores do bairro. O orçamento da fase de teste é de quarenta mil euros, e a região "
        "pagou metade. Quem não pode vir manda as suas perguntas pelo correio. No fim do ano a equipa apresenta ao "
        "conselho um relatório sobre o que aprendeu e sobre aquilo que ainda não funciona."
    ),
    "occitan": (
        "La comuna de Montagut de las Fonts a dobèrt a la prima un laboratòri pels servicis publics, ont nòu personas "
        "trabalhan cada setmana amb los estatjants del quartièr. Lo budgèt de la fasa d'assag es de quaranta mila èuros, "
        "e la region n'a pagat la mitat. Los que pòdon pas venir mandan lors questions per la pòsta. A la fin de l'annada "
        "la còla presenta al conselh un rapòrt sus çò qu'a aprés e sus çò que marcha pas encara."
    ),
    "breton": (
        "Kêr Lanvoreg he deus digoret en nevez-amzer ul labouradeg evit ar servijoù foran, e-lec'h ma labour nav den bep "
        "sizhun gant tud ar c'harter. Daou-ugent mil euro eo budjed ar prantad arnodiñ, ha paeet eo bet an hanter "
        "anezhañ gant ar Rannvro. Ar re na c'hallont ket dont a gas o goulennoù dre ar post. E dibenn ar bloaz e vo "
        "kinniget un danevell d'ar c'huzul diwar-benn ar pezh a zo bet desket hag ar pezh na ya ket en-dro c'hoazh."
    ),
    "polish": (
        "Miasto Jaworznica otworzyło wiosną pracownię usług publicznych, w której dziewięć osób co tydzień spotyka się z "
        "mieszkańcami dzielnicy. Budżet etapu próbnego wynosi czterdzieści tysięcy euro, a połowę zapłaciło województwo. "
        "Kto nie może przyjść, wysyła swoje pytania pocztą. Pod koniec roku zespół przedstawi radzie sprawozdanie o tym, "
        "czego się nauczył i co jeszcze nie działa tak, jak powinno."
    ),
    "chinese": (
        "青石湾市在春天开设了一个公共服务实验室，九名工作人员每周与社区居民一起讨论图书馆和市场的改进办法。"
        "试验阶段的预算为四万欧元，其中一半由省政府支付。不能到场的人可以把问题寄到市政厅。"
        "到了年底，小组会向市议会提交一份报告，说明他们学到了什么，哪些做法有效，哪些做法还需要修改。"
        "居民可以在图书馆里阅读这份报告，也可以在网上提出自己的意见，所有的意见都会得到书面答复。"
    ),
}

OURS = {
    "a decision": (
        "Vu le code général des collectivités territoriales, notamment ses articles L. 2121-29 et L. 5211-10 ; vu la "
        "délibération n° 2024-117 du 14 mars 2024 ; considérant l'avis favorable de la commission des finances réunie le "
        "2 mars, le conseil communautaire de Sarrevigne, après en avoir délibéré, approuve à l'unanimité la convention "
        "annexée à la présente et autorise monsieur le président à la signer ainsi que tout document s'y rapportant."
    ),
    "a table": "\n".join(
        f"Lot {number} | Commune de Val-{number} | {number * 137} | {number * 41},5 % | Réalisé"
        for number in range(1, 40)
    ),
    "names": (
        "Annegret Tollmann, Beppe Roccaspina, Aziliz Kerlouan, Íñigo Valdezarza, Wojciech Jaworznicki, Mireille Sarrevigne, "
        "Kofi Adansemang, Linnea Bergsgård, Oihana Etxelarre, Guillem Montagut, Jürgen Steinfurt, Éloïse Hautecombe, "
        "Paulo Freixeda, Sinéad Harrowmere, Tibor Kővágó, Zeynep Altınova, Dmitri Beloretski, Yuki Aoshima, Carla Fontalba, "
        "Noé Brévenne, Ilse Waldkirchen, Marco Pietralunga, Henk Oosterveld, Ana Ribeirinha, Loïc Trémeven, Sven Åkervik"
    ),
    "code": (
        "server {\n    listen 443 ssl;\n    server_name valombre.example;\n    ssl_protocols TLSv1.3;\n"
        "    location /api/ {\n        proxy_pass http://127.0.0.1:7860;\n        proxy_set_header Host $host;\n    }\n}\n"
        "def somme(valeurs):\n    total = 0\n    for valeur in valeurs:\n        total += valeur\n    return total\n"
    )
    * 3,
    "French and English": (
        "Le design sprint du lab a réuni product owners, service designers et agents du guichet. Le backlog est partagé en "
        "open source, le user research plan aussi. As one of the civil servants said, the service has to work for the "
        "people who need it most. Next step : un proof of concept avec la smart city unit, puis un go / no go en comité."
    ),
    "an e-mail": (
        "De : mireille.hautecombe@sarrevigne.example\nÀ : equipe-lab@valombre.example\nCc : a.tollmann@steinfurt.example\n"
        "Objet : TR: RE: CR réunion du 12/03 - V2\n\nBonjour à tous,\n\nVous trouverez ci-joint le CR de la réunion "
        "d'hier, merci de me faire vos retours d'ici vendredi midi.\n\nBien à vous,\nMireille\n--\nMireille Hautecombe | "
        "Cheffe de projet | Tél. 01 00 00 00 00\nMit freundlichen Grüßen, Kind regards, Cordiali saluti"
    ),
    "a French text that quotes German": (
        "À Steinfurtbach, le conseil citoyen s'appelle « Bürgerrat » et se réunit chaque semaine. Sa règle tient en une "
        "phrase : « Wer nicht kommen kann, schickt seine Fragen mit der Post. » La ville a repris cette règle pour ses "
        "marchés, et la présidente, Annegret Tollmann, dit qu'elle a changé la participation dans les quartiers."
    ),
    "English": (
        "The town of Harrowmere opened a workshop for its public services in spring, where nine people meet with those who "
        "live in the quarter every week. The budget of the trial is forty thousand pounds, of which the county paid half."
    ),
}

THIRD_LANGUAGE_QUESTIONS = (
    "Wie hoch ist das Budget für die Versuchsphase der Stadt?",
    "Was sind die wichtigsten Hindernisse für die Beteiligung der Menschen?",
    "Quali sono gli ostacoli alla partecipazione dei cittadini?",
    "¿Cuáles son los principales obstáculos para la participación de los vecinos?",
    "Quina es la tòca del projècte de mobilitat dins la vila?",
    "Petra eo pal al labourva nevez e kêr Lanvoreg?",
    "Jakie są główne przeszkody dla udziału mieszkańców?",
    "Каков бюджет тестовой фазы проекта в этом городе?",
    "ما هي ميزانية مرحلة الاختبار في المدينة؟",
    "מי מנהל את המעבדה העירונית בגבעת הרימון?",
    "试验阶段的预算是多少？",
    "시험 단계의 예산은 얼마입니까?",
)

OUR_QUESTIONS = (
    "Quel est le budget de la phase test ?",
    "What are the main obstacles?",
    "budget participatif Steinfurtbach Bürgerrat",
    "SCOT ZAN PLUi DGALN ANCT",
    "best practices civic tech open data",
    "c koi le living lab svp",
    "qui gere le legislatif?",
    "Qui fonda l'évêché de Riga?",
    "Laboratorio para la Ciudad de Valdezarza",
    "Que dit « Plan estratégico de la ciudad » sur les communs ?",
    "Annegret Tollmann Beppe Roccaspina Íñigo Valdezarza Oihana Etxelarre",
    "Annegret von der Heide",
    "Владимир Белорецкий",
    "محمد بن يوسف",
    "नई दिल्ली नगर निगम",
    "青石湾市",
    "Und in Wien?",
    "docker compose up --build",
    "lorem ipsum",
    "2024",
    "?",
    "",
)
