//! Which row of `endpoints.toml` a call to a web API meets. Comes in: a service's id, a method and the constant text of
//! a URL's path; goes out: the row. Apart because the build script compiles the rows without this matching.

use super::Knowledge;
use super::rows::EndpointRow;

/// How exactly a pattern fits: segments spelled out in full, then all segments.
type Exactness = (usize, usize);

impl Knowledge {
    /// The rows of a service, in the order of the table; none for an unknown id.
    pub fn endpoints_of(&self, service: &str) -> &[EndpointRow] {
        let rows = self.endpoints.services.number_of(service);
        rows.and_then(|at| self.endpoints.rows.get(usize::from(at))).map_or(&[], Vec::as_slice)
    }

    /// The row that says what a call to this service returns and takes: of those that fit, the one whose pattern is the
    /// most exact, then one that names the method. `method` in any case, empty where it is not known; `path` as for
    /// [`EndpointRow::fits`].
    pub fn endpoint_for(&self, service: &str, method: &str, path: &str) -> Option<&EndpointRow> {
        let mut best: Option<((Exactness, bool), &EndpointRow)> = None;
        for row in self.endpoints_of(service).iter().filter(|row| row.allows(method)) {
            let Some(exactness) = row.exactness(path) else { continue };
            let rank = (exactness, !row.method.is_empty());
            if best.is_none_or(|(other, _)| rank > other) {
                best = Some((rank, row));
            }
        }
        best.map(|(_, row)| row)
    }
}

impl EndpointRow {
    /// Whether a URL's path ends in one of the row's patterns. `path` is the constant text, each hole as one space;
    /// a query, a fragment, empty segments and the case of ASCII letters do not count.
    pub fn fits(&self, path: &str) -> bool {
        self.exactness(path).is_some()
    }

    /// Whether the row holds for this HTTP method (any case); an empty one is a method that is not known.
    pub fn allows(&self, method: &str) -> bool {
        self.method.is_empty() || method.is_empty() || self.method.eq_ignore_ascii_case(method)
    }

    /// Of the patterns that fit, the most exact one's measure.
    fn exactness(&self, path: &str) -> Option<Exactness> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        self.path.iter().filter_map(|pattern| pattern_exactness(pattern, path)).max()
    }
}

/// Compares the segments of pattern and path from their ends; `None` where they differ or the path is too short.
fn pattern_exactness(pattern: &str, path: &str) -> Option<Exactness> {
    let mut segments = path.rsplit('/').filter(|segment| !segment.is_empty());
    let (mut literal, mut all) = (0, 0);
    for wanted in pattern.rsplit('/') {
        if !segment_fits(wanted, segments.next()?) {
            return None;
        }
        literal += usize::from(!wanted.contains('*'));
        all += 1;
    }
    Some((literal, all))
}

/// Whether a segment is the pattern's, or has text where the pattern has its `*`.
fn segment_fits(pattern: &str, segment: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern.eq_ignore_ascii_case(segment);
    };
    let Some(rest) = segment.len().checked_sub(after.len()) else { return false };
    let start = segment.get(..before.len());
    let end = segment.get(rest..);
    rest > before.len()
        && start.is_some_and(|text| text.eq_ignore_ascii_case(before))
        && end.is_some_and(|text| text.eq_ignore_ascii_case(after))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::{Endpoints, packed};
    use super::*;

    fn row(patterns: &[&str]) -> EndpointRow {
        EndpointRow { path: patterns.iter().map(|&text| text.to_owned()).collect(), ..EndpointRow::default() }
    }

    #[test]
    fn a_pattern_is_the_end_of_the_path() {
        let row = row(&["users.info", "users/*/messages"]);
        for path in
            ["/api/users.info", "users.info", "/api/users.info/", "/api/Users.Info?user= ", "/users.info#a/b"]
        {
            assert!(row.fits(path), "{path}");
        }
        for path in ["/v1.0/users/ /messages", "//users//42//messages/?$top=5", "/users/a.b@c /messages"] {
            assert!(row.fits(path), "{path}");
        }
        for path in
            ["", "/", "/api/users.info/x", "/api/xusers.info", "/api/ ", "/messages", "/users/messages"]
        {
            assert!(!row.fits(path), "{path}");
        }
        assert!(!row.fits("/v1.0/users/ / /messages"));
        assert!(!row.fits("/search?next=/api/users.info"));
    }

    #[test]
    fn a_star_stands_for_text_inside_a_segment() {
        let row = row(&["users/*.json", "contacts(*)", "*:/content"]);
        for path in [
            "/users/ .json",
            "/USERS/7.JSON",
            "/v9.2/contacts( )",
            "/root:/a/b.txt:/content",
            "/root:/ :/content",
        ] {
            assert!(row.fits(path), "{path}");
        }
        for path in
            ["/users/.json", "/users/7", "/contacts()", "/contacts(7", "/:/content", "/users/é", "/é/content"]
        {
            assert!(!row.fits(path), "{path}");
        }
    }

    #[test]
    fn an_empty_method_is_any_method() {
        let mut row = row(&["users"]);
        assert!(row.allows("get") && row.allows("POST") && row.allows(""));
        row.method = "get".to_owned();
        assert!(row.allows("GET") && row.allows("") && !row.allows("post"));
    }

    #[test]
    fn the_most_exact_row_decides() {
        let mut knowledge = Knowledge::builtin().unwrap();
        let mut rows =
            vec![row(&["users/*"]), row(&["users/me"]), row(&["users/*"]), row(&["teams/*/users/*"])];
        for (row, name) in rows.iter_mut().zip(["any", "me", "post", "team"]) {
            row.service = "a".to_owned();
            row.returns = vec![name.to_owned()];
        }
        rows.get_mut(2).unwrap().method = "post".to_owned();
        knowledge.endpoints = Endpoints::new(packed::Endpoints::of(&rows).unwrap());
        let found = |method: &str, path: &str| {
            knowledge.endpoint_for("a", method, path).map(|row| row.returns.concat()).unwrap_or_default()
        };
        assert_eq!(found("get", "/users/ "), "any");
        assert_eq!(found("POST", "/users/ "), "post");
        assert_eq!(found("post", "/users/me"), "me");
        assert_eq!(found("get", "/teams/ /users/ "), "team");
        assert_eq!(found("get", "/users"), "");
        assert!(knowledge.endpoint_for("b", "get", "/users/me").is_none());
    }
}
