//! Headers and footers of pages.

/// The headers and footers of pages: their left, middle and right parts that have words.
pub(in crate::read) fn running_texts(codes: &[String]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for code in codes {
        let mut text = String::new();
        let mut rest = code.chars().peekable();
        while let Some(c) = rest.next() {
            match (c, if c == '&' { rest.next() } else { None }) {
                ('&', Some('&')) => text.push('&'),
                ('&', Some('L' | 'C' | 'R')) => text.push('\n'),
                ('&', Some('"')) => drop(rest.by_ref().find(|c| *c == '"')),
                ('&', Some('K')) => drop(rest.by_ref().nth(5)),
                ('&', Some('0'..='9')) => while rest.next_if(char::is_ascii_digit).is_some() {},
                ('&', _) => {}
                (c, _) => text.push(c),
            }
        }
        // What is left of the number of a page says nothing.
        let words = |line: &str| line.split(|c: char| !c.is_alphabetic()).any(|w| !matches!(w, "" | "Page" | "page" | "of"));
        let lines = text.lines().map(str::trim).filter(|l| words(l));
        for line in lines {
            if !texts.iter().any(|t| t == line) {
                texts.push(line.to_owned());
            }
        }
    }
    texts
}
