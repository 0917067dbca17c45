//! What a structure types in a dossier of the demonstration: what ASP does not know, step by step.

/// Answers of a step.
pub type Answers = &'static [(&'static str, &'static str)];

/// What is typed in an annual amendment of a chantier, by step.
pub const TYPED: [(&str, Answers); 18] = [
    ("demande", &[("demande.nature", "avenant_annuel")]),
    ("perimetre", &[("demande.penitentiaire", "false"), ("demande.hors_iae", "false")]),
    (
        "structure",
        &[
            ("structure.type_porteur", "association"),
            ("structure.date_creation", "3/2/06"),
            ("structure.qualiopi", "false"),
        ],
    ),
    ("coordonnees", &[("structure.courriel", "contact@jardins.example")]),
    (
        "gouvernance",
        &[
            ("gouvernance.representant.nom", "Camille Le Gall"),
            ("gouvernance.representant.qualite", "présidente"),
            ("gouvernance.representant.courriel", "presidence@jardins.example"),
            ("gouvernance.delegation", "false"),
            ("gouvernance.referent.nom", "Maxime Rousselet"),
            ("gouvernance.referent.qualite", "directrice"),
            ("gouvernance.referent.courriel", "maxime.rousselet@structure.example"),
            ("gouvernance.membres[m1]", "1"),
            ("gouvernance.membres[m1].nom", "Camille Le Gall"),
            ("gouvernance.membres[m1].fonction", "présidente"),
        ],
    ),
    ("projet", &[("projet.evolutions", "Ouverture d’un second jardin à Quimper.")]),
    (
        "activites",
        &[
            ("activites.liste[a1]", "1"),
            ("activites.liste[a1].libelle", "Maraîchage"),
            ("activites.liste[a1].secteur", "agriculture"),
            ("activites.chantiers[c1]", "1"),
            ("activites.chantiers[c1].nom", "Jardins"),
            ("activites.chantiers[c1].objet", "Maraîchage biologique"),
            ("activites.chantiers[c1].commune", "quimper"),
            ("activites.chantiers[c1].permanent", "true"),
            ("activites.chantiers[c1].postes", "20"),
            ("activites.chantiers[c1].etp", "11,40"),
        ],
    ),
    (
        "accompagnement",
        &[
            ("accompagnement.partenaires[p1]", "1"),
            ("accompagnement.partenaires[p1].nom", "CCAS de Quimper"),
            ("accompagnement.partenaires[p1].objet", "accès au logement"),
        ],
    ),
    ("formation", &[("formation.plan", "Vingt heures de formation par personne.")]),
    (
        "equipe",
        &[
            ("rh.equipe[e1]", "1"),
            ("rh.equipe[e1].fonction", "encadrement"),
            ("rh.equipe[e1].etp", "1"),
            ("rh.equipe[e1].contrat", "cdi"),
            ("rh.equipe[e2]", "2"),
            ("rh.equipe[e2].fonction", "accompagnement"),
            ("rh.equipe[e2].etp", "0,8"),
            ("rh.equipe[e2].contrat", "cdi"),
        ],
    ),
    ("contrats", &[("rh.contrats", "cddi"), ("rh.temps_hebdo", "26")]),
    (
        "materiel",
        &[
            ("materiel.duerp", "true"),
            ("materiel.document_unique", "15/10/2026"),
            ("materiel.assurances", "true"),
            ("materiel.epi", "true"),
        ],
    ),
    (
        "finance",
        &[
            ("finance.perimetre", "structure"),
            ("finance.charges", "9 000 000"),
            ("finance.resultat", "-4 120"),
            ("finance.fonds_propres", "25 000"),
            ("finance.tresorerie_nette", "12 500,50"),
        ],
    ),
    ("aides", &[]),
    (
        "postes",
        &[
            ("annexe.debut", "01/01/2027"),
            ("annexe.fin", "31/12/2027"),
            ("etp.demandes", "11,40"),
            ("demande.territoires[d29].etp", "8"),
            ("demande.territoires[d56].etp", "3,40"),
            ("etp.justification", "Ouverture d’un second jardin à Quimper."),
        ],
    ),
    ("emplois", &[]),
    (
        "budget",
        &[
            ("finance.budget_charges[achats].montant", "100 000"),
            ("finance.budget_charges[personnel_insertion].montant", "300 000"),
            ("finance.budget_produits[ventes].montant", "127 300,60"),
        ],
    ),
    (
        "objectifs",
        &[
            ("objectifs.durable", "30"),
            ("objectifs.transition", "20"),
            ("objectifs.positives", "10"),
            ("objectifs.actions[a1]", "1"),
            ("objectifs.actions[a1].axe", "accueil"),
            ("objectifs.actions[a1].action", "Livret d’accueil"),
            ("objectifs.actions[a1].indicateur", "livrets remis"),
            ("objectifs.actions[a1].cible", "100 %"),
            ("objectifs.actions[a2]", "2"),
            ("objectifs.actions[a2].axe", "accompagnement"),
            ("objectifs.actions[a2].action", "Un entretien par mois"),
            ("objectifs.actions[a2].indicateur", "entretiens"),
            ("objectifs.actions[a2].cible", "12"),
            ("objectifs.actions[a3]", "3"),
            ("objectifs.actions[a3].axe", "formation"),
            ("objectifs.actions[a3].action", "Vingt heures par personne"),
            ("objectifs.actions[a3].indicateur", "heures"),
            ("objectifs.actions[a3].cible", "400"),
            ("objectifs.actions[a4]", "4"),
            ("objectifs.actions[a4].axe", "territoire"),
            ("objectifs.actions[a4].action", "Marchés de producteurs"),
            ("objectifs.actions[a4].indicateur", "marchés"),
            ("objectifs.actions[a4].cible", "2"),
        ],
    ),
];
