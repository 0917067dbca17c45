//! The invented annexes: years of history, amendments, all sums exact.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use domain::{Departement, Kind, asp::annexe_amount};
use form::{Date, Decimal};

use super::{ANNEXE_COLUMNS, Cells, Demo, cast::Cast, draw::Draw, row};

/// Next identifiers to give.
#[derive(Default)]
pub(super) struct Ids {
    annexe: i64,
    row: i64,
    order: i64,
}

/// What stands under an annexe is made of this, once all its amendments are written.
pub(super) struct Held {
    /// `af_id_annexe_financiere`.
    pub(super) annexe: i64,
    /// `af_id_structure`.
    pub(super) structure: i64,
    pub(super) kind: Kind,
    pub(super) year: i16,
    /// Months from January on.
    pub(super) months: i8,
    pub(super) etp: Decimal,
}

/// One annexe before it is written: a year of a kind in a département.
struct Avenant<'a> {
    cast: &'a Cast,
    kind: Kind,
    departement: &'a Departement,
    year: i16,
    first_year: i16,
    order: i64,
    annexe: i64,
    etp: Decimal,
    /// `DC`, or `MP` in prison.
    regime: &'static str,
}

/// Writes every annexe of a structure; answers how many rows.
pub(super) fn write(
    out: &mut dyn Write,
    demo: Demo,
    cast: &Cast,
    draw: &mut Draw,
    ids: &mut Ids,
    held: &mut Vec<Held>,
) -> io::Result<usize> {
    let mut written = 0;
    let first_year = demo.last_year - demo.years;
    for (kind, departements) in &cast.demands {
        let mut accounts = Accounts::default();
        for departement in departements {
            ids.order += 1;
            let mut etp = Decimal::new(draw.between(400, 2_600), 2);
            for year in first_year..=demo.last_year {
                ids.annexe += 1;
                let annexe = Avenant {
                    cast,
                    kind: *kind,
                    departement,
                    year,
                    first_year,
                    order: ids.order % 10_000,
                    annexe: ids.annexe,
                    etp,
                    regime: "DC",
                };
                let amended = draw.chance(40);
                let last = year == demo.last_year;
                if amended {
                    ids.row += 1;
                    let mut cells = annexe.cells(draw, ids.row, 0, "HISTORISE", 12);
                    accounts.agree(year, &mut cells);
                    row(out, ANNEXE_COLUMNS, &cells)?;
                    etp += Decimal::new(draw.between(-60, 90), 2);
                    written += 1;
                }
                ids.row += 1;
                let state = if last { "PROVISOIRE" } else { "VALIDE" };
                let months =
                    if draw.chance(6) { i8::try_from(draw.between(6, 11)).expect("a month") } else { 12 };
                let amended_annexe = Avenant { etp, ..annexe };
                let mut cells = amended_annexe.cells(draw, ids.row, u8::from(amended), state, months);
                accounts.agree(year, &mut cells);
                row(out, ANNEXE_COLUMNS, &cells)?;
                written += 1;
                let (annexe, structure) = (ids.annexe, cast.asp_id);
                held.push(Held { annexe, structure, kind: *kind, year, months, etp });
            }
        }
    }
    written += inside(out, demo, cast)?;
    Ok(written)
}

/// `af_id_annexe_financiere` and the like of the annexes in prison: far from those of the others, which stay what they
/// are.
const INSIDE: i64 = 7_000_000;

/// Writes the annexes in prison of the structure that has some; answers how many rows. Nobody's months stand under them.
fn inside(out: &mut dyn Write, demo: Demo, cast: &Cast) -> io::Result<usize> {
    let Some((kind, departements)) = cast.demands.first().filter(|_| cast.works_in_prison()) else {
        return Ok(0);
    };
    let mut draw = Draw::seeded(demo.seed ^ 0x7072_6973_6f6e);
    let first_year = demo.last_year - demo.years;
    for year in first_year..=demo.last_year {
        let id = INSIDE + i64::from(year);
        let (order, etp) = (9_000, Decimal::new(300, 2));
        let departement = &departements[0];
        let annexe = Avenant {
            cast,
            kind: *kind,
            departement,
            year,
            first_year,
            order,
            annexe: id,
            etp,
            regime: "MP",
        };
        let state = if year == demo.last_year { "PROVISOIRE" } else { "VALIDE" };
        row(out, ANNEXE_COLUMNS, &annexe.cells(&mut draw, id, 0, state, 12))?;
    }
    Ok(usize::try_from(demo.years + 1).expect("a few years"))
}

