//! What each figure of the inventory means, word for word the same on the page and in the exports.

/// A figure and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its anchor in the page.
    pub anchor: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub text: &'static str,
}

/// The definitions, in the order of the columns.
pub const DEFINITIONS: [Definition; 18] = [
    define(
        "perimetre",
        "Dossiers comptés",
        "Les demandes transmises de la campagne choisie, ou les bilans transmis de l’année choisie, dans leur dernière version transmise. Un brouillon n’est connu que de sa structure\u{a0}: il n’est pas compté. Une structure compte une fois par type\u{a0}: une demande par structure, type et campagne, un bilan par structure, type et année.",
    ),
    define(
        "donnee",
        "Donnée",
        "Une question du formulaire national en vigueur, celui de la demande ou celui du bilan selon le choix fait, ou une colonne d’un de ses tableaux. Les questions locales, qu’un département ajoute, y sont aussi, marquées de son nom\u{a0}: chaque service lit celles de ses départements, le ministère les lit toutes.",
    ),
    define(
        "sources",
        "Sources",
        "Les vues et les services que l’application lit aujourd’hui pour cette donnée, avec le champ exact. «\u{a0}Calculée\u{a0}»\u{a0}: déduite d’autres réponses par le formulaire, personne ne la saisit. «\u{a0}Sans source\u{a0}»\u{a0}: rien n’est lu\u{a0}; qui la détient est indiqué quand on le sait.",
    ),
    define(
        "autre-source",
        "Autre source",
        "Une autre administration ou un autre service que celui-ci la donne\u{a0}: l’ASP, la DGEFP, Pilotage de l’inclusion, Les emplois de l’inclusion, Immersion facilitée, l’Annuaire des entreprises, le répertoire Sirene. Ce que la structure a écrit dans ses autres dossiers et le calendrier de la campagne n’en sont pas. Une donnée y compte aussi quand la source ne la connaît que pour une partie des structures, et quand elle peut parler d’autre chose que de la structure\u{a0}: sa valeur est alors proposée, à vérifier, et ne remplit rien. La couverture dit pour combien de structures une valeur est venue. Une donnée calculée n’y compte pas.",
    ),
    define(
        "fraicheur",
        "Fraîcheur",
        "La date la plus récente de ce qui est en base parmi les sources de la donnée\u{a0}: jour de la livraison pour les fichiers, jour de la dernière réponse pour les services interrogés, jour de la dernière transmission pour les dossiers repris\u{a0}: ceux des années précédentes pour une demande, les demandes de la même année pour un bilan.",
    ),
    define(
        "cadence",
        "Cadence",
        "Le rythme auquel la source est renouvelée ou interrogée, tel qu’il est prévu. Ce qui est en base et ce que les dossiers ont lu disent s’il est tenu.",
    ),
    define(
        "lues",
        "Lues au",
        "La date la plus récente que portent les valeurs de cette source dans les dossiers comptés, au moment de leur transmission\u{a0}: jour de la livraison, de la réponse, ou de la transmission du dossier repris, où la source a dit pour la dernière fois autre chose qu’avant. Une livraison ou une réponse plus récente qui redit tout à l’identique ne la change pas\u{a0}: elle est donc souvent plus ancienne que ce qui est en base, sans que rien n’ait été manqué. La page des sources de chaque dossier donne les deux jours.",
    ),
    define(
        "base",
        "En base",
        "Part des structures connues de l’ASP, pour les types à qui la question est posée, pour lesquelles une valeur est en base aujourd’hui, avant tout dossier. Une structure compte une fois par type, si une annexe de droit commun parle pour l’une des deux années d’avant la campagne, ou pour l’année du bilan. Seuls les fichiers reçus sont mesurés\u{a0}: ni les services interrogés à l’ouverture de chaque dossier, ni ce que les dossiers de la structure se donnent, ni le calendrier de la campagne, ni les questions locales. «\u{a0}Non mesurée\u{a0}»\u{a0}: aucun fichier ne donne la donnée.",
    ),
    define(
        "couverture",
        "Couverture",
        "Part des structures pour lesquelles au moins une source a donné une valeur, sûre ou à vérifier, parmi celles à qui la question était posée dans la version transmise.",
    ),
    define(
        "venues",
        "Valeurs venues",
        "Réponses pour lesquelles au moins une source avait donné une valeur avant la transmission, sûre ou à vérifier. Dans un tableau, chaque ligne compte pour une réponse, y compris une ligne proposée que la structure n’a pas reprise.",
    ),
    define(
        "gardees",
        "Gardées",
        "Part des valeurs venues que le dossier transmis contient telles qu’une source les a données, que la structure les ait confirmées ou laissées.",
    ),
    define(
        "corrigees",
        "Corrigées",
        "Part des valeurs venues sûres que le dossier transmis ne contient pas\u{a0}: la structure a répondu autre chose qu’aucune des sources, ou a laissé la question sans réponse. Gardées, corrigées et non reprises font ensemble toutes les valeurs venues.",
    ),
    define(
        "non-reprises",
        "Non reprises",
        "Part des valeurs venues qui étaient seulement proposées, à vérifier, et que la structure n’a pas reprises\u{a0}: aucune source n’était sûre de parler de ce qui est demandé. La structure a répondu autre chose, ou rien.",
    ),
    define(
        "par-source",
        "Par source",
        "Dans le tableau des sources, chaque valeur d’une source est comptée pour elle-même. Gardée\u{a0}: le dossier transmis la contient. Non reprise\u{a0}: elle était seulement proposée, à vérifier. Écartée\u{a0}: elle était sûre, et le dossier contient une autre valeur, celle de la structure ou celle d’une autre source que l’application croit d’abord. Gardées, écartées et non reprises font ensemble toutes les valeurs de la source.",
    ),
    define(
        "saisies",
        "Saisies",
        "Part des réponses, transmises ou venues d’une source, pour lesquelles aucune source n’avait rien donné, pas même à vérifier\u{a0}: la structure a dû les donner, même si une source connaît cette donnée pour d’autres.",
    ),
    define(
        "contestees",
        "Contestées",
        "Part des valeurs venues dont la structure a dit qu’elles sont fausses chez la source, sans être revenue là-dessus avant la transmission. Une valeur contestée est aussi gardée, corrigée ou non reprise.",
    ),
    define(
        "saisis",
        "Champs saisis",
        "Champs auxquels une personne a répondu elle-même dans la version transmise\u{a0}: chaque case d’un tableau est un champ. Ce qu’une source a rempli et que la structure a laissé ou repris n’est pas saisi. Une question est préremplie quand des sources seules y ont répondu, sans rien d’obligatoire qui manque. Il est promis 20\u{a0}champs au plus à une structure qui renouvelle sans rien changer, à la suite d’un dossier transmis ici, 60\u{202f}% des questions obligatoires préremplies, et 70\u{202f}% des questions chiffrées d’un bilan.",
    ),
    define(
        "sans-objet",
        "Sans objet",
        "Le dénominateur est nul\u{a0}: aucun dossier compté ne permet de calculer la part. Chaque part est donnée avec ses deux nombres\u{a0}; sur peu de dossiers, ce sont eux qu’il faut lire.",
    ),
];

const fn define(anchor: &'static str, name: &'static str, text: &'static str) -> Definition {
    Definition { anchor, name, text }
}
