//! Finds the phrases of a lexicon in text. Comes in: the rows of `lexicon/<lang>.toml`, embedded; goes out:
//! [`Token`]s, each with its cues. Apart because it knows words and boundaries, and no grammar.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::knowledge::lexicon_rows::{Boundary, LexiconFile, NegationScope, OpenVerbs};
use crate::knowledge::{DataType, Knowledge};

use super::Verb;
use super::index::Index;
use super::letters::{self, Heads, Word, eight};
use super::parties::Beginnings;
use super::sentences::Named;
use super::types::Types;

/// What a phrase says in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// Names a data type.
    Term(DataType),
    /// Names one in company: an index into [`Lexicon::weak`].
    Weak(u16),
    /// A broader term: an index into [`Lexicon::broad`].
    Broad(u16),
    /// After a service's name: data of that service.
    ServiceData,
    /// Leaves out: an action whose object goes nowhere.
    Omission,
    /// Shows, returns: an action whose denial says nothing.
    Show,
    /// "Even if".
    Concession,
    /// Says whom to ask.
    Contact,
    /// Speaks of models that a service offers.
    Offer,
    /// A word for a service after its name.
    PartyNoun,
    /// Looks like data and is none.
    Decoy,
    /// Makes the term before it a modifier.
    Head,
    /// Makes the weak term after it a thing's.
    Thing,
    /// In brackets after content a part or a form of it.
    Facet,
    /// Makes the content after it a mere number or size.
    Measure,
    /// An action.
    Verb(Verb),
    /// An action that no list holds: its denial says nothing.
    OpenVerb(Verb),
    /// Sells, rents: an action whose denial says nothing.
    Sell,
    /// Begins a new finite verb.
    Finite,
    /// The plugin as actor.
    Plugin,
    /// The platform as actor.
    Platform,
    /// Third parties without a name.
    ThirdParty,
    /// The user acts.
    User,
    /// A negation; `true` when it reaches only to the next finite verb.
    Negation(bool),
    /// Negates alone, cancels a negation in reach.
    Reversal,
    /// Makes a denial a condition.
    Unless,
    /// Opens a sentence that tells the reader what to do.
    Advice,
    /// "Yes".
    Yes,
    /// Begins a clause when a verb follows.
    Pronoun,
    /// The verb that follows is the user's.
    UserPronoun,
    /// Before the name of one who acts.
    Agent,
    /// Sees, receives: an action that its author does not do whatever the plugin does.
    Sees,
    /// Who wrote the plugin.
    Author,
    /// Names one kind of a type only: an index into [`Lexicon::parts`].
    Part(u16),
    /// Exempts what stands before it.
    ExceptionAfter,
    /// A negation that a restriction makes an "only".
    HalfNegation,
    /// Makes an "only" of one.
    Restriction,
    /// Narrows a denial.
    Limit,
    /// Narrows a denial to what was not named before.
    Rest,
    /// Makes a statement conditional.
    Hedge,
    /// Exempts what follows.
    Exception,
    /// Points back.
    Anaphora,
    /// Begins a clause.
    Break,
    /// Begins a relative clause.
    Relative,
    /// Ends a verb whose negation would follow.
    VerbEnd,
    /// "Such as".
    Example,
    /// Leads into a purpose.
    Purpose,
    /// Leads into a time of keeping.
    Retention,
    /// Speaks of the policy itself.
    Meta,
    /// "The following".
    Following,
    /// A section's heading.
    Section(Section),
    /// A table column.
    Column(Column),
    /// An unfilled template's sentence.
    Template,
    /// Stands for what was to be filled in.
    Blank,
    /// A word inside a placeholder.
    Placeholder,
    /// "Privacy policy".
    PolicyName,
    /// "Plugin".
    PluginWord,
    /// A policy of something else: an index into [`Lexicon::subjects`].
    Subject(u16),
    /// Makes a name beside it a service's.
    Context,
}

