//! Every answer of a bilan that a demand asks, line by line.

/// Which year of a bilan an answer is taken from, for a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// The year before, and no other.
    Before,
    /// Two years before, and no other.
    TwoBefore,
    /// The year before; the one before that in doubt.
    LastYear,
    /// The same, of the exercise that closed in it: in doubt where that is no calendar year.
    Exercise,
    /// Either: it does not change with the year.
    Either,
    /// The last exercise that closed, in either; in doubt where another is told of, or has closed since.
    Accounts,
}

impl Of {
    /// Whether a bilan tells it: that of the year before, or of two years before.
    pub(super) fn is_told(self, before: bool) -> bool {
        match self {
            Self::Before => before,
            Self::TwoBefore => !before,
            Self::LastYear | Self::Exercise | Self::Either | Self::Accounts => true,
        }
    }
}

/// What becomes of an answer on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// It stays as it is; a table goes with its rows.
    Same,
    /// The same, but rows with this choice in this column are told in doubt, for this reason.
    But(&'static str, &'static str, &'static str),
    /// The share that it is of the answer of another key, in percent.
    ShareOf(&'static str),
    /// The lines of a table with a number in them, as choices.
    Lines,
}

/// A line of the table.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    pub(super) of: Of,
    pub(super) how: How,
    pub(super) doubt: Option<&'static str>,
}

const fn same(from: &'static str, to: &'static str, of: Of) -> Line {
    Line { from, to, of, how: How::Same, doubt: None }
}

const fn kept(key: &'static str, of: Of) -> Line {
    same(key, key, of)
}

const fn share(from: &'static str, to: &'static str) -> Line {
    let doubt = Some("part des personnes accueillies dans l’année du bilan, et non part visée");
    Line { from, to, of: Of::Either, how: How::ShareOf("bilan.personnes"), doubt }
}

/// Every answer of a bilan that a demand asks; a key stands for all that begins with it.
///
/// Supervision and support are not here: the demand adds them up out of the team, post by post. What was done of
/// trainings is no plan of them, who sent people here is told in other words, and what explains a figure of a year stays
/// in its bilan.
pub(super) const TABLE: [Line; 49] = [
    same("bilan.etp_conventionnes", "etp.historique[n1].conventionnes", Of::Before),
    same("bilan.etp_realises", "etp.historique[n1].realises", Of::Before),
    same("rh.ti", "etp.historique[n1].ti_accompagnes", Of::Before),
    same("bilan.etp_conventionnes", "etp.historique[n2].conventionnes", Of::TwoBefore),
    same("bilan.etp_realises", "etp.historique[n2].realises", Of::TwoBefore),
    same("rh.ti", "etp.historique[n2].ti_accompagnes", Of::TwoBefore),
    same("objectifs.durable", "objectifs.rappel[durable].objectif", Of::Before),
    same("objectifs.transition", "objectifs.rappel[transition].objectif", Of::Before),
    same("objectifs.positives", "objectifs.rappel[positives].objectif", Of::Before),
    same("objectifs.dynamiques", "objectifs.rappel[dynamiques].objectif", Of::Before),
    same("bilan.taux_durable", "objectifs.rappel[durable].realise", Of::Before),
    same("bilan.taux_transition", "objectifs.rappel[transition].realise", Of::Before),
    same("bilan.taux_positives", "objectifs.rappel[positives].realise", Of::Before),
    same("bilan.taux_dynamiques", "objectifs.rappel[dynamiques].realise", Of::Before),
    // Who worked there.
    kept("rh.insertion", Of::LastYear),
    same("bilan.etp_realises", "rh.insertion_etp", Of::LastYear),
    kept("rh.ti", Of::LastYear),
    kept("rh.ti_etp", Of::LastYear),
    same("bilan.equipe[non_salaries].etp", "rh.non_salaries_etp", Of::LastYear),
    same("bilan.equipe[prestataires].etp", "rh.prestataires_etp", Of::LastYear),
    kept("rh.duree_contrats", Of::Either),
    kept("rh.temps_hebdo", Of::Either),
    Line {
        from: "bilan.contrats",
        to: "rh.contrats",
        of: Of::Either,
        how: How::Lines,
        doubt: Some("contrats qui ont couru dans l’année du bilan, et non tous ceux que vous proposez"),
    },
    share("bilan.rsa", "objectifs.publics[brsa].part"),
    share("bilan.rqth", "objectifs.publics[rqth].part"),
    share("bilan.femmes", "objectifs.publics[femmes].part"),
    share("bilan.moins_26", "objectifs.publics[jeunes].part"),
    share("bilan.plus_50", "objectifs.publics[seniors].part"),
    share("bilan.qpv", "objectifs.publics[qpv].part"),
    // How they were followed, and with whom.
    kept("accompagnement.parcours", Of::Either),
    kept("accompagnement.frequence", Of::Either),
    kept("accompagnement.partenaires", Of::Either),
    kept("accompagnement.freins", Of::LastYear),
    kept("accompagnement.pmsmp", Of::LastYear),
    kept("formation.heures_n1", Of::LastYear),
    Line {
        how: How::But("etat", "realisee", "action réalisée d’après votre bilan"),
        ..kept("objectifs.actions", Of::Before)
    },
    Line {
        doubt: Some("ce que votre bilan prévoyait, et non ce qui a changé"),
        ..same("bilan.perspectives", "projet.evolutions", Of::Either)
    },
    // The exercise that closed in the year.
    kept("finance.cloture", Of::Accounts),
    kept("finance.perimetre", Of::Accounts),
    kept("finance.produits", Of::Accounts),
    kept("finance.ventes", Of::Accounts),
    kept("finance.charges", Of::Accounts),
    kept("finance.masse", Of::Accounts),
    kept("finance.masse_insertion", Of::Accounts),
    kept("finance.resultat", Of::Accounts),
    kept("finance.commercialisation_explication", Of::Accounts),
    same("bilan.comptes", "pieces.comptes", Of::Accounts),
    kept("finance.aides_n1", Of::Exercise),
    kept("activites.marches_publics", Of::LastYear),
];
