//! Obstacles, project support and public markets: one row an annexe already, no person in it.

use form::{Date, Decimal};
use serde::{Deserialize, Serialize};

use super::Supports;

/// An obstacle to employment (`acc_dif_nb_sal_…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// `illetrisme`: illiteracy, French as a foreign language.
    Literacy,
    /// `demarch`: formalities and rights.
    Formalities,
    /// `heberg`: housing.
    Housing,
    /// `mobilite`: mobility.
    Mobility,
    /// `sante`: health, addictions.
    Health,
    /// `justice`.
    Justice,
    /// `surendet`: debts and money.
    Debt,
    /// `manque_dispo`: lack of availability.
    Availability,
}

impl Obstacle {
    /// All eight, with the end of their columns.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Literacy, "illetrisme"),
        (Self::Formalities, "demarch"),
        (Self::Housing, "heberg"),
        (Self::Mobility, "mobilite"),
        (Self::Health, "sante"),
        (Self::Justice, "justice"),
        (Self::Debt, "surendet"),
        (Self::Availability, "manque_dispo"),
    ];
}

/// People concerned by something, and those helped with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Helped {
    /// `…_conc`: concerned.
    pub concerned: u32,
    /// `…_int`: helped inside the structure only.
    pub inside: u32,
    /// `…_ext`: helped by a partner only.
    pub outside: u32,
    /// `…_int_ext`: helped by both.
    pub both: u32,
}

impl Helped {
    /// People helped, whoever did.
    #[must_use]
    pub fn helped(&self) -> u32 {
        self.inside.saturating_add(self.outside).saturating_add(self.both)
    }

    /// People concerned: at least those helped, as pilotage counts them.
    #[must_use]
    pub fn concerned(&self) -> u32 {
        self.concerned.max(self.helped())
    }
}

/// A row of `fluxIAE_Accompagnement`.
#[derive(Clone, Debug)]
pub struct SupportRow {
    /// `acc_afi_id`.
    pub annexe: u32,
    /// `acc_date_modification`, else `acc_date_creation`: the last row of an annexe stands for it.
    pub told: Option<Date>,
    /// `acc_id`, between rows of one day.
    pub id: u32,
    /// `acc_dif_nb_sal_…`, in the order of [`Obstacle::ALL`].
    pub obstacles: [Helped; 8],
    /// `acc_det_nb_…`.
    pub supports: Supports,
}

/// A sector of public markets (`mpu_sct_mt_recet_…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sector {
    /// `nettoyage`.
    Cleaning,
    /// `serv_pers`.
    HomeServices,
    /// `btp`.
    Building,
    /// `agri`.
    Farming,
    /// `recycl`.
    Recycling,
    /// `transp`.
    Transport,
    /// `autres`.
    Other,
}

impl Sector {
    /// All seven, with the end of their columns.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Cleaning, "nettoyage"),
        (Self::HomeServices, "serv_pers"),
        (Self::Building, "btp"),
        (Self::Farming, "agri"),
        (Self::Recycling, "recycl"),
        (Self::Transport, "transp"),
        (Self::Other, "autres"),
    ];

    /// The sector in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cleaning => "Nettoyage",
            Self::HomeServices => "Services à la personne",
            Self::Building => "Bâtiment et travaux publics",
            Self::Farming => "Agriculture",
            Self::Recycling => "Recyclage",
            Self::Transport => "Transport",
            Self::Other => "Autres secteurs",
        }
    }
}

/// A row of `fluxIAE_MarchesPublics`.
#[derive(Clone, Debug)]
pub struct MarketRow {
    /// `mpu_af_id`.
    pub annexe: u32,
    /// `mpu_date_creation`: the last row of an annexe stands for it.
    pub told: Option<Date>,
    /// `mpu_sct_mt_recet_…`, euros, in the order of [`Sector::ALL`].
    pub receipts: [Decimal; 7],
}

impl MarketRow {
    /// A row without any receipt says nothing.
    pub(super) fn is_blank(&self) -> bool {
        self.receipts.iter().sum::<Decimal>().is_zero()
    }
}