/// What stands under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Data that is handled.
    Collection,
    /// Data that is shared.
    Sharing,
    /// Third parties.
    ThirdParties,
    /// How data is used.
    Use,
    /// Keeping and security.
    Keeping,
    /// Rights, changes, law: no statements.
    Other,
    /// Contact: no statements and no third parties.
    Contact,
}

/// What a table column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The data.
    Data,
    /// What for.
    Purpose,
    /// To whom.
    Recipient,
    /// How long.
    Retention,
    /// Yes or no.
    Collected,
    /// A cell's text that means no.
    No,
    /// One that means yes.
    Yes,
    /// The meaning of a word.
    Definition,
}

/// A broader term, resolved.
#[derive(Debug)]
pub struct Broad {
    /// What it declares.
    pub what: DataType,
    /// What it covers.
    pub covers: Vec<DataType>,
    /// Whether it gives way to named types beside it.
    pub yields: bool,
    /// Whether it says something only in a denial.
    pub denial_only: bool,
    /// Whether a word before it that says of what kind it is makes it something else.
    pub bare: bool,
}

/// A word that needs company, resolved.
#[derive(Debug)]
pub struct Weak {
    /// In company.
    pub what: DataType,
    /// Alone.
    pub otherwise: Option<DataType>,
    /// What its company is, where that is no data about people.
    pub near: Vec<String>,
    /// What makes it the user's right beside the enumeration that it stands in.
    pub beside: Vec<String>,
}

/// A phrase found: a byte range of the text, and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'k> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it says; a phrase may stand in several lists.
    pub cues: &'k [Cue],
    kinds: Kinds,
}

impl Cue {
    /// The place of its kind in [`Kinds`].
    const fn kind(self) -> u32 {
        match self {
            Self::Term(_) => 0,
            Self::Weak(_) => 1,
            Self::Broad(_) => 2,
            Self::Verb(_) => 3,
            Self::OpenVerb(_) => 4,
            Self::Negation(false) => 5,
            Self::Negation(true) => 6,
            Self::Omission => 7,
            Self::Show => 8,
            Self::Concession => 9,
            Self::Contact => 10,
            Self::Offer => 11,
            Self::Decoy => 12,
            Self::Head => 13,
            Self::Thing => 14,
            Self::Facet => 15,
            Self::Sell => 16,
            Self::Finite => 17,
            Self::Plugin => 18,
            Self::Platform => 19,
            Self::ThirdParty => 20,
            Self::User => 21,
            Self::Reversal => 22,
            Self::Unless => 23,
            Self::Advice => 24,
            Self::Yes => 25,
            Self::Pronoun => 26,
            Self::UserPronoun => 27,
            Self::Agent => 28,
            Self::Limit => 29,
            Self::Rest => 30,
            Self::Hedge => 31,
            Self::Exception => 32,
            Self::Anaphora => 33,
            Self::Break => 34,
            Self::Relative => 35,
            Self::VerbEnd => 36,
            Self::Example => 37,
            Self::Purpose => 38,
            Self::Retention => 39,
            Self::Meta => 40,
            Self::Following => 41,
            Self::ServiceData => 42,
            _ => OTHERS,
        }
    }

    /// Whether its kind says all of it: several share the last, and an action may be one of several.
    const fn is_plain(self) -> bool {
        !matches!(self, Self::Term(_) | Self::Weak(_) | Self::Broad(_) | Self::Verb(_) | Self::OpenVerb(_))
            && self.kind() != OTHERS
    }
}

/// The place of the kinds that few ask for.
const OTHERS: u32 = 63;

/// The kinds of a phrase's cues as bits, told once for each phrase: most of what is asked of a token is one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds(u64);

impl Kinds {
    const VERBS: u64 = 1 << Cue::Verb(Verb::Use).kind()
        | 1 << Cue::OpenVerb(Verb::Use).kind()
        | 1 << Cue::Show.kind()
        | 1 << Cue::Omission.kind();
    const TERMS: u64 =
        1 << Cue::Term(DataType(0)).kind() | 1 << Cue::Weak(0).kind() | 1 << Cue::Broad(0).kind();

