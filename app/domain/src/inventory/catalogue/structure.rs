//! The structure: identity, addresses, people to reach.

use super::{
    super::Supply::{AspAnnexe, AspStructure, Marche, Networks, Recherche, Siaes, Sirene},
    Could, Datum, PREVIOUS, STRUCTURE_ALONE, could, datum, nobody, read, worked_out,
};

const CERTIFIER: &[Could] = &[could("Organisme qui a certifié la structure", "certificat")];
const LEGAL_FORM: &[Could] =
    &[could("Répertoire Sirene de l’Insee", "categorieJuridiqueUniteLegale, à traduire")];
const OFFICERS: &[Could] = &[
    PREVIOUS,
    could("API Entreprise, sous habilitation", "dirigeants déclarés au RNA ou au registre du commerce"),
];

pub(super) const DATA: &[Datum] = &[
    datum(
        "structure.siret",
        &[
            read(AspStructure, "structure_siret_actualise"),
            read(Siaes, "siret"),
            read(Marche, "siret"),
            read(Sirene, "siret"),
        ],
    ),
    datum("structure.siret_signature", &[read(AspStructure, "structure_siret_signature")]),
    nobody("structure.siret_explication", STRUCTURE_ALONE),
    datum(
        "structure.denomination",
        &[
            read(AspStructure, "structure_denomination"),
            read(Siaes, "raison_sociale"),
            read(Marche, "name"),
            read(Recherche, "nom_raison_sociale"),
            read(Recherche, "nom_complet"),
            read(Sirene, "denominationUniteLegale"),
        ],
    ),
    datum(
        "structure.enseigne",
        &[
            read(Siaes, "enseigne"),
            read(Marche, "brand"),
            read(Recherche, "matching_etablissements.nom_commercial"),
            read(Recherche, "matching_etablissements.liste_enseignes"),
            read(Recherche, "siege.nom_commercial"),
            read(Recherche, "siege.liste_enseignes"),
            read(Sirene, "enseigne1Etablissement"),
            read(Sirene, "denominationUsuelleEtablissement"),
        ],
    ),
    datum(
        "structure.forme_juridique",
        &[
            read(AspStructure, "structure_categorie_juridique_code"),
            read(Recherche, "nature_juridique"),
            read(Sirene, "categorieJuridiqueUniteLegale"),
        ],
    ),
    Datum {
        key: "structure.type_porteur",
        given: &[worked_out(AspStructure, "structure_categorie_juridique_code")],
        could: LEGAL_FORM,
    },
    datum(
        "structure.naf",
        &[
            read(AspStructure, "structure_code_naf"),
            read(Marche, "naf"),
            read(Recherche, "matching_etablissements.activite_principale"),
            read(Recherche, "siege.activite_principale"),
            read(Sirene, "activitePrincipaleEtablissement"),
        ],
    ),
    datum(
        "structure.idcc",
        &[
            read(AspStructure, "structure_idcc_code"),
            read(Recherche, "matching_etablissements.liste_idcc"),
            read(Recherche, "siege.liste_idcc"),
        ],
    ),
    datum(
        "structure.date_creation",
        &[
            read(Recherche, "date_creation"),
            read(Sirene, "dateCreationUniteLegale"),
            read(Sirene, "dateCreationEtablissement"),
        ],
    ),
    datum(
        "structure.rna",
        &[
            read(Recherche, "complements.identifiant_association"),
            read(Sirene, "identifiantAssociationUniteLegale"),
        ],
    ),
    datum("structure.reseaux", &[read(Networks, "Réseau IAE")]),
    datum("structure.reseau_autre", &[read(Networks, "Réseau IAE")]),
    datum(
        "structure.organisme_formation",
        &[
            read(AspAnnexe, "af_indic_organisme_formation"),
            read(Recherche, "complements.est_organisme_formation"),
        ],
    ),
    datum("structure.qualiopi", &[read(Recherche, "complements.est_qualiopi")]),
    nobody("structure.label", CERTIFIER),
    nobody("structure.label_fin", CERTIFIER),
    datum(
        "structure.adresse.voie",
        &[
            read(AspStructure, "structure_adresse_admin_numero, type_voie, nom_voie"),
            read(Recherche, "siege.numero_voie, type_voie, libelle_voie"),
            read(Sirene, "numeroVoieEtablissement, typeVoieEtablissement, libelleVoieEtablissement"),
        ],
    ),
    datum(
        "structure.adresse.complement",
        &[
            read(AspStructure, "structure_adresse_admin_cplt_adresse"),
            read(Recherche, "siege.complement_adresse"),
            read(Sirene, "complementAdresseEtablissement"),
        ],
    ),
    datum(
        "structure.adresse.code_postal",
        &[
            read(AspStructure, "structure_adresse_admin_cp"),
            read(Recherche, "siege.code_postal"),
            read(Sirene, "codePostalEtablissement"),
        ],
    ),
    datum(
        "structure.adresse.commune",
        &[
            read(AspStructure, "structure_adresse_admin_code_insee, commune"),
            read(Recherche, "siege.commune, libelle_commune"),
            read(Sirene, "codeCommuneEtablissement, libelleCommuneEtablissement"),
        ],
    ),
    datum(
        "structure.corresp_differente",
        &[worked_out(AspStructure, "structure_adresse_gestion, comparée à structure_adresse_admin")],
    ),
    datum(
        "structure.adresse_corresp.voie",
        &[
            read(AspStructure, "structure_adresse_gestion_numero, type_voie, nom_voie"),
            read(Siaes, "addresse_ligne_1"),
            read(Marche, "address_line_1"),
        ],
    ),
    datum(
        "structure.adresse_corresp.complement",
        &[read(Siaes, "addresse_ligne_2"), read(Marche, "address_line_2")],
    ),
    datum(
        "structure.adresse_corresp.code_postal",
        &[
            read(AspStructure, "structure_adresse_gestion_cp"),
            read(Siaes, "code_postal"),
            read(Marche, "post_code"),
        ],
    ),
    datum(
        "structure.adresse_corresp.commune",
        &[
            read(AspStructure, "structure_adresse_gestion_code_insee, commune"),
            read(Siaes, "ville, code_postal"),
            read(Marche, "city, post_code"),
        ],
    ),
    datum(
        "structure.telephone",
        &[
            read(AspStructure, "structure_adresse_admin_telephone"),
            read(AspStructure, "structure_adresse_gestion_telephone"),
            read(Siaes, "telephone"),
            read(Marche, "phone"),
        ],
    ),
    datum("structure.courriel", &[read(Siaes, "courriel"), read(Marche, "email")]),
    datum("structure.site_web", &[read(Siaes, "site_web"), read(Marche, "website")]),
    datum("gouvernance.representant.nom", &[read(Recherche, "dirigeants[].prenoms, nom")]),
    datum("gouvernance.representant.qualite", &[read(Recherche, "dirigeants[].qualite")]),
    nobody("gouvernance.representant.courriel", &[PREVIOUS]),
    nobody("gouvernance.representant.telephone", &[PREVIOUS]),
    nobody("gouvernance.delegation", &[PREVIOUS]),
    nobody("gouvernance.signataire.nom", &[PREVIOUS]),
    nobody("gouvernance.signataire.qualite", &[PREVIOUS]),
    nobody("gouvernance.signataire.courriel", &[PREVIOUS]),
    nobody("gouvernance.signataire.telephone", &[PREVIOUS]),
    datum(
        "gouvernance.referent.nom",
        &[
            read(
                AspStructure,
                "structure_adresse_prenom_corresp_technique, structure_adresse_nom_corresp_technique",
            ),
            read(Marche, "admin_name"),
        ],
    ),
    nobody("gouvernance.referent.qualite", &[PREVIOUS]),
    datum(
        "gouvernance.referent.courriel",
        &[read(AspStructure, "structure_adresse_mail_corresp_technique"), read(Marche, "admin_email")],
    ),
    nobody("gouvernance.referent.telephone", &[PREVIOUS]),
    nobody("gouvernance.membres.nom", OFFICERS),
    nobody("gouvernance.membres.fonction", OFFICERS),
    nobody("gouvernance.membres.depuis", OFFICERS),
    nobody("gouvernance.instances", &[PREVIOUS]),
    nobody("gouvernance.benevoles", &[PREVIOUS]),
    datum("gouvernance.dla", &[read(AspAnnexe, "af_indic_interv_dla")]),
    datum("gouvernance.dla_texte", &[read(AspAnnexe, "af_nom_dla, af_nature_action_dla_code")]),
];
