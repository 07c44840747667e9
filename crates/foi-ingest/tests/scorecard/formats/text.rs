//! Formats of plain characters: text, Markdown, HTML.

use super::escaped;
use crate::page::{Grid, Piece};

/// Paragraphs with blank lines between them, tables with tabs.
pub(crate) fn plain(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Heading(line) | Piece::Text(line) | Piece::Asked(line) => text.push_str(line),
            Piece::Grid(grid) => {
                let rows: Vec<String> = grid.flat().iter().map(|row| row.join("\t")).collect();
                text.push_str(&rows.join("\n"));
            }
            Piece::Quoted(lines) => {
                let quoted: Vec<String> = lines.iter().map(|line| format!("> {line}").trim_end().to_owned()).collect();
                text.push_str(&quoted.join("\n"));
            }
        }
        text.push_str("\n\n");
    }
    text
}

/// Markdown with pipe tables.
pub(crate) fn markdown(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Heading(line) => text.push_str(&format!("## {line}")),
            Piece::Asked(line) => text.push_str(&format!("**{line}**")),
            Piece::Text(line) => text.push_str(&line.replace('<', "\\<")),
            Piece::Grid(grid) => {
                for (index, row) in grid.flat().iter().enumerate() {
                    text.push_str(&format!("| {} |\n", row.iter().map(|c| c.replace('<', "\\<")).collect::<Vec<_>>().join(" | ")));
                    if index == 0 {
                        text.push_str(&format!("|{}\n", "---|".repeat(grid.width())));
                    }
                }
            }
            Piece::Quoted(lines) => {
                text.push_str(&lines.iter().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"));
            }
        }
        text.push_str("\n\n");
    }
    text
}

/// A page of HTML.
pub(crate) fn html(pieces: &[Piece]) -> String {
    let mut text =
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>Reply</title></head>\n<body>\n".to_owned();
    for piece in pieces {
        match piece {
            Piece::Heading(line) => text.push_str(&format!("<h2>{}</h2>\n", escaped(line))),
            Piece::Asked(line) => text.push_str(&format!("<p><strong>{}</strong></p>\n", escaped(line))),
            Piece::Text(line) => text.push_str(&format!("<p>{}</p>\n", escaped(line))),
            Piece::Grid(grid) => text.push_str(&html_table(grid)),
            Piece::Quoted(lines) => {
                let lines: Vec<String> = lines.iter().map(|l| escaped(l)).collect();
                text.push_str(&format!("<blockquote>{}</blockquote>\n", lines.join("<br>\n")));
            }
        }
    }
    text + "</body></html>\n"
}

fn html_table(grid: &Grid) -> String {
    let mut text = "<table border=\"1\">\n".to_owned();
    for (index, row) in grid.rows.iter().enumerate() {
        let tag = if index < grid.heads { "th" } else { "td" };
        text.push_str("<tr>");
        for cell in row {
            let span = if cell.across > 1 { format!(" colspan=\"{}\"", cell.across) } else { String::new() };
            text.push_str(&format!("<{tag}{span}>{}</{tag}>", escaped(&cell.text)));
        }
        text.push_str("</tr>\n");
    }
    text + "</table>\n"
}
