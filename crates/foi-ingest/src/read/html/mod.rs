//! HTML: pages of sites, letters saved as web pages, forms, and the bodies of messages.

mod dom;
mod flow;
mod list;
mod site;
mod style;
mod text;

use foi_model::{Issue, IssueCode};

use super::draft::{self, Paragraph, Piece};
use super::package::Sample;
use super::{Fault, Format, Reading, encoding};
use crate::budget::Exceeded;
use crate::document::Style;

pub(super) const FORMAT: Format = Format {
    name: "html",
    media_type: "text/html",
    extensions: &["html", "htm", "xhtml"],
    matches: |sample| is_html(sample.bytes),
    read,
};

/// Tags that text begins with where it is HTML, or a piece of it.
const TAGS: [&str; 23] = [
    "html", "head", "body", "meta", "title", "style", "link", "script", "base", "div", "table", "p", "h1", "h2", "h3", "center",
    "font", "span", "ul", "ol", "section", "main", "article",
];

/// How far tags are looked for.
const HEAD: usize = 4096;

/// Whether bytes begin as HTML does, after what may stand before it.
fn is_html(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if !head.contains(&b'<') || !encoding::is_text(bytes) {
        return false;
    }
    let (text, _) = encoding::decode(head);
    let lower = text.to_ascii_lowercase();
    let mut rest = lower.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    // Comments, declarations and processing instructions.
    loop {
        let after = if let Some(inside) = rest.strip_prefix("<!--") {
            inside.split_once("-->").map(|(_, after)| after)
        } else if rest.starts_with("<?") || rest.starts_with("<![") {
            rest.split_once('>').map(|(_, after)| after)
        } else {
            None
        };
        let Some(after) = after else { break };
        rest = after.trim_start();
    }
    if rest.starts_with("<!doctype html") || rest.starts_with("<!doctype") && rest.contains("<html") {
        return true;
    }
    let begins = |text: &str| {
        let name = text.strip_prefix('<').unwrap_or("");
        TAGS.iter().any(|t| name.strip_prefix(t).is_some_and(|r| r.starts_with(['>', '/']) || r.starts_with(char::is_whitespace)))
    };
    let opens = |line: &str| ["<html", "<!doctype html"].iter().any(|t| line.trim_start().starts_with(t));
    begins(rest) || lower.lines().take(40).any(opens)
}

fn read(sample: &Sample<'_>, reading: &mut Reading<'_>) -> Result<(), Fault> {
    let (text, issues) = decode(sample.bytes, None);
    reading.issues.extend(issues);
    draft(&text, reading).lay_out(reading)
}

/// The text of a page, by its mark, the encoding that it is sent or stored under, what it says itself, or the most likely one.
pub(super) fn decode(bytes: &[u8], sent: Option<&str>) -> (String, Vec<Issue>) {
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes)).to_ascii_lowercase();
    let after = |label: &str| {
        let (_, after) = head.split_once(label)?;
        let value = after.trim_start_matches(['"', '\'', ' ']);
        value.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':')).next()
    };
    let own = after("charset=").or_else(|| head.starts_with("<?xml").then(|| after("encoding=")).flatten());
    encoding::decode_as(bytes, sent.or(own))
}

/// What a page shows, before it is laid out.
pub(super) struct Drafted {
    /// Its paragraphs and tables.
    pub(super) pieces: Vec<Piece>,
    count: flow::Count,
    exceeded: Option<Exceeded>,
}

/// Reads a page.
pub(super) fn draft(text: &str, reading: &Reading<'_>) -> Drafted {
    let xhtml = text.trim_start_matches('\u{feff}').trim_start().starts_with("<?xml");
    let (dom, cut) = dom::parse(text, xhtml, reading.budget);
    let sheet = style::Sheet::of(&dom);
    let site = site::Site::of(&dom);
    let mut flow = flow::Flow::new(&dom, &sheet, &site, reading.budget, reading.access.include_hidden);
    let mut pieces = Vec::new();
    if site.is_site {
        pieces.extend(title(&dom));
    }
    pieces.extend(flow.page());
    Drafted { pieces, count: flow.count, exceeded: flow.exceeded.or(cut) }
}

/// The title of a page of a site, which names the site as a rule; that of a saved letter is often that of another.
fn title(dom: &dom::Dom) -> Option<Piece> {
    let title = dom.under(dom::Dom::ROOT, |id| dom.name(id) == Some("body")).find(|&id| dom.name(id) == Some("title"))?;
    let text: String = dom.children(title).iter().filter_map(|&id| dom.text(id)).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Piece::Text(Paragraph { style: Style::Running, ..Paragraph::new(text) }))
}