impl Avenant<'_> {
    fn cells(&self, draw: &mut Draw, row_id: i64, modification: u8, state: &str, months: i8) -> Cells {
        let kind = self.kind.code();
        let asp = self.departement.asp_code();
        let start = Date::constant(self.year, 1, 1);
        let end = Date::constant(self.year, months, 1).last_of_month();
        // A convention lasts three years, then is renewed under a new number.
        let convention_year = self.year - (self.year - self.first_year) % 3;
        let renewal = self.year - convention_year;
        let unit = unit(self.kind, self.year, self.departement);
        let amount = annexe_amount(self.etp, unit, i32::from(months));
        let day = |date: Date| form::french::date(date);
        let filed = Date::constant(self.year - 1, 12, 7);
        let mut cells: Cells = vec![
            ("af_id_structure", self.cast.asp_id.to_string()),
            (
                "af_numero_convention",
                format!("{asp} 0101{:02} {kind} {:05}", convention_year % 100, self.order),
            ),
            ("af_mesure_dispositif_id", "2".to_owned()),
            ("af_mesure_dispositif_code", format!("{kind}_{}", self.regime)),
            (
                "af_numero_annexe_financiere",
                format!("{kind}{asp}{:02}{:04}", convention_year % 100, self.order),
            ),
            ("af_numero_avenant_renouvellement", renewal.to_string()),
            ("af_numero_avenant_modification", modification.to_string()),
            ("af_id_annexe_financiere", self.annexe.to_string()),
            ("af_id_avenant_modification", row_id.to_string()),
            ("af_date_depot_dde_financement", day(filed)),
            ("af_etat_annexe_financiere_code", state.to_owned()),
            ("af_indicateur_suspension", "false".to_owned()),
            ("af_indicateur_derogation", "false".to_owned()),
            ("af_date_debut_effet", day(start)),
            ("af_date_fin_effet", day(end)),
            ("af_etp_postes_insertion", self.etp.to_string()),
            ("af_duree_heure_annuel_etp_code", "DUR_AN_ETP".to_owned()),
            ("af_duree_heure_annuel_etp_valeur", hours(self.kind).to_owned()),
            ("af_montant_unitaire_annuel_code", "MT_AN_ETP".to_owned()),
            ("af_montant_unitaire_annuel_valeur", format!("{unit}.00")),
            ("af_montant_total_annuel", format!("{amount:.2}")),
            ("af_date_etat_brouillon", day(Date::constant(self.year, 2, 13))),
            ("af_date_etat_saisie_termine", day(Date::constant(self.year, 2, 14))),
            ("af_date_signature", day(Date::constant(self.year, 3, 19))),
            ("af_date_reception_asp", day(Date::constant(self.year, 3, 21))),
            ("af_duree_collective_hebdo", "35:00".to_owned()),
            ("af_autre_conventionnement", (self.cast.demands.len() > 1).to_string()),
            ("af_indic_chrs", "false".to_owned()),
            ("af_indic_organisme_formation", draw.chance(20).to_string()),
        ];
        if state != "PROVISOIRE" {
            cells.push(("af_date_etat_valide", day(Date::constant(self.year, 3, 22))));
        }
        self.context(draw, &mut cells);
        self.workforce(draw, &mut cells);
        finance(draw, self.year, amount, &mut cells);
        self.cofinancing(amount, &mut cells);
        objectives(draw, &mut cells);
        cells
    }

    fn context(&self, draw: &mut Draw, cells: &mut Cells) {
        let outside = draw.chance(25);
        cells.push(("af_indic_autre_conv_hors_iae", outside.to_string()));
        if outside {
            // As in real deliveries, a line break may cut the text, and the row with it.
            let text = if draw.chance(15) {
                "CHRS, accueil de jour\nconvention du conseil"
            } else {
                "Accueil de jour"
            };
            cells.push(("af_autre_conv_hors_iae", text.to_owned()));
        }
        if self.kind == Kind::Ai {
            cells.push(("af_indic_service_personnes", "true".to_owned()));
            cells.push(("af_indic_declaration", "true".to_owned()));
            cells.push(("af_indic_agrement_qualite", "false".to_owned()));
        }
    }

    fn workforce(&self, draw: &mut Draw, cells: &mut Cells) {
        let etp = self.etp;
        let people = (etp * Decimal::new(draw.between(14, 30), 1)).round() + Decimal::ONE;
        let per_permanent = if matches!(self.kind, Kind::Aci | Kind::Ei) { 4 } else { 12 };
        let permanents = (etp / Decimal::from(per_permanent)).round_dp(2) + Decimal::ONE;
        let support = (permanents / Decimal::from(3)).round_dp(2);
        let supervision = permanents - support;
        // Not drawn: what is drawn after would be another draw.
        let (helped, provided) = (self.order % 4 == 2, self.order % 3 == 1);
        cells.extend([
            ("af_nb_effectif_total_annee_prec", (people + Decimal::from(6)).to_string()),
            ("af_etp_effectif_total_annee_prec", format!("{:.2}", etp + permanents)),
            ("af_nb_sal_encadrement_tech_accomp_sociop", permanents.ceil().to_string()),
            ("af_etp_encadrement_tech_accomp_sociop_annee_prec", format!("{permanents:.2}")),
            ("af_nb_sal_perm_encadrement_tech_sal_insertion", supervision.ceil().to_string()),
            ("af_etp_perm_encadrement_tech_sal_insertion_annee_prec", format!("{supervision:.2}")),
            ("af_nb_sal_perm_acc_sociop", support.ceil().to_string()),
            ("af_etp_perm_acc_sociop_annee_prec", format!("{support:.2}")),
            ("af_nb_trava_non_salaries", if helped { "2" } else { "0" }.to_owned()),
            ("af_etp_trava_non_salaries", if helped { "0.60" } else { "0.00" }.to_owned()),
            (
                "af_nb_presta_ext_enca_tech_accomp_sociop_annee_prec",
                if provided { "1" } else { "0" }.to_owned(),
            ),
            (
                "af_etp_presta_ext_enca_tech_accomp_sociopa_annee_prec",
                if provided { "0.25" } else { "0.00" }.to_owned(),
            ),
        ]);
        let independents = self.kind == Kind::Eiti;
        let (count, sum) = if independents {
            (
                "af_eff_nb_trav_indep_agrees_pole_emploi_eiti_annee_prec",
                "af_eff_etp_trav_indep_agrees_pole_emploi_eiti_annee_prec",
            )
        } else {
            ("af_nb_pers_agrees_pole_emploi_iae_annee_prec", "af_etp_pers_agrees_pole_emploi_iae_annee_prec")
        };
        cells.push((count, people.to_string()));
        cells.push((sum, format!("{etp:.2}")));
    }

    fn cofinancing(&self, amount: Decimal, cells: &mut Cells) {
        let cofinanced = matches!(self.kind, Kind::Aci) && self.order % 3 == 1;
        cells.push(("af_indic_cofinancement", cofinanced.to_string()));
        if cofinanced {
            let share = (amount / Decimal::from(5)).round_dp(2);
            cells.push(("af_mt_cofinance", format!("{share:.2}")));
            cells.push(("af_id_financeur_id", "107".to_owned()));
            let name: String =
                self.departement.name().to_uppercase().replace(['-', '’'], " ").replace(['È', 'É'], "E");
            cells.push(("af_id_financeur_code", format!("CD {name}")));
        }
    }
}

