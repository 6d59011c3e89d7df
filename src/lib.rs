//! candor finds which data about people a plugin takes in, where it sends, stores or logs that data, which third
//! parties learn of it, and whether the plugin's privacy policy says so.

pub mod cli;
pub mod commands;
pub mod compare;
pub mod draft;
pub mod flow;
pub mod knowledge;
pub mod plugin;
pub mod policy;
pub mod python;
pub mod report;
pub mod rules;
pub mod scan;
pub mod source;
pub mod syntax;
