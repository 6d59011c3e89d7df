//! The raw rows of `lexicon/<lang>.toml`: the words that policies of one language use. Types only, shared with the
//! build script like `rows.rs`.
//!
//! A phrase is written in lower case with single spaces, without hyphens (a hyphen in the text counts as a space:
//! write `e mail`). `*` after the first letters of a word stands for any letters of that word (`collect*`). The last word
//! of a phrase may carry one of `endings`. Where two phrases start at one place the longer one wins and hides the
//! shorter: so a decoy (`data protection`) hides the term in it (`data`). One phrase may stand in several lists.
//! Straight quotes only; the text's typographic ones are folded.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Where a phrase may start and end in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Boundary {
    /// At word boundaries, the end plus `endings` (English, German, Russian).
    #[default]
    Word,
    /// Starts at a word boundary, ends anywhere (Korean: particles follow without a space).
    Start,
    /// Anywhere; spaces between scripts are ignored (Chinese, Japanese).
    None,
}

/// Which verbs of a clause a negation turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NegationScope {
    /// Those after it (`does not collect or store`, `不会收集`).
    #[default]
    Before,
    /// Those before it, back to the last finished verb (`収集、保存しません`).
    After,
    /// All verbs of the clause (German: `werden nicht gespeichert`, `speichert keine`).
    Clause,
}

/// A word that names data only in company.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeakRow {
    /// The phrases (`name`, `emails`).
    pub phrases: Vec<String>,
    /// The type when another term for a person's data stands in the same sentence or governs it.
    pub what: String,
    /// The type otherwise; empty for none.
    #[serde(default)]
    pub otherwise: String,
    /// What its company is where that is no data about people: words in the same block (`image generation`).
    #[serde(default)]
    pub near: Vec<String>,
    /// Words right before or after the enumeration that it stands in which make what it names the user's (`your`, `you
    /// provide`); a word for content in that enumeration does so too.
    #[serde(default)]
    pub beside: Vec<String>,
}

/// A term that covers more than it names.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BroadRow {
    /// The phrases (`contact information`, `data you provide`).
    pub phrases: Vec<String>,
    /// What the statement declares: `personal_data`, `usage_data`, or a type (`user_content` for `your input`).
    pub what: String,
    /// Type ids, or groups of the taxonomy (`direct`, `indirect`, `combinable`, `content`), or `all`.
    pub covers: Vec<String>,
    /// It declares itself only where no named type stands beside it ("data you provide, such as page titles").
    #[serde(default)]
    pub yields: bool,
    /// Too general to say anything but in a denial ("does not collect any data").
    #[serde(default)]
    pub denial_only: bool,
    /// A word of another kind right before it makes it something else ("schema data returned by").
    #[serde(default)]
    pub bare: bool,
}

/// Verbs by what is done with the data. Every form that occurs, participles and nouns of action too.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerbRows {
    /// Collects, asks for, reads, accesses.
    #[serde(default)]
    pub collect: Vec<String>,
    /// Uses, processes.
    #[serde(default)]
    pub r#use: Vec<String>,
    /// Sends, shares, transmits, discloses.
    #[serde(default)]
    pub share: Vec<String>,
    /// Stores, keeps, retains, caches.
    #[serde(default)]
    pub store: Vec<String>,
    /// Logs.
    #[serde(default)]
    pub log: Vec<String>,
    /// Gets back from a service, shows.
    #[serde(default)]
    pub receive: Vec<String>,
    /// Shows, returns: a denial says nothing of the others; stated, they are `receive`.
    #[serde(default)]
    pub show: Vec<String>,
    /// Leaves out, masks: says nothing of its object.
    #[serde(default)]
    pub omit: Vec<String>,
    /// Sells, rents, tracks, profiles: a denial of these says nothing of the others; stated, they are `share`.
    #[serde(default)]
    pub sell: Vec<String>,
    /// Sees, receives, has access to: that its author does not do so denies nothing. Each stands in one of the lists
    /// above too.
    #[serde(default)]
    pub see: Vec<String>,
    /// Forms that begin a new finite verb and so end the reach of a negation (`sends`, `is sent`); each stands in
    /// one of the lists above too.
    #[serde(default)]
    pub finite: Vec<String>,
}

