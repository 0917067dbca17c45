//! What awaits the service, by how long is left: the list in the order of the delays, under a heading for each band.

use domain::queue::Line;
use leptos::prelude::*;

use super::line::{self, Around, SOON};

/// Days left under which a delay is near, without pressing yet.
const NEAR: i32 = 30;

/// How long is left, as the headings part it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Band {
    Over,
    Pressing,
    Near,
    Far,
    /// The delay does not run: the dossier is suspended, or has none.
    Still,
}

impl Band {
    fn of(left: Option<i32>) -> Self {
        match left {
            None => Self::Still,
            Some(..0) => Self::Over,
            Some(left) if left < SOON => Self::Pressing,
            Some(left) if left < NEAR => Self::Near,
            Some(_) => Self::Far,
        }
    }

    fn label(self) -> String {
        match self {
            Self::Over => "Délai dépassé".to_owned(),
            Self::Pressing => format!("Moins de {SOON} jours pour instruire"),
            Self::Near => format!("De {SOON} à {} jours pour instruire", NEAR - 1),
            Self::Far => format!("{NEAR} jours et plus pour instruire"),
            Self::Still => "Délai arrêté ou sans délai".to_owned(),
        }
    }
}

/// The rows of a page, each band under its heading.
pub(super) fn rows(lines: &[Line], around: &Around<'_>, columns: usize) -> Vec<AnyView> {
    let band = |line: &Line| Band::of(line.days_left(around.today, around.delay));
    let bands = lines.chunk_by(|one, other| band(one) == band(other));
    bands
        .flat_map(|lines| {
            let heading = lines.first().map(|line| heading(band(line), columns));
            heading.into_iter().chain(lines.iter().map(|line| line::row(line, around))).collect::<Vec<_>>()
        })
        .collect()
}

fn heading(band: Band, columns: usize) -> AnyView {
    let label = band.label();
    view! {
        <tr role="row" class="queue__band">
            <th role="columnheader" scope="colgroup" colspan=columns.to_string()>{label}</th>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_delay_has_its_band() {
        let cases = [
            (Some(-1), Band::Over),
            (Some(0), Band::Pressing),
            (Some(14), Band::Pressing),
            (Some(15), Band::Near),
            (Some(29), Band::Near),
            (Some(30), Band::Far),
            (None, Band::Still),
        ];
        for (left, band) in cases {
            assert_eq!(Band::of(left), band, "{left:?}");
        }
    }
}
