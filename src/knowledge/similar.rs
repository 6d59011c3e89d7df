//! The nearest of the known names to a mistyped one. Comes in: a name and the known ones; goes out: one of them, or
//! nothing when none is near. Apart because commands, tables and configuration all suggest.

/// A name with more differences is another name.
const CLOSE: usize = 3;

/// The known name that is nearest to a mistyped one, if it is near.
pub fn nearest<'a>(what: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let what = folded(what);
    // Three changes make any short word of any other.
    let close = CLOSE.min(what.len().div_ceil(2));
    let distance = |id: &str| edits(&what, &folded(id));
    known.map(|id| (distance(id), id)).min().filter(|(distance, _)| *distance <= close).map(|(_, id)| id)
}

/// `; did you mean …?` where a known name is near, else nothing.
pub fn hint<'a>(what: &str, known: impl Iterator<Item = &'a str>) -> String {
    nearest(what, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

fn folded(text: &str) -> Vec<char> {
    text.to_lowercase().replace([' ', '_'], "-").chars().take(64).collect()
}

/// Insertions, deletions and replacements that lead from one to the other (Levenshtein).
fn edits(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, a) in one.iter().enumerate() {
        let mut above_left = index;
        let mut left = index + 1;
        let mut next = vec![left];
        for (b, &above) in other.iter().zip(row.iter().skip(1)) {
            left = (above_left + usize::from(a != b)).min(above + 1).min(left + 1);
            next.push(left);
            above_left = above;
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_mistyped_id_finds_its_neighbour() {
        let known = ["undisclosed-data", "email_address", "plain-http"];
        assert_eq!(nearest("undisclosed_data", known.into_iter()), Some("undisclosed-data"));
        assert_eq!(nearest("email-adress", known.into_iter()), Some("email_address"));
        assert_eq!(nearest("weather", known.into_iter()), None);
    }
}
