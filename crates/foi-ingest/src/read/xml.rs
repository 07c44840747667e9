//! XML within limits: events for parts that are long, a tree for those that are deep. Names are local names, without prefixes.

use std::io::BufRead;

use compact_str::CompactString;
use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Fault;
use crate::budget::Budget;

/// An element's name and attributes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its name without a prefix.
    pub(super) name: CompactString,
    attributes: Vec<(CompactString, CompactString)>,
}

impl Tag {
    /// The value of an attribute, by its name without a prefix.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// What stands next in a part.
pub(super) enum Item {
    /// An element begins.
    Start(Tag),
    /// An element ends.
    End,
    /// Characters; those of one text can come in pieces.
    Text(String),
}

/// A part of a package, event by event.
pub(super) struct Events<'x> {
    reader: Reader<&'x [u8]>,
    part: &'x str,
    budget: &'x Budget,
    left_out: &'x [&'x str],
    depth: u64,
    nodes: u64,
    ends_next: bool,
}

impl<'x> Events<'x> {
    /// Over the bytes of a part, whose name is for messages.
    pub(super) fn new(bytes: &'x [u8], part: &'x str, budget: &'x Budget) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        Self { reader: Reader::from_reader(bytes), part, budget, left_out: &[], depth: 0, nodes: 0, ends_next: false }
    }

    /// The next item; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Item>, Fault> {
        if self.ends_next {
            self.ends_next = false;
            self.depth -= 1;
            return Ok(Some(Item::End));
        }
        loop {
            let event = self.reader.read_event();
            self.nodes += 1;
            self.budget.within("nodes", self.nodes)?;
            let item = match event.map_err(|e| self.damaged(&e.to_string()))? {
                Event::Start(tag) if self.is_left_out(&tag) => {
                    self.pass(tag.name().as_ref())?;
                    continue;
                }
                Event::Empty(tag) if self.is_left_out(&tag) => continue,
                Event::Start(tag) => {
                    self.down(&tag)?;
                    Item::Start(self.tag(&tag)?)
                }
                Event::Empty(tag) => {
                    self.down(&tag)?;
                    self.ends_next = true;
                    Item::Start(self.tag(&tag)?)
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Item::End
                }
                Event::Text(text) => Item::Text(text.to_string()),
                Event::CData(text) => Item::Text(text.to_string()),
                Event::GeneralRef(name) => Item::Text(self.reference(&name)?.to_string()),
                Event::DocType(_) => return Err(self.damaged("it declares a document type, which no office program writes")),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
                Event::Eof if self.depth > 0 => return Err(self.damaged("it ends in the middle")),
                Event::Eof => return Ok(None),
            };
            return Ok(Some(item));
        }
    }

    /// The element whose start came last, with everything in it; where it breaks off, what there is of it, and why.
    pub(super) fn element(&mut self, tag: Tag) -> (Element, Option<Fault>) {
        let mut element = Element { tag, nodes: Vec::new() };
        let mut above: Vec<Element> = Vec::new();
        let close = |element: &mut Element, above: &mut Vec<Element>| {
            let Some(parent) = above.pop() else { return false };
            let done = std::mem::replace(element, parent);
            element.nodes.push(Node::Element(done));
            true
        };
        loop {
            match self.next() {
                Ok(Some(Item::Start(tag))) => above.push(std::mem::replace(&mut element, Element { tag, nodes: Vec::new() })),
                Ok(Some(Item::Text(text))) => match element.nodes.last_mut() {
                    Some(Node::Text(before)) => before.push_str(&text),
                    _ => element.nodes.push(Node::Text(text)),
                },
                Ok(Some(Item::End)) if close(&mut element, &mut above) => {}
                Ok(Some(Item::End)) => return (element, None),
                end => {
                    while close(&mut element, &mut above) {}
                    return (element, end.err());
                }
            }
        }
    }

    fn is_left_out(&self, tag: &BytesStart<'_>) -> bool {
        self.left_out.contains(&tag.local_name().as_ref())
    }

    /// Passes over everything in the element of a name whose start came last, and over its end.
    fn pass(&mut self, name: &str) -> Result<(), Fault> {
        let mut stream = self.reader.stream();
        let rest = stream.fill_buf().unwrap_or_default();
        let end = end_of(rest, name);
        stream.consume(end.unwrap_or(0));
        let ends = end.is_some() && matches!(self.reader.read_event(), Ok(Event::End(_)));
        if ends { Ok(()) } else { Err(self.damaged("it ends in the middle")) }
    }

    fn down(&mut self, tag: &BytesStart<'_>) -> Result<(), Fault> {
        self.depth += 1;
        self.budget.within("xml_depth", self.depth)?;
        Ok(self.budget.within("xml_tag_bytes", tag.len() as u64)?)
    }

    fn tag(&mut self, start: &BytesStart<'_>) -> Result<Tag, Fault> {
        let name = CompactString::new(start.local_name().as_ref());
        let mut attributes = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|e| self.damaged(&e.to_string()))?;
            self.nodes += 1;
            let value = self.unescaped(&attribute.value)?;
            attributes.push((CompactString::new(attribute.key.local_name().as_ref()), value));
        }
        Ok(Tag { name, attributes })
    }

    /// A value with its references replaced.
    fn unescaped(&self, value: &str) -> Result<CompactString, Fault> {
        if !value.contains('&') {
            return Ok(CompactString::new(value));
        }
        let mut out = CompactString::with_capacity(value.len());
        let mut rest = value;
        while let Some((before, after)) = rest.split_once('&') {
            out.push_str(before);
            let (name, after) = after.split_once(';').ok_or_else(|| self.damaged("a reference does not end"))?;
            out.push(self.reference(name)?);
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn reference(&self, name: &str) -> Result<char, Fault> {
        let number = |digits: &str, radix: u32| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let character = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => match name.strip_prefix('#') {
                Some(digits) => digits.strip_prefix(['x', 'X']).map_or_else(|| number(digits, 10), |hex| number(hex, 16)),
                None => None,
            },
        };
        character.ok_or_else(|| self.damaged(&format!("`&{name};` is declared nowhere")))
    }

    fn damaged(&self, what: &str) -> Fault {
        Fault::Damaged(format!("its part `{}` is no sound XML near byte {}: {what}", self.part, self.reader.buffer_position()))
    }
}