/// The accounts of a structure under a kind, by year: whatever the département, its annexes declare the same.
#[derive(Default)]
struct Accounts(BTreeMap<i16, Cells>);

impl Accounts {
    /// Writes in an annexe what the one before it declared for the year.
    fn agree(&mut self, year: i16, cells: &mut Cells) {
        let own = |name: &str| ACCOUNTS.contains(&name);
        let known = self
            .0
            .entry(year)
            .or_insert_with(|| cells.iter().filter(|(name, _)| own(name)).cloned().collect());
        for (name, value) in cells.iter_mut().filter(|(name, _)| own(name)) {
            if let Some((_, said)) = known.iter().find(|(of, _)| of == name) {
                value.clone_from(said);
            }
        }
    }
}

/// The columns of the accounts.
const ACCOUNTS: [&str; 9] = [
    "af_mt_tot_masse_salariale",
    "af_part_salaries_agrees",
    "af_total_produits_exploit",
    "af_part_produits_exploit_vente_presta",
    "af_aides_subventions_comp",
    "af_commune",
    "af_departement",
    "af_region",
    "af_fse",
];

fn finance(draw: &mut Draw, year: i16, amount: Decimal, cells: &mut Cells) {
    let income = amount + Decimal::from(draw.between(40_000, 400_000));
    let sales = (income / Decimal::from(4)).round();
    let payroll = (income * Decimal::new(7, 1)).round();
    let insertion = (payroll * Decimal::new(6, 1)).round();
    let aids: Vec<(&'static str, i64)> = ["af_commune", "af_departement", "af_region", "af_fse"]
        .map(|name| (name, draw.between(0, 40) * 500))
        .to_vec();
    let total: i64 = aids.iter().map(|(_, aid)| aid).sum();
    cells.extend([
        ("af_mt_tot_masse_salariale", format!("{payroll:.2}")),
        ("af_part_salaries_agrees", format!("{insertion:.2}")),
        ("af_total_produits_exploit", income.round().to_string()),
        ("af_part_produits_exploit_vente_presta", sales.to_string()),
        ("af_date_cloture_exercice", form::french::date(Date::constant(year - 1, 12, 31))),
        ("af_aides_subventions_comp", total.to_string()),
    ]);
    cells.extend(aids.into_iter().map(|(name, aid)| (name, aid.to_string())));
}

fn objectives(draw: &mut Draw, cells: &mut Cells) {
    let durable = draw.between(15, 35);
    let transition = draw.between(10, 25);
    let positive = draw.between(5, 20);
    let rate = |rate: i64| format!("{rate}.00");
    cells.extend([
        ("af_nb_prev_sorties", draw.between(4, 40).to_string()),
        ("af_taux_prev_sorties_dynamiques", rate(durable + transition + positive)),
        ("af_taux_prev_sorties_durable", rate(durable)),
        ("af_taux_prev_sorties_trans", rate(transition)),
        ("af_taux_prev_sorties_positives", rate(positive)),
    ]);
}

/// Euros an ETP and a year, for an annexe of January.
fn unit(kind: Kind, year: i16, departement: &Departement) -> Decimal {
    let mayotte = departement.code() == "976";
    let by_year = |amounts: [i64; 5]| amounts[usize::try_from((year - 2022).clamp(0, 4)).unwrap_or_default()];
    Decimal::from(match kind {
        Kind::Aci if mayotte => by_year([16_825, 16_825, 17_708, 18_070, 18_070]),
        Kind::Aci => by_year([21_286, 22_692, 23_458, 23_921, 23_921]),
        Kind::Ei => by_year([11_087, 11_819, 12_218, 13_304, 13_304]),
        Kind::Ai => by_year([1_441, 1_536, 1_588, 1_619, 1_619]),
        Kind::Etti => by_year([4_253, 4_535, 4_688, 4_781, 4_781]),
        Kind::Eiti => by_year([6_001, 6_001, 6_443, 5_400, 5_400]),
    })
}

pub(super) fn hours(kind: Kind) -> &'static str {
    match kind {
        Kind::Aci => "1820.00",
        Kind::Ai => "1607.00",
        Kind::Etti => "1600.00",
        Kind::Ei | Kind::Eiti => "1505.00",
    }
}