    /// The kinds of these cues.
    pub fn of(cues: &[Cue]) -> Self {
        Self(cues.iter().fold(0, |kinds, cue| kinds | 1 << cue.kind()))
    }
}

impl<'k> Token<'k> {
    /// A token of these bytes that says `cues`.
    pub fn new(start: usize, end: usize, cues: &'k [Cue], kinds: Kinds) -> Self {
        Self { start, end, cues, kinds }
    }

    /// The same, elsewhere.
    pub fn at(self, start: usize, end: usize) -> Self {
        Self { start, end, ..self }
    }

    /// Whether the token says `cue`.
    #[inline]
    pub fn is(&self, cue: Cue) -> bool {
        self.kinds.0 & 1 << cue.kind() != 0 && (cue.is_plain() || self.cues.contains(&cue))
    }

    /// Whether it is an action.
    pub fn is_verb(&self) -> bool {
        self.kinds.0 & Kinds::VERBS != 0
    }

    /// Whether it names data.
    pub fn is_term(&self) -> bool {
        self.kinds.0 & Kinds::TERMS != 0
    }
}

/// One language's words, ready to search.
#[derive(Debug)]
pub struct Lexicon {
    /// BCP 47 language.
    pub language: String,
    /// Whether it is written in the Latin script: names of services do not stand out then.
    pub latin: bool,
    /// Where phrases start and end.
    pub boundary: Boundary,
    /// Which verbs a negation turns.
    pub negation: NegationScope,
    /// Abbreviations, lower case, without their last full stop.
    pub abbreviations: Vec<String>,
    /// Words between the verbs of one list.
    pub conjunctions: Vec<String>,
    /// What stands between an owner and what is owned.
    pub genitives: Vec<String>,
    /// Verbs that stand for others ("is", "does").
    pub auxiliaries: Vec<String>,
    /// How verbs show that no list holds.
    pub open: OpenVerbs,
    /// What stands right before the name of one that data comes from or goes to, with its space.
    pub toward: Vec<String>,
    /// What stands right after the name of one that acts or receives.
    pub agents_after: Vec<String>,
    /// What stands before a thing that data goes into.
    pub places: Vec<String>,
    /// Words that need company.
    pub weak: Vec<Weak>,
    /// Broader terms.
    pub broad: Vec<Broad>,
    /// Words for kinds of types.
    pub parts: Vec<String>,
    /// What may follow a word for any data.
    pub widest: Vec<String>,
    /// What paths of policies hold.
    pub policy_paths: Vec<String>,
    /// Names of what else a policy can be of.
    pub subjects: Vec<String>,
    /// Terms, verbs, negations: what running text is made of.
    pub text: Index,
    /// Headings.
    pub headings: Index,
    /// Header cells.
    pub columns: Index,
    /// Templates, placeholders, subjects, the plugin's own words.
    pub marks: Index,
    /// Names for a policy.
    pub policies: Index,
    /// Words that make a name a service's.
    pub context: Index,
    /// Words before a name.
    pub before_names: Index,
    /// Verbs between a name and its verb.
    pub modals: Index,
    /// Verbs of things.
    pub inert: Index,
    /// Days and months.
    pub calendar: Index,
    /// Words for the plugin's own code.
    pub sources: Index,
    /// Words that end a lead-in over names.
    pub listed: Index,
    /// Words for a service after its name.
    pub party_nouns: Index,
    /// Words in capitals that name kinds of services.
    pub generic_names: Vec<String>,
    /// Verbs whose plain form is a noun after an article.
    pub nouns: Vec<String>,
    /// Words for people.
    pub persons: Index,
    /// Words right after a name that say of what kind a thing is.
    pub name_kinds: Index,
    /// Words right before a name that only liken to it.
    pub name_likes: Vec<String>,
    /// How a heading begins that says which data.
    pub openers: Vec<String>,
    /// How it ends.
    pub closers: Vec<String>,
    /// What leads into a purpose after what is handled.
    pub aims: Index,
    /// Numbers as words.
    pub numbers: Vec<String>,
    /// Articles that may stand between a preposition and a name.
    pub articles: Vec<String>,
    /// What stands right before an address that data goes to.
    pub endpoints: Vec<String>,
    /// What stands between a word for a service and the name of who provides it.
    pub providers: Index,
    /// What stands between a verb of collecting and the name that data comes from.
    pub origins: Vec<String>,
    fold: FxHashMap<char, char>,
    /// How the phrases of `text`, `marks`, `party_nouns` and `providers` begin, and the names of the registry.
    heads: Heads,
}

