//! What the command line can say, before it is divided among the commands.

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands::{
    analyse, build, compare, convert, correct, export, facts, ingest, inspect, instruments, published, query, report, schema,
    template, validate, verify, worker,
};

/// Turn Freedom-of-Information responses into a dataset whose every figure is tied to the words that prove it
#[derive(Debug, Parser)]
#[command(
    name = "foi",
    version,
    propagate_version = false,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "\
Examples:
  foi build responses -o dataset          read a folder of responses, write a dataset
  foi inspect responses/ashmere.txt       see what was read in one of them, and why
  foi verify dataset                      check every quote against the source files
  foi analyse outturn dataset             budget beside outturn, with denominators

Exit status:
  0  done, and nothing is wrong
  1  done, and something is wrong with the data: an error was found, or a document could not be read
  2  could not do the job: usage, missing input, full disk; nothing is left half-written"
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// Print errors only: no progress, no summary, no warnings
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Print more: each issue that a build meets, and what is being done
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,
    /// When to colour; `auto` does on a terminal unless NO_COLOR is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Colour::Auto, global = true)]
    pub(crate) color: Colour,
    /// How many documents to work on at once; 0 is one for each processor. The result is the same whatever the number
    #[arg(long, value_name = "N", default_value_t = 0, global = true)]
    pub(crate) threads: usize,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

/// How a command prints what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Output {
    /// For people
    #[default]
    Human,
    /// One JSON object a line, on standard output
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Build(build::Args),
    Ingest(ingest::Args),
    Validate(validate::Args),
    Export(export::Args),
    Convert(convert::Args),
    Analyse(analyse::Args),
    Query(query::Args),
    Published(published::Args),
    Report(report::Args),
    Facts(facts::Args),
    Inspect(inspect::Args),
    Verify(verify::Args),
    Schema(schema::Args),
    Instruments(instruments::Args),
    Template(template::Args),
    Correct(Box<correct::Args>),
    Compare(compare::Args),
    Worker(worker::Args),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        for command in super::Cli::command().get_subcommands() {
            let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(examples.contains(&format!("foi {}", command.get_name())), "{}", command.get_name());
        }
    }
}