/// How verbs show that no list holds. Such a verb says that the data beside it is handled; its denial says nothing.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenVerbs {
    /// Endings of a word after one of `auxiliaries` (`ed`); where verbs end the clause, of its last word.
    #[serde(default)]
    pub participles: Vec<String>,
    /// Endings of a word right after one who acts (`s`).
    #[serde(default)]
    pub persons: Vec<String>,
    /// Those who act and after whom a verb stands in its plain form (`we`).
    #[serde(default)]
    pub plurals: Vec<String>,
    /// Endings that make a verb of any word; in scripts without spaces, what follows a stem.
    #[serde(default)]
    pub finite: Vec<String>,
    /// Words that may stand between (`also`); `*ly` for all that end so.
    #[serde(default)]
    pub skips: Vec<String>,
    /// Words of such a form that say nothing of handling (`designed`, `deleted`).
    #[serde(default)]
    pub states: Vec<String>,
}

impl OpenVerbs {
    /// Whether the language names no forms.
    pub fn is_empty(&self) -> bool {
        self.participles.is_empty() && self.persons.is_empty() && self.finite.is_empty()
    }
}

/// Words for who does it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorRows {
    /// The plugin or its author (`we`, `the plugin`).
    #[serde(default)]
    pub plugin: Vec<String>,
    /// The platform that runs the plugin.
    #[serde(default)]
    pub platform: Vec<String>,
    /// Unnamed third parties (`third parties`, `service providers`).
    #[serde(default)]
    pub third_party: Vec<String>,
    /// Those who wrote the plugin (`the author`): they see less than what it does.
    #[serde(default)]
    pub author: Vec<String>,
    /// The user as the one who acts: the clause says what the user may do (`you can`, `users may`).
    #[serde(default)]
    pub user: Vec<String>,
}

/// Words in headings (and in bold lead-ins) that say what stands under them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionRows {
    /// What stands under it is handled (`data collection`, `information we collect`, `data handled`).
    #[serde(default)]
    pub collection: Vec<String>,
    /// What stands under it is shared (`data sharing`, `data sent to`).
    #[serde(default)]
    pub sharing: Vec<String>,
    /// Third parties are named under it.
    #[serde(default)]
    pub third_parties: Vec<String>,
    /// How data is used.
    #[serde(default)]
    pub r#use: Vec<String>,
    /// Keeping, security, deletion: fragments under it say nothing of handling.
    #[serde(default)]
    pub keeping: Vec<String>,
    /// Rights, contact, changes, children, compliance, scopes of law: nothing under it is a statement.
    #[serde(default)]
    pub other: Vec<String>,
    /// Of those, contact: nobody named under it is a third party that receives data.
    #[serde(default)]
    pub contact: Vec<String>,
    /// How a heading begins that asks or says which data (`what`, `data that`): its verb says what is done with it.
    #[serde(default)]
    pub openers: Vec<String>,
    /// How such a heading ends where that tells it (`的数据`).
    #[serde(default)]
    pub closers: Vec<String>,
}

/// Header cells of tables.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnRows {
    /// Which data.
    #[serde(default)]
    pub data: Vec<String>,
    /// What for.
    #[serde(default)]
    pub purpose: Vec<String>,
    /// To whom.
    #[serde(default)]
    pub recipient: Vec<String>,
    /// How long.
    #[serde(default)]
    pub retention: Vec<String>,
    /// Whether it is collected or shared at all: the cell says yes or no.
    #[serde(default)]
    pub collected: Vec<String>,
    /// Cell texts, and marks before an item, that mean no.
    #[serde(default)]
    pub no: Vec<String>,
    /// Those that mean yes.
    #[serde(default)]
    pub yes: Vec<String>,
    /// What a word means: rows of such a table state nothing.
    #[serde(default)]
    pub definition: Vec<String>,
}