/// Where the end of the element stands whose content a text begins with; others of its name can be in it.
fn end_of(text: &[u8], name: &str) -> Option<usize> {
    let mut within = 0_usize;
    for at in memmem::find_iter(text, name) {
        let (before, after) = text.split_at_checked(at)?;
        let tag = after.get(name.len()..)?;
        if !tag.first()?.is_ascii_whitespace() && !matches!(tag.first()?, b'>' | b'/') {
            continue;
        }
        if before.ends_with(b"</") {
            let Some(outer) = within.checked_sub(1) else { return Some(at - 2) };
            within = outer;
        } else if before.ends_with(b"<") {
            let end = memchr::memchr(b'>', tag)?;
            within += usize::from(!tag.get(..end)?.ends_with(b"/"));
        }
    }
    None
}

/// An element with everything in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    /// Its name and attributes.
    pub(super) tag: Tag,
    /// What is in it, in order.
    pub(super) nodes: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// Another element.
    Element(Element),
    /// Characters.
    Text(String),
}

impl Element {
    /// Reads a part as a whole; its depth is that of the limit, so that code that goes down in it ends.
    pub(super) fn parse(bytes: &[u8], part: &str, budget: &Budget) -> Result<Self, Fault> {
        Self::parse_without(bytes, part, budget, &[])
    }

    /// The same without the elements of some names: most of a part of styles says nothing of what is read.
    pub(super) fn parse_without(bytes: &[u8], part: &str, budget: &Budget, left_out: &[&str]) -> Result<Self, Fault> {
        let mut events = Events { left_out, ..Events::new(bytes, part, budget) };
        let mut root = None;
        while let Some(item) = events.next()? {
            if let Item::Start(tag) = item {
                let (element, fault) = events.element(tag);
                fault.map_or(Ok(()), Err)?;
                root.get_or_insert(element);
            }
        }
        root.ok_or_else(|| Fault::Damaged(format!("its part `{part}` has no element")))
    }

    /// Its name without a prefix.
    pub(super) fn name(&self) -> &str {
        &self.tag.name
    }

    /// The value of an attribute, by its name without a prefix.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.tag.get(name)
    }

    /// The elements straight in it.
    pub(super) fn children(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|n| match n {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of a name straight in it.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children().find(|c| c.name() == name)
    }

    /// The first element at the end of a path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// All characters in it, at any depth.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let mut pending: Vec<&Node> = self.nodes.iter().rev().collect();
        while let Some(node) = pending.pop() {
            match node {
                Node::Text(t) => text.push_str(t),
                Node::Element(e) => pending.extend(e.nodes.iter().rev()),
            }
        }
        text
    }
}

impl Node {
    /// The element, where it is one.
    pub(super) fn element(self) -> Option<Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Limits;

    fn parse(text: &str) -> Result<Element, Fault> {
        Element::parse(text.as_bytes(), "a.xml", &Budget::new(&Limits::default()))
    }

    #[test]
    fn elements_attributes_and_references() {
        let root = parse("<?xml version='1.0'?><w:a x:b='1 &amp; 2'><c/>one &#163;<d>t&lt;o</d></w:a>").unwrap();
        assert_eq!((root.name(), root.get("b"), root.text().as_str()), ("a", Some("1 & 2"), "one £t<o"));
        assert_eq!(root.children().map(Element::name).collect::<Vec<_>>(), ["c", "d"]);
        assert_eq!(root.at(&["d"]).map(Element::text).as_deref(), Some("t<o"));
    }

    #[test]
    fn elements_are_left_out_with_all_that_is_in_them() {
        let text = "<w:a><w:b w:c='1'><w:b/><w:bb/><w:b x='2'>no</w:b>no<w:d/></w:b>yes<w:b/><w:d/></w:a>";
        let root = Element::parse_without(text.as_bytes(), "a.xml", &Budget::new(&Limits::default()), &["b"]).unwrap();
        assert_eq!((root.text().as_str(), root.children().map(Element::name).collect::<Vec<_>>()), ("yes", vec!["d"]));
        for broken in ["<a><b>", "<a><b><b></b></a>"] {
            assert!(Element::parse_without(broken.as_bytes(), "a.xml", &Budget::new(&Limits::default()), &["b"]).is_err());
        }
    }

    #[test]
    fn what_is_no_sound_xml_is_refused() {
        for text in ["", "<a>", "<a></b>", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "<a>&e;</a>", "text"] {
            assert!(matches!(parse(text), Err(Fault::Damaged(_))), "{text}");
        }
        assert!(matches!(parse(&"<a>".repeat(200)), Err(Fault::Exceeded(_))));
    }
}
