//! The totals of an annexe and a year: what remains of a delivery, without anybody in it.

use std::collections::BTreeMap;

use form::{Date, Decimal};
use serde::{Deserialize, Serialize};

use super::{Agreed, Helped, Hires, Independents, Obstacle, Pay, Sector};
use crate::{
    Siret,
    asp::{Annexe, Measure},
};

/// What an annexe gave in a year, as one source tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// The annexe.
    pub key: AnnexeKey,
    /// SIRET that the source gives of the structure, where it gives one.
    pub siret: Option<Siret>,
    /// Year of the work, of the exits and of the trainings.
    pub year: i16,
    /// Who tells it.
    pub source: Source,
    /// Day the source spoke.
    #[serde(with = "form::day")]
    pub as_of: Date,
    /// Hours and ETP.
    pub work: Option<Work>,
    /// People in insertion who worked at least one hour.
    pub people: Option<People>,
    /// Distinct contracts by form (`rfc_lib_forme_contrat`).
    pub contracts: BTreeMap<String, u32>,
    /// Exits.
    pub exits: Option<Exits>,
    /// Obstacles to employment.
    pub obstacles: Option<Obstacles>,
    /// Support of projects.
    pub supports: Option<Supports>,
    /// Trainings begun in the year.
    pub trainings: Option<Trainings>,
    /// Receipts of public markets.
    pub markets: Option<Markets>,
    /// Permanent staff and other helpers.
    pub staff: Option<Staff>,
    /// Who was hired, and for how long.
    #[serde(default)]
    pub hires: Option<Hires>,
    /// What people in insertion were paid.
    #[serde(default)]
    pub pay: Option<Pay>,
    /// What came of independent workers (EITI).
    #[serde(default)]
    pub independents: Option<Independents>,
    /// What was agreed, as others than ASP tell it.
    #[serde(default)]
    pub agreed: Option<Agreed>,
}

impl Totals {
    /// Nothing known yet of an annexe and a year.
    #[must_use]
    pub fn silent(key: AnnexeKey, year: i16, source: Source, as_of: Date) -> Self {
        Self {
            key,
            siret: None,
            year,
            source,
            as_of,
            work: None,
            people: None,
            contracts: BTreeMap::new(),
            exits: None,
            obstacles: None,
            supports: None,
            trainings: None,
            markets: None,
            staff: None,
            hires: None,
            pay: None,
            independents: None,
            agreed: None,
        }
    }

    /// What tells them from the others: their annexe, their year and who tells them.
    pub(super) fn place(&self) -> (&AnnexeKey, i16, Source) {
        (&self.key, self.year, self.source)
    }

    /// Whether these totals are those of an annexe, in a year.
    #[must_use]
    pub fn are_of(&self, annexe: &Annexe, year: i16) -> bool {
        self.year == year && self.key.is_of(annexe)
    }
}

/// The annexe that totals speak of, as its source names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AnnexeKey {
    /// `af_id_annexe_financiere`: alone enough.
    pub id: Option<i64>,
    /// Number without its amendments, `ACI051170013`; with the year it tells one annexe, but for the common-law and
    /// prison measures of a structure, that may share one.
    pub number: Option<String>,
    /// Measure, where the source tells it.
    pub measure: Option<Measure>,
}

impl AnnexeKey {
    /// Whether it names this annexe: by its identifier where it is known, else by number and measure.
    #[must_use]
    pub fn is_of(&self, annexe: &Annexe) -> bool {
        match (self.id, &self.number) {
            (Some(id), _) => id == annexe.annexe_id,
            (None, Some(number)) => {
                number == annexe.number.prefix()
                    && self.measure.as_ref().is_none_or(|measure| *measure == annexe.measure)
            }
            (None, None) => false,
        }
    }
}

/// Who tells totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The weekly views of ASP, added up here.
    Flux,
    /// ASP's own extraction of a closed year (`DataON*.xlsx`).
    DataOn,
    /// DGEFP's weekly follow-up (`iae_v1_0_suivi_hebdomadaire_*.csv`).
    Pop,
    /// Tables that pilotage makes of the weekly views.
    Pilotage,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 4] = [Self::Flux, Self::DataOn, Self::Pop, Self::Pilotage];

    /// Who it is in a dossier, among all who speak there.
    #[must_use]
    pub fn speaker(self) -> crate::source::Source {
        match self {
            Self::Flux => crate::source::Source::AspMonthly,
            Self::DataOn => crate::source::Source::AspYearly,
            Self::Pop => crate::source::Source::Dgefp,
            Self::Pilotage => crate::source::Source::Pilotage,
        }
    }
}

/// Hours and ETP of people in insertion, over a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Hours worked (`emi_nb_heures_travail`), all states of the statements.
    pub hours: Option<Decimal>,
    /// Hours of one ETP in a year (`af_duree_heure_annuel_etp_valeur`, else `RefMontantIae`, `DUR_AN_ETP`).
    pub hours_of_etp: Option<Decimal>,
    /// Annual ETP, where the source tells it without the hours.
    pub etp_told: Option<Decimal>,
    /// First month of the annexe in the year, 1 to 12.
    pub first: i8,
    /// Last month of the annexe in the year, 1 to 12.
    pub last: i8,
    /// Months with a statement, in order.
    pub months: Vec<Month>,
}

/// A month with a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// 1 to 12.
    pub month: i8,
    /// Hours worked.
    pub hours: Decimal,
    /// Whether a statement of it is validated (`emi_esm_etat_code` is `VALIDE`).
    pub valid: bool,
}

