//! The evidence of a plugin's practices: for each the way of the data through the code, line by line. Comes in: the rows of
//! a plugin; goes out: lines that open. Apart because it is the only part that shows code at length.

use std::fmt::Write;

use super::{Page, escape, message};
use crate::report::rows::Row;
use crate::report::{excerpt, ids};
use crate::source::Span;

/// Steps of a trace that are shown; longer ones lose their middle.
const STEPS: usize = 12;
/// Lines of code that are shown of one place.
const LINES: u32 = 6;
/// Further places that are named.
const FURTHER: usize = 12;
/// Statements of the policy that are named.
const STATEMENTS: usize = 4;

impl Page<'_> {
    /// All practices; those of low confidence apart.
    pub(super) fn evidence(&self, out: &mut String) {
        if self.rows.is_empty() {
            return;
        }
        out.push_str("<section class=\"evidence\"><h3>Evidence</h3>\n");
        let (sure, unsure): (Vec<&Row>, Vec<&Row>) = self.rows.iter().partition(|row| row.sure);
        for row in sure {
            self.practice(out, row);
        }
        if !unsure.is_empty() {
            let _ = writeln!(
                out,
                "<details class=\"unsure-ones\"><summary>To be checked: {} of low confidence, which decide nothing</summary>",
                unsure.len()
            );
            for row in unsure {
                self.practice(out, row);
            }
            out.push_str("</details>\n");
        }
        out.push_str("</section>\n");
    }

    fn practice(&self, out: &mut String, row: &Row) {
        let class = row.class.map_or("none", crate::compare::Class::id);
        let shown = if row.class.is_some() { class } else { "not judged" };
        let group = if row.sure { shown } else { "to be checked" };
        let place = row.places.first();
        let place = place.map_or_else(String::new, |place| format!("{}:{}", escape(&place.path), place.line));
        let _ = writeln!(
            out,
            "<details class=\"practice\" id=\"{}-e{}\" data-class=\"{group}\"><summary><span class=\"what\"><b>{}</b> {}</span> \
             <span><span class=\"tag {class}\">{shown}</span></span> <code class=\"dim\">{place}</code></summary><div>",
            self.key,
            row.number,
            escape(&row.data),
            escape(&row.deed()),
        );
        self.way(out, row);
        self.grounds(out, row);
        out.push_str("</div></details>\n");
    }

    /// The steps of the data, or its place where there are none.
    fn way(&self, out: &mut String, row: &Row) {
        let trace = &row.practice.trace;
        if trace.is_empty() {
            if let Some(&span) = row.practice.locations.first() {
                if let Some(place) = self.analysis.place(span) {
                    let _ = writeln!(out, "<p>{}</p>", self.link(&place));
                }
                self.excerpt(out, span);
            }
            return;
        }
        out.push_str("<ol class=\"trace\">\n");
        let skipped = trace.len().saturating_sub(STEPS);
        for (index, step) in trace.iter().enumerate() {
            if skipped > 0 && index == STEPS / 2 {
                let _ = writeln!(out, "<li class=\"dim\">{skipped} more steps</li>");
            }
            if (STEPS / 2..STEPS / 2 + skipped).contains(&index) {
                continue;
            }
            let place = self.analysis.place(step.span).map_or_else(String::new, |place| self.link(&place));
            let _ = write!(out, "<li>{} {place}", message(&step.note));
            self.excerpt(out, step.span);
            out.push_str("</li>\n");
        }
        out.push_str("</ol>\n");
    }

    /// Why it is this data, what the policy says of it, and where else it happens.
    fn grounds(&self, out: &mut String, row: &Row) {
        let _ = writeln!(
            out,
            "<p><span class=\"dim\">Why {}:</span> {}; {} confidence.</p>",
            escape(&row.data),
            message(&row.practice.evidence.join("; ")),
            ids::confidence(row.practice.confidence)
        );
        let statements: Vec<_> = row
            .found
            .statements
            .iter()
            .filter_map(|&index| self.analysis.policy.statements.get(index))
            .collect();
        for statement in statements.iter().take(STATEMENTS) {
            let line = match &statement.variant {
                Some(file) => format!("<code>{}:{}</code>", escape(file), statement.line),
                None => match self.policy_anchor(statement.line) {
                    Some(anchor) => format!("<a href=\"{anchor}\">line {}</a>", statement.line),
                    None => format!("line {}", statement.line),
                },
            };
            let _ = writeln!(
                out,
                "<p><span class=\"dim\">The policy, {line}, {} it:</span> “{}”</p>",
                ids::stance(statement.stance),
                escape(&statement.quote)
            );
        }
        if statements.len() > STATEMENTS {
            let _ =
                writeln!(out, "<p class=\"dim\">and {} more statements</p>", statements.len() - STATEMENTS);
        }
        let further: Vec<String> =
            row.places.iter().skip(1).take(FURTHER).map(|place| self.link(place)).collect();
        if !further.is_empty() {
            let more = row.places.len().saturating_sub(1 + FURTHER);
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            let _ = writeln!(out, "<p><span class=\"dim\">Also at</span> {}{more}</p>", further.join(", "));
        }
    }

    /// The lines of a span with the span marked.
    pub(super) fn excerpt(&self, out: &mut String, span: Span) {
        let (lines, more) = excerpt::of(self.analysis, span, excerpt::LONGEST, LINES);
        for (index, found) in lines.iter().enumerate() {
            let _ = write!(
                out,
                "{}<i>{:>4}</i>{}<mark>{}</mark>{}",
                if index == 0 { "<pre>" } else { "\n" },
                found.line,
                escape(&found.before),
                escape(&found.marked),
                escape(&found.after)
            );
        }
        if !lines.is_empty() {
            out.push_str(if more == 0 { "</pre>\n" } else { "\n<i>   …</i></pre>\n" });
        }
    }
}