impl Drafted {
    /// Adds what a page shows to a document, and says what it does not show.
    pub(super) fn lay_out(self, reading: &mut Reading<'_>) -> Result<(), Fault> {
        let fate = if reading.access.include_hidden { "read as if it were shown" } else { "left out" };
        let count = self.count;
        for (number, what) in [
            (count.hidden, "hidden text"),
            (count.coloured, "words in the colour of their background"),
            (count.rows, "hidden rows"),
            (count.struck, "words that are struck out"),
        ] {
            if number > 0 {
                let places = if number == 1 { "place" } else { "places" };
                reading.note(IssueCode::HiddenContent, &format!("it has {what} in {number} {places}, which was {fate}"));
            }
        }
        let before = reading.document.blocks.len();
        draft::lay_out(self.pieces, reading)?;
        if let Some(exceeded) = self.exceeded {
            return Err(exceeded.into());
        }
        if reading.document.blocks.is_empty() {
            match count.pictures {
                0 => reading.note(IssueCode::DocumentEmpty, "it shows no words"),
                _ => reading.note(IssueCode::PictureUnread, "it shows pictures, and no words"),
            }
        } else if reading.document.blocks.len() > before && count.large > 0 {
            let pictures = if count.large == 1 { "a picture".to_owned() } else { format!("{} pictures", count.large) };
            let message = format!("it has {pictures} large enough to hold words or figures, which could not be read");
            reading.note(IssueCode::PictureUnread, &message);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::outline::{outline, read_one};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(outline(format!("<html>{text}").as_bytes()), expected);
    }

    #[test]
    fn told_by_content() {
        for text in [
            "<!DOCTYPE html><p>a",
            "\u{feff}<!-- saved from url=(0014)about:internet -->\n<HTML>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"x\">\n<html xmlns=\"x\">",
            "<table border=1><tr><td>5",
            "Reply\n<html lang=en>",
        ] {
            assert!(is_html(text.as_bytes()), "{text}");
        }
        for text in ["<5 requests", "# A\n\n<b>1.</b>", "<?xml version=\"1.0\"?><Workbook>", "<p", "a < b <html"] {
            assert!(!is_html(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn paragraphs_headings_and_lines() {
        check(
            "<title>x</title><h2>Reply</h2><p><b>1. Do you\n use&nbsp; a <i>tool</i>?</b><br>Yes, <a href='http://x'>this</a>.<br><br>No<hr>A<div>B",
            "#! Reply\n¶! 1. Do you use a tool?\n¶ Yes, this.\n¶ No\n¶ A\n¶ B\n",
        );
        check("<p>18<sup>th</sup> May, £1,200<sup>2</sup>, Total<sup>1</sup>", "¶ 18th May, £1,200², Total ¹\n");
        check("<blockquote type=cite><p>Old</blockquote><blockquote>Indented", "¶> Old\n¶ Indented\n");
        check(
            "<input type=checkbox checked>Yes <input type=radio>No <select><option>A<option selected>B</select>",
            "¶ ☒ Yes ☐ No B\n",
        );
        check("<p>Name: <input value='Town Hall'></p><textarea>one\ntwo</textarea>", "¶ Name: Town Hall\n¶ one\n¶ two\n");
    }

    #[test]
    fn lists_have_the_labels_that_browsers_show() {
        check(
            "<ol start=3><li>Do you?<ol type=a><li>How<li value=4><p>When<p>Since?</ol><li><b>Why</b></ol><ul><li>x<li>y</ul>",
            "¶ 3. Do you?\n¶ a. How\n¶ d. When\n¶ Since?\n¶! 4. Why\n• x\n• y\n",
        );
        check("<ol><li><table><tr><td>a<td>b</table><li></ol><ul style='list-style:none'><li>z", "¶ 1.\n[a|b]\n¶ z\n");
        check(
            "<style>ol.a-0{list-style-type:none}.a-0 > li:before{content:\"\" counter(c-0,lower-latin) \". \"}</style><ol class='a-0'><li>p<li>q</ol>",
            "¶ a. p\n¶ b. q\n",
        );
        check(
            "<p class=MsoListParagraph><![if !supportLists]><b><span style='mso-list:Ignore'>2.<span>&nbsp;&nbsp; </span></span></b><![endif]><b>Which?</b>",
            "¶! 2. Which?\n",
        );
    }

    #[test]
    fn tables_keep_their_columns() {
        check(
            "<table><caption>Costs</caption><tfoot><tr><td>Total<td>9<td></tfoot><tr><th rowspan=2>Area<th colspan=2>2023/24<tr><th>EB<th>AC<tbody><tr><td>Home care<td>&nbsp;<td>5<br>6</table>",
            "¶ Costs\n[Area|2023/24| / |EB|AC / Home care||5\n6 / Total|9|]\n",
        );
        check("<table><tr><td>a<td rowspan=0>b<tr><td>c<tr><td>d</table>", "[a|b / c| / d|]\n");
        check(
            "<table><tr><td>Q<td><table><tr><td>a<td>b</table></table><table role=presentation><tr><td>c<td>d</table>",
            "¶ Q\n[a|b]\n¶ c\n¶ d\n",
        );
        check(
            "<pre>Area        Budget   Outturn\nHome care   1,200\nDay care               300\n\nEnd",
            "[Area|Budget|Outturn / Home care|1,200| / Day care||300]\n¶ End\n",
        );
    }

    #[test]
    fn what_is_not_shown_is_left_out_and_said() {
        let text = "<html><style>.x{display:none}</style><p>Shown<span class=x>one</span><p style='visibility:hidden'>two<p hidden> <p><s>Yes</s> No\
                    <p bgcolor=white style='color:#fff'>three</p><table><tr style='display:none'><td>four<td>five<tr><td bgcolor=navy><font color=white>a<td>b</table>";
        let read = read_one(text.as_bytes());
        assert_eq!(crate::read::outline::shown(&read.document), "¶ Shown\n¶ No\n[a|b]\n");
        let messages: Vec<&str> = read.issues.iter().map(|i| i.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`a`: it has hidden text in 2 places, which was left out",
                "`a`: it has words in the colour of their background in 1 place, which was left out",
                "`a`: it has hidden rows in 1 place, which was left out",
                "`a`: it has words that are struck out in 1 place, which was left out"
            ]
        );
    }

    #[test]
    fn the_site_around_a_page_tells_whose_it_is_and_no_more() {
        check(
            "<head><title>FOI 12 | Ashmere</title></head><body><div class='cookie-banner'>We use cookies</div><header><img alt='Ashmere City Council'><nav>Home</nav></header>\
             <main><header><h1>FOI 12</h1></header><div class=breadcrumb>Home</div><p>1. Do you?<p>Yes</main><aside>More</aside><footer><p>Town Hall</footer>",
            "- FOI 12 | Ashmere\n- Ashmere City Council\n#! FOI 12\n¶ 1. Do you?\n¶ Yes\n- Town Hall\n",
        );
        check(
            "<div title=header><p>Ashmere</div><p>Dear all<p>Adult social care<div id=adult-social-care>and more</div>",
            "- Ashmere\n¶ Dear all\n¶ Adult social care\n¶ and more\n",
        );
    }

    #[test]
    fn pages_without_words_are_said_to_be() {
        for (text, code) in [("<html><img src=x>", IssueCode::PictureUnread), ("<html> ", IssueCode::DocumentEmpty)] {
            assert_eq!(read_one(text.as_bytes()).issues.iter().map(|i| i.code).collect::<Vec<_>>(), [code]);
        }
    }

    #[test]
    fn spans_and_depth_cost_no_more_than_the_limits() {
        let wide = "<table><tr><td colspan=1000000>a<td>b</table>";
        check(wide, "[a|b]\n");
        let tall = format!("<table><tr>{}</tr>{}</table>", "<td rowspan=60000>a".repeat(900), "<tr><td>b</tr>".repeat(60_000));
        let deep = format!("before{}", "<table><tr><td>a<td>".repeat(40));
        let nested = format!("before<p>{}", "<div>x".repeat(3_000));
        let listed = format!("before<p>{}", "<ol><li><b><p>x".repeat(3_000));
        for text in [tall, deep, nested, listed] {
            let read = read_one(format!("<html>{text}").as_bytes());
            assert_eq!(read.issues.iter().map(|i| i.code).collect::<Vec<_>>(), [IssueCode::LimitExceeded]);
        }
    }

    #[test]
    fn encodings_are_those_that_pages_name() {
        assert_eq!(outline(b"<html><meta charset=windows-1252><p>\xa35 \x96 \x93nil\x94"), "¶ £5 – “nil”\n");
        assert_eq!(outline("<html><meta charset='iso-8859-1'><p>£5".as_bytes()), "¶ £5\n");
        assert_eq!(outline(b"\xff\xfe<\0h\0t\0m\0l\0>\0\xa3\x005\0"), "¶ £5\n");
    }
}