/// Distinct people with at least one hour in the year; a line is unknown when its file is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// All of them.
    pub total: Option<u32>,
    /// Men (`salarie_rci_libelle` is `M.`).
    pub men: Option<u32>,
    /// Women (`MME`).
    pub women: Option<u32>,
    /// Under 26: year less year of birth.
    pub under_26: Option<u32>,
    /// From 26 to 49.
    pub from_26_to_49: Option<u32>,
    /// 50 and over.
    pub from_50: Option<u32>,
    /// RSA, raised or not (`contrat_salarie_rsa`).
    pub rsa: Option<u32>,
    /// ASS (`contrat_salarie_ass`).
    pub ass: Option<u32>,
    /// AAH (`contrat_salarie_aah`).
    pub aah: Option<u32>,
    /// RQTH (`contrat_salarie_rqth`).
    pub rqth: Option<u32>,
    /// QPV (`salarie_adr_qpv_type` is `QP`).
    pub qpv: Option<u32>,
    /// ZRR (`salarie_adr_is_zrr`).
    pub zrr: Option<u32>,
    /// Job seekers for 12 to 23 months (`rdp_lib_duree_pe`).
    pub deld: Option<u32>,
    /// Job seekers for 24 months and more.
    pub detld: Option<u32>,
    /// Level CAP or BEP (`rnf_libelle_niveau_form_empl`).
    pub cap_bep: Option<u32>,
    /// Qualifications that certify nothing.
    pub uncertified: Option<u32>,
    /// Below CAP.
    pub below_cap: Option<u32>,
    /// Difficulties that contracts tell; unknown to those who publish sums.
    pub difficulties: Option<Difficulties>,
}

/// People that a difficulty concerns, as their contracts tell. How well they speak French is left out: the column that
/// tells it was turned round on 9 July 2026.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difficulties {
    /// `contrat_salarie_parent_isole`.
    pub lone_parents: u32,
    /// `contrat_salarie_sortant_ase`.
    pub care_leavers: u32,
    /// `contrat_salarie_refugie`.
    pub refugees: u32,
    /// `contrat_salarie_sortant_detention`.
    pub released: u32,
    /// `contrat_salarie_hebergement`.
    pub homeless: u32,
    /// `contrat_salarie_mobilite`.
    pub immobile: u32,
}

/// Exits of a year, kept by the counting rule of the kind ([`super::ExitRule`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exits {
    /// Exits examined: the sum of the four categories; unknown where the source does not tell it.
    pub examined: Option<u32>,
    /// Emploi durable.
    pub durable: u32,
    /// Emploi de transition.
    pub transition: u32,
    /// Sorties positives.
    pub positive: u32,
    /// Autres sorties; unknown where the source does not tell it.
    pub other: Option<u32>,
    /// Exits that the counting rule sets aside: too short, too few hours, or without a date.
    pub left_out: u32,
}

/// Obstacles with the people they concern.
pub type Obstacles = BTreeMap<Obstacle, Helped>;

/// Support of projects (`acc_det_nb_…`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Supports {
    /// Techniques of job search (`presta_tech`).
    pub job_search: Helped,
    /// Help with the professional project (`benef_projet_pro`).
    pub project: Helped,
}

/// Trainings of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trainings {
    /// All of them.
    pub all: TrainingPart,
    /// By type (`rtf_libelle`).
    pub by_type: BTreeMap<String, TrainingPart>,
    /// By objective (`rof_libelle`).
    pub by_objective: BTreeMap<String, TrainingPart>,
    /// Trainings told in days only: their hours are not known.
    pub in_days_only: u32,
    /// Days of those.
    pub days: u32,
}

/// Some trainings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingPart {
    /// Trainings followed: one a person and a training.
    pub count: u32,
    /// Distinct people.
    pub people: u32,
    /// Minutes of all together (`formation_duree_heures`, `_minutes`).
    pub minutes: u64,
}

impl TrainingPart {
    /// Hours, two decimals, half a hundredth up.
    #[must_use]
    pub fn hours(&self) -> Decimal {
        super::etp::rounded(Decimal::from(self.minutes) / Decimal::from(60))
    }
}

/// Receipts of public markets by sector, euros.
pub type Markets = BTreeMap<Sector, Decimal>;

/// Hours and ETP of those who supervise and support, over the period of the annexe (`DataON`, group 0).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Permanent employees in charge of technical supervision.
    pub supervision: StaffPart,
    /// Permanent employees in charge of social and professional support.
    pub support: StaffPart,
    /// Non-employees, volunteers left out.
    pub non_employees: StaffPart,
    /// External providers of supervision and support.
    pub providers: StaffPart,
}

/// Hours and ETP of some staff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffPart {
    /// Hours.
    pub hours: Option<Decimal>,
    /// ETP.
    pub etp: Option<Decimal>,
}

impl Exits {
    /// Exits to a job or a positive outcome: the three first categories.
    #[must_use]
    pub fn dynamic(&self) -> u32 {
        self.durable + self.transition + self.positive
    }

    /// Share of the exits examined, in per cent with two decimals; none when none was examined.
    #[must_use]
    pub fn rate(&self, part: u32) -> Option<Decimal> {
        let examined = self.examined.filter(|examined| *examined > 0 && part <= *examined)?;
        Some(super::etp::rounded(Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(examined)))
    }
}
