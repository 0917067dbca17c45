//! The reference lists, embedded in the binary: `cargo xtask lists` takes them anew.

use std::{collections::BTreeMap, io::Read};

use anyhow::Context;
use domain::ports::{KeptList, Lists};
use flate2::read::GzDecoder;
use form::{read::coded, trame::CodeList, value::Coded};

const FILES: [(Option<CodeList>, &str, &[u8]); 3] = [
    (Some(CodeList::Communes), "Communes", include_bytes!("../lists/communes.tsv.gz")),
    // Known to the domain itself: a test holds the two against each other.
    (None, "Départements et régions", include_bytes!("../lists/departements.tsv.gz")),
    (Some(CodeList::Naf), "Activités (nomenclature NAF)", include_bytes!("../lists/naf.tsv.gz")),
];

/// The lists that the binary was built with.
pub struct EmbeddedLists {
    kept: Vec<KeptList>,
    entries: BTreeMap<CodeList, Vec<Entry>>,
}

/// An entry, ready to be searched.
struct Entry {
    coded: Coded,
    /// The words of its name, as they are compared.
    plain: String,
    postcodes: String,
}

impl EmbeddedLists {
    /// Reads the embedded lists; a test proves that they are right.
    pub fn open() -> anyhow::Result<Self> {
        let (mut kept, mut entries) = (Vec::new(), BTreeMap::new());
        for (list, name, bytes) in FILES {
            let mut text = String::new();
            GzDecoder::new(bytes).read_to_string(&mut text)?;
            let (header, lines) = text.split_once('\n').context("une liste vide")?;
            let [package, version, published, count] = header.split('\t').collect::<Vec<_>>()[..] else {
                anyhow::bail!("{name}: en-tête illisible");
            };
            let found: Vec<Entry> = lines.lines().filter_map(entry).collect();
            anyhow::ensure!(count.parse() == Ok(found.len()), "{name}: {} lignes sur {count}", found.len());
            let (name, package, version) = (name.to_owned(), package.to_owned(), version.to_owned());
            let published = published.parse()?;
            kept.push(KeptList { list, name, package, version, published, count: found.len() });
            if let Some(list) = list {
                entries.insert(list, found);
            }
        }
        Ok(Self { kept, entries })
    }

    fn of(&self, list: CodeList) -> &[Entry] {
        self.entries.get(&list).map_or(&[], Vec::as_slice)
    }
}

fn entry(line: &str) -> Option<Entry> {
    let mut cells = line.split('\t');
    let (code, label) = (cells.next()?.to_owned(), cells.next()?.to_owned());
    let postcodes = cells.next().unwrap_or_default().to_owned();
    Some(Entry { plain: coded::words(&label), coded: Coded { code, label }, postcodes })
}

impl Lists for EmbeddedLists {
    fn search(&self, list: CodeList, text: &str, most: usize) -> Vec<Coded> {
        let (wanted, code) = (coded::words(text), text.replace(['.', ' '], "").to_uppercase());
        let numbered = (2..=5).contains(&code.len()) && code.starts_with(|c: char| c.is_ascii_digit());
        let rank = |entry: &Entry| {
            let Entry { coded, plain, postcodes } = entry;
            if coded.code == code || *plain == wanted {
                Some(0)
            } else if numbered {
                let named =
                    coded.code.starts_with(&code) || postcodes.split(' ').any(|own| own.starts_with(&code));
                named.then_some(1)
            } else if plain.starts_with(&wanted) {
                Some(1)
            } else {
                plain.contains(&format!(" {wanted}")).then_some(2)
            }
        };
        let mut found: Vec<(u8, &Entry)> =
            self.of(list).iter().filter_map(|entry| Some((rank(entry)?, entry))).collect();
        // Within a rank the order of the list stays: the most populous communes first.
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().take(most).map(|(_, entry)| entry.coded.clone()).collect()
    }

    fn of_code(&self, list: CodeList, code: &str) -> Option<Coded> {
        self.of(list).iter().find(|entry| entry.coded.code == code).map(|entry| entry.coded.clone())
    }

    fn kept(&self) -> &[KeptList] {
        &self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: CodeList, text: &str) -> Vec<String> {
        let lists = EmbeddedLists::open().expect("the embedded lists are right");
        lists.search(list, text, 4).iter().map(coded::written).collect()
    }

    #[test]
    fn the_departements_of_the_service_are_those_of_the_list() {
        let mut text = String::new();
        GzDecoder::new(FILES[1].2).read_to_string(&mut text).expect("a right file");
        let mut regions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in text.lines().skip(1) {
            let [code, name, region] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
            let known = domain::Departement::parse(code).unwrap_or_else(|_| panic!("{code} is not known"));
            // No insertion by economic activity in the Pacific and the southern lands.
            if code.len() == 2 || !code.starts_with("98") {
                assert_eq!(known.name(), name.replace('\'', "’"), "{code}");
            }
            // A collectivity overseas is no region.
            if region.len() == 2 {
                regions.entry(region).or_default().push(code);
            }
        }
        for codes in regions.values() {
            let region = domain::Departement::parse(codes[0]).ok().and_then(|first| first.region());
            let region = region.unwrap_or_else(|| panic!("{codes:?} have no region"));
            let mut ours = region.departements.to_vec();
            ours.sort_unstable();
            assert_eq!(&ours, codes, "{}", region.name);
        }
    }

    #[test]
    fn a_commune_is_found_by_its_name_its_code_or_its_postcode() {
        for (text, first) in [
            ("quimper", "Quimper (29232)"),
            ("QUIMPERLE", "Quimperlé (29233)"),
            ("saint etienne", "Saint-Étienne (42218)"),
            ("st-brieuc", "Saint-Brieuc (22278)"),
            ("29000 Quimper", "Quimper (29232)"),
            ("29000", "Quimper (29232)"),
            ("29232", "Quimper (29232)"),
            ("2a004", "Ajaccio (2A004)"),
            ("l'ile d'yeu", "L'Île-d'Yeu (85113)"),
            ("paris", "Paris (75056)"),
        ] {
            assert_eq!(names(CodeList::Communes, text).first().map(String::as_str), Some(first), "{text}");
        }
        assert!(names(CodeList::Communes, "saint-denis").len() > 1);
        assert!(names(CodeList::Communes, "zzz").is_empty());
    }

    #[test]
    fn an_activity_is_found_by_its_code_or_its_name() {
        let found = names(CodeList::Naf, "88.99B");
        assert!(found[0].ends_with("(8899B)"), "{found:?}");
        assert!(!names(CodeList::Naf, "action sociale").is_empty());
    }

    #[test]
    fn each_list_tells_where_it_comes_from() {
        let lists = EmbeddedLists::open().expect("the embedded lists are right");
        let communes = &lists.kept()[0];
        assert!(communes.count > 34_000 && communes.published.year() >= 2026, "{communes:?}");
        assert!(lists.of_code(CodeList::Communes, "99999").is_none());
    }
}