/// The bits of the lists that [`Lexicon::words`] tells of.
pub const TEXT: u8 = 1;
/// Those of `marks`.
pub const MARKS: u8 = 2;
/// Those of `party_nouns`.
pub const PARTY_NOUNS: u8 = 4;
/// Those of `providers`.
pub const PROVIDERS: u8 = 8;
/// Names of services.
pub const NAMES: u8 = 16;
/// Names of services that begin with no capital.
pub const SMALL_NAMES: u8 = 32;
/// Verbs that stand for others.
pub const AUXILIARIES: u8 = 64;

/// A row of the generated table: language, scripts, function words, bytes.
type Embedded = (&'static str, &'static [&'static str], &'static [&'static str], &'static [u8]);

static EMBEDDED: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/lexicons.rs"));

/// The languages that have a lexicon: language, scripts, function words.
pub fn languages() -> impl Iterator<Item = (&'static str, &'static [&'static str], &'static [&'static str])> {
    EMBEDDED.iter().map(|(language, scripts, words, _)| (*language, *scripts, *words))
}

/// What the reader makes of the tables: kept with them, each part made at its first use.
#[derive(Debug)]
pub struct Prepared {
    names: OnceLock<Beginnings>,
    types: OnceLock<Types>,
    lexicons: Vec<OnceLock<Option<Lexicon>>>,
}

impl Prepared {
    /// What was made of these tables.
    pub fn of(knowledge: &Knowledge) -> Option<&Self> {
        let slots = EMBEDDED.iter().map(|_| OnceLock::new());
        let empty = || Self { names: OnceLock::new(), types: OnceLock::new(), lexicons: slots.collect() };
        knowledge.for_policies.get(empty)
    }

    /// The kinds of the taxonomy's types.
    pub fn types(&self, knowledge: &Knowledge) -> &Types {
        self.types.get_or_init(|| Types::new(knowledge))
    }

    /// How the names of the registry begin.
    pub fn names(&self, knowledge: &Knowledge) -> &Beginnings {
        self.names.get_or_init(|| Beginnings::new(knowledge))
    }
}

/// The lexicon of a language, read at its first use. `None` for a language without one.
pub fn of<'k>(knowledge: &'k Knowledge, language: &str) -> Option<&'k Lexicon> {
    let at = EMBEDDED.iter().position(|row| row.0 == language)?;
    let bytes = EMBEDDED.get(at)?.3;
    let made = Prepared::of(knowledge)?;
    let read = || {
        let mut rows: LexiconFile = postcard::from_bytes(bytes).ok()?;
        for (id, own) in knowledge.own_terms() {
            for phrases in rows.terms.values_mut() {
                phrases.retain(|phrase| !own.contains(phrase));
            }
            rows.terms.entry(id.clone()).or_default().extend(own.iter().cloned());
        }
        Some(Lexicon::new(knowledge, made.names(knowledge), &rows))
    };
    made.lexicons.get(at)?.get_or_init(read).as_ref()
}

impl Lexicon {
    /// Compiles rows. Ids that the taxonomy does not know are left out; a test lists them.
    pub fn new(knowledge: &Knowledge, names: &Beginnings, rows: &LexiconFile) -> Self {
        let covers = |ids: &[String]| covered(knowledge, ids);
        let weak: Vec<_> = rows
            .weak
            .iter()
            .filter_map(|row| {
                let what = knowledge.data_type(&row.what)?;
                let (otherwise, near) = (knowledge.data_type(&row.otherwise), row.near.clone());
                Some((row, Weak { what, otherwise, near, beside: row.beside.clone() }))
            })
            .collect();
        let broad: Vec<_> = rows
            .broad
            .iter()
            .filter_map(|row| {
                let what = knowledge.data_type(&row.what)?;
                let (yields, denial_only, bare) = (row.yields, row.denial_only, row.bare);
                Some((row, Broad { what, covers: covers(&row.covers), yields, denial_only, bare }))
            })
            .collect();
        let mut text = Index::new(rows);
        for (id, phrases) in &rows.terms {
            if let Some(data_type) = knowledge.data_type(id) {
                text.add(phrases, Cue::Term(data_type));
            }
        }
        for (at, (row, _)) in weak.iter().enumerate() {
            text.add(&row.phrases, Cue::Weak(index(at)));
        }
        for (at, (row, _)) in broad.iter().enumerate() {
            text.add(&row.phrases, Cue::Broad(index(at)));
        }
        for (at, phrases) in rows.parts.values().enumerate() {
            text.add(phrases, Cue::Part(index(at)));
        }
        text.add_grammar(rows);
        let mut marks = Index::new(rows);
        marks.add(&rows.template, Cue::Template);
        marks.add(&rows.placeholders, Cue::Placeholder);
        marks.add(&rows.blanks, Cue::Blank);
        marks.add(&rows.plugin_words, Cue::PluginWord);
        for (at, phrases) in rows.other_subjects.values().enumerate() {
            marks.add(phrases, Cue::Subject(index(at)));
        }
        let fold = rows.fold.iter().filter_map(|pair| {
            let mut chars = pair.chars();
            let (from, to) = (chars.next()?, chars.next()?);
            (from.len_utf8() == to.len_utf8()).then_some((from, to))
        });
        let mut lexicon = Self {
            language: rows.language.clone(),
            latin: rows.scripts.iter().any(|script| script == "latin"),
            boundary: rows.boundary,
            negation: rows.negation,
            abbreviations: rows.abbreviations.clone(),
            conjunctions: rows.conjunctions.clone(),
            genitives: rows.genitives.clone(),
            auxiliaries: rows.auxiliaries.clone(),
            open: rows.open_verbs.clone(),
            toward: rows.toward.clone(),
            agents_after: rows.agents_after.clone(),
            places: rows.places.clone(),
            weak: weak.into_iter().map(|(_, weak)| weak).collect(),
            broad: broad.into_iter().map(|(_, broad)| broad).collect(),
            parts: rows.parts.keys().cloned().collect(),
            widest: rows.widest.clone(),
            policy_paths: rows.policy_paths.clone(),
            subjects: rows.other_subjects.keys().cloned().collect(),
            text: text.ready(),
            headings: sections(rows),
            columns: columns(rows),
            marks: marks.ready(),
            policies: Index::of(rows, &rows.policy_names, Cue::PolicyName),
            before_names: Index::of(rows, &rows.before_names, Cue::Context),
            modals: Index::of(rows, &rows.modals, Cue::Context),
            inert: Index::of(rows, &rows.inert, Cue::Context),
            calendar: Index::of(rows, &rows.calendar, Cue::Context),
            sources: Index::of(rows, &rows.sources, Cue::Context),
            listed: Index::of(rows, &rows.listed, Cue::Context),
            context: Index::of(rows, &rows.service_context, Cue::Context),
            party_nouns: Index::of(rows, &rows.party_nouns, Cue::PartyNoun),
            generic_names: rows.generic_names.clone(),
            nouns: rows.nouns.clone(),
            persons: Index::of(rows, &rows.persons, Cue::Context),
            name_kinds: Index::of(rows, &rows.name_kinds, Cue::Context),
            name_likes: rows.name_likes.clone(),
            openers: rows.sections.openers.clone(),
            closers: rows.sections.closers.clone(),
            aims: aims(rows),
            numbers: rows.numbers.clone(),
            articles: rows.articles.clone(),
            endpoints: rows.endpoints.clone(),
            providers: Index::of(rows, &rows.providers, Cue::Context),
            origins: rows.origins.clone(),
            fold: fold.collect(),
            heads: Heads::default(),
        };
        lexicon.heads = lexicon.beginnings(names);
        lexicon
    }

    fn beginnings(&self, names: &Beginnings) -> Heads {
        let (mut words, mut stems) = (names.heads.clone(), Vec::new());
        words.extend(self.auxiliaries.iter().map(|word| (eight(word.as_bytes(), 0), AUXILIARIES)));
        let lists = [
            (&self.text, TEXT),
            (&self.marks, MARKS),
            (&self.party_nouns, PARTY_NOUNS),
            (&self.providers, PROVIDERS),
        ];
        let stem = lists.map(|(index, bit)| index.beginnings(bit, &mut words, &mut stems)).into_iter().min();
        Heads::new(&words, &stems, stem.unwrap_or(0))
    }

    /// The words of a text that is folded, with the lists that each may begin a phrase of, into `words`.
    pub fn words(&self, folded: &str, words: &mut Vec<Word>) {
        letters::words(folded, &self.heads, words);
    }

    /// Whether a term is a word for any data that says something only where nothing before it says of which kind.
    pub(super) fn is_bare(&self, named: Named) -> bool {
        matches!(named, Named::Broad(row) if self.broad.get(usize::from(row)).is_some_and(|broad| broad.bare))
    }

    /// `text` for matching, byte for byte as long: lower case, variants as one, hyphens and line ends as spaces.
    pub fn folded(&self, text: &str) -> String {
        if text.is_ascii() {
            let mut bytes = text.as_bytes().to_ascii_lowercase();
            for byte in &mut bytes {
                *byte = if matches!(*byte, b'-' | b'_' | b'\n' | b'\t' | 0x1e) { b' ' } else { *byte };
            }
            return String::from_utf8(bytes).unwrap_or_default();
        }
        let mut folded = String::with_capacity(text.len());
        for c in text.chars() {
            folded.push(match c {
                '-' | '_' | '\n' | '\t' | '\u{1e}' => ' ',
                c if c.is_ascii() => c.to_ascii_lowercase(),
                c => self.fold.get(&c).copied().unwrap_or_else(|| lower(c)),
            });
        }
        folded
    }
}

/// The lower case of a character where it is one character of the same length, else the character.
fn lower(c: char) -> char {
    // No script between these has two cases.
    if matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}') {
        return c;
    }
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
        _ => c,
    }
}