/// One `lexicon/<lang>.toml`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LexiconFile {
    /// BCP 47 language (`en`, `zh`, `ja`).
    pub language: String,
    /// Scripts that the language is written in: `latin`, `cyrillic`, `hangul`, `han`, `kana`.
    pub scripts: Vec<String>,
    /// Frequent short words that tell the language from others of its script; single words, exact. For `han`: words
    /// that Japanese does not write.
    #[serde(default)]
    pub function_words: Vec<String>,
    /// Where phrases start and end.
    #[serde(default)]
    pub boundary: Boundary,
    /// Which verbs a negation turns.
    #[serde(default)]
    pub negation: NegationScope,
    /// Endings that the last word of any phrase may carry (`s`, `es`).
    #[serde(default)]
    pub endings: Vec<String>,
    /// Pairs of characters of the same length in UTF-8, `from` then `to`: variants read as one (`個个`).
    #[serde(default)]
    pub fold: Vec<String>,
    /// A full stop after these ends no sentence (`e.g`, `inc`), without their last full stop.
    #[serde(default)]
    pub abbreviations: Vec<String>,

    /// Data type id to the phrases that name it plainly. `personal_data` and `usage_data` belong in `broad`.
    #[serde(default)]
    pub terms: BTreeMap<String, Vec<String>>,
    /// A word for one kind of a type to the phrases of `terms` that name that kind only (`cookie`): they say nothing of
    /// the type's other kinds. The word is one that stands in the names of the kind in code.
    #[serde(default)]
    pub parts: BTreeMap<String, Vec<String>>,
    /// Words that name data only in company.
    #[serde(default)]
    pub weak: Vec<WeakRow>,
    /// Broader terms.
    #[serde(default)]
    pub broad: Vec<BroadRow>,
    /// Nouns that, right after a service's name, make it data of that service (`data`, `content`): personal data.
    #[serde(default)]
    pub service_data: Vec<String>,
    /// Phrases that contain a term or a cue but say nothing of data (`data protection`, `email us`).
    #[serde(default)]
    pub decoys: Vec<String>,
    /// Nouns that make a term right before them a mere modifier (`email functionality`, `account settings`).
    #[serde(default)]
    pub heads: Vec<String>,
    /// Words right before a term that make it somebody else's or a thing's (`file name`: `file` hides weak terms).
    #[serde(default)]
    pub things: Vec<String>,
    /// Words right before content that make it a mere measure of it (`number of`, `size of`).
    #[serde(default)]
    pub measures: Vec<String>,
    /// Words that, in brackets after content, name a part or a form of it (`messages (time, text)`, `images (as URL)`).
    #[serde(default)]
    pub facets: Vec<String>,

    /// Verbs.
    #[serde(default)]
    pub verbs: VerbRows,
    /// Verbs that no list holds.
    #[serde(default)]
    pub open_verbs: OpenVerbs,
    /// Words for who does it.
    #[serde(default)]
    pub actors: ActorRows,
    /// Negations (`not`, `never`, `no`).
    #[serde(default)]
    pub negations: Vec<String>,
    /// Of the negations, those that reach only to the next verb in `verbs.finite` (`does not`, `do not`).
    #[serde(default)]
    pub negations_bare: Vec<String>,
    /// Words that make a denial one of keeping, place, excess or third parties only (`permanently`, `locally`,
    /// `on its own`, `additional`, `other`, `outside`): such a denial denies no collection.
    #[serde(default)]
    pub limits: Vec<String>,
    /// "Other", "any other": a denial is of what was not named before (`no other data (names, …)`): what it lists is denied,
    /// the word after it is not.
    #[serde(default)]
    pub rest: Vec<String>,
    /// Words for people: a weak term of theirs is data about them (`the speaker's name`).
    #[serde(default)]
    pub persons: Vec<String>,
    /// Words that negate when alone and cancel a negation in reach (`without`, `refrain from`); they need not stand in
    /// `negations` too.
    #[serde(default)]
    pub reversals: Vec<String>,
    /// "Unless", "without your consent": a denial in the sentence is a condition.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Words that open a sentence which tells the reader what to do (`do not`): it states nothing.
    #[serde(default)]
    pub advice: Vec<String>,
    /// Verbs that stand for one said before when they end a clause (`is`, `does`), and that stand before participles.
    #[serde(default)]
    pub auxiliaries: Vec<String>,
    /// Verbs that stand between a name and its verb (`may`).
    #[serde(default)]
    pub modals: Vec<String>,
    /// Verbs after those of things rather than of those who act (`contain`).
    #[serde(default)]
    pub inert: Vec<String>,
    /// Names of days and months: beside one, a name that is such a word too is none.
    #[serde(default)]
    pub calendar: Vec<String>,
    /// What tells before the name of a host of code that the plugin's own code is there.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What ends a lead-in over names of services (`services`, with a colon after it).
    #[serde(default)]
    pub listed: Vec<String>,
    /// What stands right before the name of one that data comes from or goes to (`from `, `into your `, with its space).
    #[serde(default)]
    pub toward: Vec<String>,
    /// What stands right after the name of one that acts or receives, where names come first (`により`).
    #[serde(default)]
    pub agents_after: Vec<String>,
    /// What stands right before a thing that data goes into (`to the `, with its space): content after it is a place.
    #[serde(default)]
    pub places: Vec<String>,
    /// "Yes", where it is all that follows a label or a question.
    #[serde(default)]
    pub affirmations: Vec<String>,
    /// Pronouns that, right before a verb, begin a clause (`it downloads`, `we collect`).
    #[serde(default)]
    pub pronouns: Vec<String>,
    /// Pronouns for the user: a verb right after one is the user's act (`the text you enter`).
    #[serde(default)]
    pub user_pronouns: Vec<String>,
    /// Words between the verbs of one list (`or`, `and`); commas need not be written.
    #[serde(default)]
    pub conjunctions: Vec<String>,
    /// What stands between an owner and what is owned (`'s `, `的`): a broad term before it is only the owner.
    #[serde(default)]
    pub genitives: Vec<String>,
    /// Words right before the name of one who does something (`by`).
    #[serde(default)]
    pub agents: Vec<String>,
    /// "May", "might", "if you": the statement is conditional.
    #[serde(default)]
    pub hedges: Vec<String>,
    /// "Except", "other than": what follows is exempt from the negation.
    #[serde(default)]
    pub exceptions: Vec<String>,
    /// The same where it stands after what is exempt and before the rest (`以外的`).
    #[serde(default)]
    pub exceptions_after: Vec<String>,
    /// Negations that one of `restrictions` makes an "only" (`ne`); each stands in `negations` too.
    #[serde(default)]
    pub half_negations: Vec<String>,
    /// See `half_negations` (`que`).
    #[serde(default)]
    pub restrictions: Vec<String>,
    /// What may follow a broad term that is `bare` and `denial_only` without narrowing it (`at all`, `from you`).
    #[serde(default)]
    pub widest: Vec<String>,
    /// "This information", "the above": the terms before it.
    #[serde(default)]
    pub anaphora: Vec<String>,
    /// Words that begin a new clause (`but`, `however`, `while`).
    #[serde(default)]
    pub breaks: Vec<String>,
    /// Words that begin a relative clause about the term before it (`which`, `who`).
    #[serde(default)]
    pub relatives: Vec<String>,
    /// Words that end a verb in languages whose negation follows (`します`, `されます`): verbs before it are done.
    #[serde(default)]
    pub verb_ends: Vec<String>,
    /// "Such as", "including", "e.g.": what follows names members of the term before.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Words that lead into a purpose (`in order to`, `for the purpose of`, `to provide`).
    #[serde(default)]
    pub purposes: Vec<String>,
    /// Words that lead into a purpose where something is handled before them, and say nothing elsewhere (`to find`,
    /// `for translation`).
    #[serde(default)]
    pub aims: Vec<String>,
    /// Phrases that hide one of `aims` (`to search engines`).
    #[serde(default)]
    pub no_aims: Vec<String>,
    /// Numbers as words, before one of `retention` (`seven`); in scripts without spaces, single characters.
    #[serde(default)]
    pub numbers: Vec<String>,
    /// Words that lead into a time of keeping (`until`, `for up to`, `days`).
    #[serde(default)]
    pub retention: Vec<String>,
    /// Words that speak of the policy itself (`this policy explains`): the sentence states nothing.
    #[serde(default)]
    pub meta: Vec<String>,
    /// "The following", "below": the list after it is governed even without a colon.
    #[serde(default)]
    pub following: Vec<String>,

    /// Headings.
    #[serde(default)]
    pub sections: SectionRows,
    /// Header cells of tables.
    #[serde(default)]
    pub columns: ColumnRows,

    /// Sentences of unfilled templates.
    #[serde(default)]
    pub template: Vec<String>,
    /// Words that mark a bracketed text as a placeholder (`[company name]`, `[insert date]`).
    #[serde(default)]
    pub placeholders: Vec<String>,
    /// Texts that stand for what was to be filled in, without brackets (`your company name`).
    #[serde(default)]
    pub blanks: Vec<String>,
    /// Names for a policy (`privacy policy`, `privacy notice`).
    #[serde(default)]
    pub policy_names: Vec<String>,
    /// What the paths of web addresses of policies hold (`privacy`).
    #[serde(default)]
    pub policy_paths: Vec<String>,
    /// Words for the plugin (`plugin`, `extension`).
    #[serde(default)]
    pub plugin_words: Vec<String>,
    /// What else a policy can be of, to the phrases that say so (`website` to `our website`, `visit our site`).
    #[serde(default)]
    pub other_subjects: BTreeMap<String, Vec<String>>,
    /// Words right before a name that is an ordinary word and yet a service's (`to`, `with`, `your`).
    #[serde(default)]
    pub before_names: Vec<String>,
    /// Words beside a name that make it a service's (`api`, `inc`, `account`).
    #[serde(default)]
    pub service_context: Vec<String>,
    /// Words for a service right after its name (`api`, `servers`): a name before one is a party, known or not.
    #[serde(default)]
    pub party_nouns: Vec<String>,
    /// Words written with a capital that are no names before `party_nouns` (`graph`, `chat`).
    #[serde(default)]
    pub generic_names: Vec<String>,
    /// Words right after a name that say of what kind a thing is (`format`, `compatible`): the name is no third party.
    #[serde(default)]
    pub name_kinds: Vec<String>,
    /// Words right before a name that only likens to it (`compatible with`): the name is no third party.
    #[serde(default)]
    pub name_likes: Vec<String>,
    /// Verbs whose plain form is a noun after an article (`the export`).
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Articles between one of `before_names` and a name (`the`).
    #[serde(default)]
    pub articles: Vec<String>,
    /// What stands right before an address that data goes to (`to`, `发送至`).
    #[serde(default)]
    pub endpoints: Vec<String>,
    /// Words between a word for a service and the name of who provides it (`hosted by`).
    #[serde(default)]
    pub providers: Vec<String>,
    /// Words between a verb of collecting and the name that the data comes from (`from`).
    #[serde(default)]
    pub origins: Vec<String>,
    /// "Even if", "even when": what it names is not what a denial beside it denies.
    #[serde(default)]
    pub concessions: Vec<String>,
    /// Words that say whom to ask (`please contact`): a name after them is no third party.
    #[serde(default)]
    pub contacts: Vec<String>,
    /// Phrases after which names of models follow that a service offers (`model families`).
    #[serde(default)]
    pub offers: Vec<String>,
}
