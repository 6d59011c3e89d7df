//! The bounds on what is read, in one place, each with its reason. What exceeds one is reported as not analysed.

/// Bytes of one Python file. A syntax tree takes ten to forty times its text; the largest file of 262 real plugins has
/// 120 KB.
pub const PYTHON_BYTES: usize = 2 << 20;

/// Bytes of one YAML file. The largest that a real plugin's manifest leads to has 0.2 MB.
pub const YAML_BYTES: usize = 2 << 20;

/// Bytes of one policy. A book has 1 MB.
pub const POLICY_BYTES: usize = 1 << 20;

/// Bytes of all policies of a plugin; those of 262 real plugins have less than 0.1 MB.
pub const POLICIES_BYTES: usize = 2 << 20;

/// Bytes of one file of requirements or project settings.
pub const OTHER_BYTES: usize = 512 << 10;

/// Bytes of an ignore file. Each line of it becomes a pattern that every path is held against.
pub const IGNORE_BYTES: usize = 64 << 10;

/// Bytes read of one plugin, decompressed. Two such plugins at a time stay within the memory that a scan may take.
pub const PLUGIN_BYTES: usize = 32 << 20;

/// Files read of one plugin. The largest of 262 real plugins has 105 Python files.
pub const PLUGIN_FILES: usize = 5_000;

/// Model files of one plugin that are looked at for features. The largest of 262 real plugins has 254.
pub const MODEL_FILES: usize = 2_000;

/// Files and folders looked at in one plugin's folder.
pub const FOLDER_ENTRIES: usize = 100_000;

/// Entries looked at in one package; real ones have some hundred.
pub const ARCHIVE_ENTRIES: usize = 20_000;

/// Folders within folders.
pub const FOLDER_DEPTH: usize = 64;

/// Bytes of a path within a plugin. Longer ones cannot be installed on the usual file systems.
pub const PATH_BYTES: usize = 1_024;

/// Levels of YAML. Schemas of real events nest about 30 deep.
pub const YAML_DEPTH: usize = 128;

/// Nodes of one YAML file with its aliases written out: bounds files whose aliases multiply.
pub const YAML_NODES: usize = 200_000;

/// Bytes of YAML parsed again for the sake of lines that stray (see `yaml_repair`), in one file.
pub const REPAIR_BYTES: usize = 8 << 20;

/// Nodes of all YAML files of a plugin: bounds the memory of their trees.
pub const PLUGIN_NODES: usize = 1_000_000;

/// Fields taken from all output schemas of a plugin.
pub const SCHEMA_FIELDS: usize = 20_000;

/// Policy files of one plugin: one for each of many languages.
pub const POLICIES: usize = 32;

/// Rows of one kind that a plugin's report lists; the last one says how many more there are.
pub const ROWS: usize = 200;