fn index(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// The types behind ids, groups of the taxonomy, and `all`.
fn covered(knowledge: &Knowledge, ids: &[String]) -> Vec<DataType> {
    knowledge
        .data_types()
        .filter(|&data_type| {
            let row = knowledge.type_row(data_type);
            ids.iter().any(|id| {
                *id == row.id || *id == row.group || (id == "all" && !row.is_apart() && !row.is_broad())
            })
        })
        .collect()
}

fn sections(rows: &LexiconFile) -> Index {
    let mut headings = Index::new(rows);
    let lists = &rows.sections;
    headings.add(&lists.collection, Cue::Section(Section::Collection));
    headings.add(&lists.sharing, Cue::Section(Section::Sharing));
    headings.add(&lists.third_parties, Cue::Section(Section::ThirdParties));
    headings.add(&lists.r#use, Cue::Section(Section::Use));
    headings.add(&lists.keeping, Cue::Section(Section::Keeping));
    headings.add(&lists.contact, Cue::Section(Section::Contact));
    headings.add(&lists.other, Cue::Section(Section::Other));
    headings.ready()
}

fn aims(rows: &LexiconFile) -> Index {
    let mut aims = Index::new(rows);
    aims.add(&rows.aims, Cue::Purpose);
    aims.add(&rows.no_aims, Cue::Decoy);
    aims.ready()
}

fn columns(rows: &LexiconFile) -> Index {
    let mut cells = Index::new(rows);
    let lists = &rows.columns;
    cells.add(&lists.data, Cue::Column(Column::Data));
    cells.add(&lists.purpose, Cue::Column(Column::Purpose));
    cells.add(&lists.recipient, Cue::Column(Column::Recipient));
    cells.add(&lists.retention, Cue::Column(Column::Retention));
    cells.add(&lists.collected, Cue::Column(Column::Collected));
    cells.add(&lists.no, Cue::Column(Column::No));
    cells.add(&lists.yes, Cue::Column(Column::Yes));
    cells.add(&lists.definition, Cue::Column(Column::Definition));
    cells.ready()
}

impl Index {
    /// The lists that tie terms together.
    fn add_grammar(&mut self, rows: &LexiconFile) {
        let verbs = &rows.verbs;
        self.add(&verbs.collect, Cue::Verb(Verb::Collect));
        self.add(&verbs.r#use, Cue::Verb(Verb::Use));
        self.add(&verbs.share, Cue::Verb(Verb::Share));
        self.add(&verbs.store, Cue::Verb(Verb::Store));
        self.add(&verbs.log, Cue::Verb(Verb::Log));
        self.add(&verbs.receive, Cue::Verb(Verb::Receive));
        self.add(&verbs.sell, Cue::Sell);
        self.add(&verbs.show, Cue::Show);
        self.add(&verbs.omit, Cue::Omission);
        self.add(&verbs.finite, Cue::Finite);
        self.add(&verbs.see, Cue::Sees);
        self.add(&rows.actors.author, Cue::Author);
        self.add(&rows.exceptions_after, Cue::ExceptionAfter);
        self.add(&rows.half_negations, Cue::HalfNegation);
        self.add(&rows.restrictions, Cue::Restriction);
        self.add(&rows.actors.plugin, Cue::Plugin);
        self.add(&rows.actors.platform, Cue::Platform);
        self.add(&rows.actors.third_party, Cue::ThirdParty);
        self.add(&rows.actors.user, Cue::User);
        self.add(&rows.negations, Cue::Negation(false));
        self.add(&rows.negations_bare, Cue::Negation(true));
        self.add(&rows.service_data, Cue::ServiceData);
        self.add(&rows.decoys, Cue::Decoy);
        self.add(&rows.offers, Cue::Offer);
        self.add(&rows.contacts, Cue::Contact);
        self.add(&rows.concessions, Cue::Concession);
        self.add(&rows.heads, Cue::Head);
        self.add(&rows.things, Cue::Thing);
        self.add(&rows.facets, Cue::Facet);
        self.add(&rows.measures, Cue::Measure);
        self.add(&rows.reversals, Cue::Reversal);
        self.add(&rows.unless, Cue::Unless);
        self.add(&rows.advice, Cue::Advice);
        self.add(&rows.affirmations, Cue::Yes);
        self.add(&rows.pronouns, Cue::Pronoun);
        self.add(&rows.user_pronouns, Cue::UserPronoun);
        self.add(&rows.agents, Cue::Agent);
        self.add(&rows.limits, Cue::Limit);
        self.add(&rows.rest, Cue::Rest);
        self.add(&rows.hedges, Cue::Hedge);
        self.add(&rows.exceptions, Cue::Exception);
        self.add(&rows.anaphora, Cue::Anaphora);
        self.add(&rows.breaks, Cue::Break);
        self.add(&rows.relatives, Cue::Relative);
        self.add(&rows.verb_ends, Cue::VerbEnd);
        self.add(&rows.examples, Cue::Example);
        self.add(&rows.purposes, Cue::Purpose);
        self.add(&rows.retention, Cue::Retention);
        self.add(&rows.meta, Cue::Meta);
        self.add(&rows.following, Cue::Following);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(language: &str) -> LexiconFile {
        let bytes = EMBEDDED.iter().find(|row| row.0 == language).unwrap().3;
        postcard::from_bytes(bytes).unwrap()
    }

    fn phrases(rows: &LexiconFile) -> Vec<String> {
        let terms = rows.terms.values().flatten();
        let weak = rows.weak.iter().flat_map(|row| &row.phrases);
        let broad = rows.broad.iter().flat_map(|row| &row.phrases);
        let verbs =
            [&rows.verbs.collect, &rows.verbs.r#use, &rows.verbs.share, &rows.verbs.store, &rows.verbs.log];
        let grammar =
            [&rows.negations, &rows.limits, &rows.hedges, &rows.exceptions, &rows.decoys, &rows.meta];
        let lists = verbs.into_iter().chain(grammar).flatten();
        terms.chain(weak).chain(broad).chain(lists).cloned().collect()
    }

    #[test]
    fn every_id_in_a_lexicon_is_known() {
        let knowledge = Knowledge::shared().unwrap();
        for (language, ..) in languages() {
            let rows = rows(language);
            let weak = rows.weak.iter().flat_map(|row| [&row.what, &row.otherwise]);
            let ids = rows.terms.keys().chain(rows.broad.iter().map(|row| &row.what)).chain(weak);
            for id in ids.filter(|id| !id.is_empty()) {
                assert!(knowledge.data_type(id).is_some(), "{language}: {id}");
            }
            for row in &rows.broad {
                assert!(!covered(knowledge, &row.covers).is_empty(), "{language}: {:?}", row.phrases);
            }
        }
    }

    #[test]
    fn every_lexicon_names_every_data_type() {
        let knowledge = Knowledge::shared().unwrap();
        for (language, ..) in languages() {
            let rows = rows(language);
            for id in knowledge.data_types().map(|data_type| &knowledge.type_row(data_type).id) {
                let broad = rows.broad.iter().any(|row| row.what == *id);
                assert!(broad || rows.terms.contains_key(id), "{language} has no phrase for {id}");
            }
        }
    }

    #[test]
    fn every_phrase_is_found_in_itself() {
        let knowledge = Knowledge::shared().unwrap();
        for (language, ..) in languages() {
            let lexicon = of(knowledge, language).unwrap();
            for phrase in phrases(&rows(language)) {
                let text = phrase.replace('*', "");
                assert_eq!(lexicon.folded(&text), text, "{language}: write it as the text is folded");
                assert_eq!(text.trim(), text, "{language}: {phrase:?}");
                let found = lexicon.text.scan(&text);
                let whole = found.iter().any(|token| token.start == 0 && token.end == text.len());
                assert!(whole, "{language}: {phrase:?} gives {found:?}");
            }
        }
    }

    #[test]
    fn words_end_where_they_end() {
        let lexicon = of(Knowledge::shared().unwrap(), "en").unwrap();
        let found = |text: &str| lexicon.text.scan(&lexicon.folded(text)).len();
        assert_eq!(found("Notion"), 0, "a negation is no part of a name");
        assert_eq!(found("E-mail addresses"), 1);
        assert_eq!(found("e-mail\naddress"), 1);
        assert_eq!(found("filenames"), 1);
    }

    #[test]
    fn traditional_script_reads_as_simplified() {
        let lexicon = of(Knowledge::shared().unwrap(), "zh").unwrap();
        assert_eq!(lexicon.folded("電話號碼"), "电话号码");
        assert_eq!(lexicon.text.scan("api 密钥").len(), 1, "spaces between scripts do not count");
    }
}
