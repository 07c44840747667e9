use std::fmt::Write;

use crate::{foi, root};

/// The help of every command as the reference of the command line. `UPDATE_GENERATED=1` writes the file that this test compares.
#[test]
fn generated_reference_of_the_command_line_is_current() {
    let mut text = String::from(
        "# The command line\n\nWritten by `UPDATE_GENERATED=1 cargo test --release -p foi-cli --test cli`; do not edit.\n",
    );
    let run = |args: &[&str]| foi(&root(), args).status(0).out().lines().map(|l| format!("{}\n", l.trim_end())).collect::<String>();
    let main = run(&["--help"]);
    let commands: Vec<&str> = main
        .lines()
        .skip_while(|l| *l != "Commands:")
        .skip(1)
        .take_while(|l| !l.is_empty())
        .filter(|l| l.starts_with("  ") && !l.starts_with("   "))
        .filter_map(|l| l.split_whitespace().next())
        .filter(|c| *c != "help")
        .collect();
    assert_eq!(commands.len(), 18, "{main}");
    writeln!(text, "\n## foi\n\n```text\n{}\n```", main.trim_end()).unwrap();
    for command in commands {
        writeln!(text, "\n## foi {command}\n\n```text\n{}\n```", run(&[command, "--help"]).trim_end()).unwrap();
    }
    let path = root().join("docs/cli.md");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::create_dir_all(root().join("docs")).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == text, "docs/cli.md is stale: run `UPDATE_GENERATED=1 cargo test --release`\n{text}");
}

#[test]
fn the_american_spelling_works_and_is_hidden() {
    let help = foi(&root(), &["analyze", "--help"]).status(0).out();
    assert!(help.contains("foi analyse"), "{help}");
    assert!(!foi(&root(), &["--help"]).out().contains("analyze"));
}
