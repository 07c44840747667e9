//! HTML as a tree, made by the parser of browsers within the limits on depth and size.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, TokenizerResult, buffer_queue::BufferQueue};

use crate::budget::{Budget, Exceeded};

/// The place of a node in its tree.
pub(super) type NodeId = u32;

/// A document as a tree.
#[derive(Debug)]
pub(super) struct Dom {
    nodes: Vec<Node>,
    deepest: u32,
    attributes: u64,
    /// The name of what has none.
    nameless: QualName,
}

impl Default for Dom {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], deepest: 0, attributes: 0, nameless: QualName::new(None, "".into(), "".into()) }
    }
}

#[derive(Debug, Default)]
struct Node {
    parent: Option<NodeId>,
    depth: u32,
    children: Vec<NodeId>,
    kind: Kind,
}

/// An element's name and those of its attributes that say something about what is shown.
#[derive(Debug)]
struct Tagged {
    name: QualName,
    attributes: Vec<(LocalName, StrTendril)>,
}

#[derive(Debug, Default)]
enum Kind {
    /// The document, a comment, or anything else that shows nothing of its own.
    #[default]
    Other,
    Element(Box<Tagged>),
    Text(String),
}

/// Those attributes.
const ATTRIBUTES: [&str; 24] = [
    "alt",
    "bgcolor",
    "checked",
    "class",
    "color",
    "colspan",
    "content",
    "height",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "open",
    "rel",
    "reversed",
    "role",
    "rowspan",
    "selected",
    "start",
    "style",
    "title",
    "type",
    "value",
    "width",
];

impl Dom {
    /// The tree's root.
    pub(super) const ROOT: NodeId = 0;

    /// The nodes straight in a node.
    pub(super) fn children(&self, id: NodeId) -> &[NodeId] {
        self.at(id).map_or(&[], |n| n.children.as_slice())
    }

    /// The name of an element, in lower case.
    pub(super) fn name(&self, id: NodeId) -> Option<&str> {
        match &self.at(id)?.kind {
            Kind::Element(element) => Some(&element.name.local),
            Kind::Other | Kind::Text(_) => None,
        }
    }

    /// The value of an attribute.
    pub(super) fn get(&self, id: NodeId, attribute: &str) -> Option<&str> {
        match &self.at(id)?.kind {
            Kind::Element(element) => element.attributes.iter().find(|(n, _)| &**n == attribute).map(|(_, v)| &**v),
            Kind::Other | Kind::Text(_) => None,
        }
    }

    /// The characters of a node of text.
    pub(super) fn text(&self, id: NodeId) -> Option<&str> {
        match &self.at(id)?.kind {
            Kind::Text(text) => Some(text),
            Kind::Other | Kind::Element(..) => None,
        }
    }

    /// The node that a node is straight in.
    pub(super) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.at(id)?.parent
    }

    /// The nodes under a node, itself first, each before what is in it; what `skip` holds for is left out with all that is in it.
    pub(super) fn under<'d>(&'d self, id: NodeId, skip: impl Fn(NodeId) -> bool + 'd) -> impl Iterator<Item = NodeId> + 'd {
        let mut pending = vec![id];
        std::iter::from_fn(move || {
            loop {
                let id = pending.pop()?;
                if !skip(id) {
                    pending.extend(self.children(id).iter().rev());
                    return Some(id);
                }
            }
        })
    }

    fn at(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(usize::try_from(id).ok()?)
    }

    fn node(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(usize::try_from(id).ok()?)
    }

    fn add(&mut self, kind: Kind) -> NodeId {
        self.nodes.push(Node { kind, ..Node::default() });
        u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX)
    }

    /// Puts a node or characters into a parent, before the child at that place.
    fn insert(&mut self, parent: NodeId, at: usize, child: NodeOrText<NodeId>) {
        let before = at.checked_sub(1).and_then(|b| self.children(parent).get(b).copied());
        let id = match child {
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => {
                if let Some(Node { kind: Kind::Text(so_far), .. }) = before.and_then(|b| self.node(b)) {
                    so_far.push_str(&text);
                    return;
                }
                self.add(Kind::Text(text.to_string()))
            }
        };
        self.detach(id);
        let depth = self.at(parent).map_or(0, |p| p.depth) + 1;
        self.deepest = self.deepest.max(depth);
        if let Some(node) = self.node(id) {
            (node.parent, node.depth) = (Some(parent), depth);
        }
        if let Some(parent) = self.node(parent) {
            parent.children.insert(at.min(parent.children.len()), id);
        }
    }

    fn detach(&mut self, id: NodeId) {
        if let Some(parent) = self.node(id).and_then(|n| n.parent.take())
            && let Some(parent) = self.node(parent)
            && let Some(at) = parent.children.iter().rposition(|&c| c == id)
        {
            parent.children.remove(at);
        }
    }
}

/// Parses a document; where it passes a limit, the tree ends there.
pub(super) fn parse(text: &str, xhtml: bool, budget: &Budget) -> (Dom, Option<Exceeded>) {
    let grower = Grower::default();
    // Without scripts, what stands in `noscript` is parsed, and passed over later.
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let tokenizer = Tokenizer::new(Tags { builder: TreeBuilder::new(grower, options), xhtml }, TokenizerOpts::default());
    let input = BufferQueue::default();
    let (mut rest, mut exceeded) = match bloated(text) {
        Some(at) => (text.get(..at).unwrap_or(""), budget.within("nodes", u64::MAX).err()),
        None => (text, None),
    };
    let cut = exceeded.take();
    while !rest.is_empty() && exceeded.is_none() {
        // Piece by piece, so that a tree that only grows is cut off early.
        let end = (CHUNK..rest.len()).find(|&i| rest.is_char_boundary(i)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after;
        input.push_back(StrTendril::from_slice(piece));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        let dom = tokenizer.sink.builder.sink.dom.borrow();
        exceeded = budget
            .within("html_depth", u64::from(dom.deepest))
            // A node that stays costs twice what one costs that is read and forgotten.
            .and_then(|()| budget.within("nodes", dom.nodes.len() as u64 * 2 + dom.attributes))
            .err();
    }
    if exceeded.is_none() {
        tokenizer.end();
    }
    (tokenizer.sink.builder.sink.dom.take(), exceeded.or(cut))
}

/// Attributes of one tag that the parser, which compares each with all others, is given at most.
const ATTRIBUTES_OF_A_TAG: usize = 1_000;

/// Where a tag begins that has more attributes than any page has use for.
fn bloated(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        let rest = text.get(start + 1..).unwrap_or("");
        let past = |end: &str| rest.find(end).map_or(text.len(), |found| start + 1 + found + end.len());
        at = start + 1;
        if rest.starts_with("!--") {
            at = past("-->");
        } else if let Some(raw) =
            ["script", "style"].iter().find(|r| rest.get(..r.len()).is_some_and(|n| n.eq_ignore_ascii_case(r)))
        {
            at = past(&format!("</{raw}"));
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let mut quote = None;
            let mut gaps = 0;
            for &byte in bytes.iter().skip(start) {
                at += 1;
                match (byte, quote) {
                    (b'>', None) => break,
                    (b'"' | b'\'', None) => quote = Some(byte),
                    (byte, Some(open)) if byte == open => quote = None,
                    (byte, None) if byte.is_ascii_whitespace() || byte == b'/' => gaps += 1,
                    _ => {}
                }
            }
            at -= 1;
            if gaps > ATTRIBUTES_OF_A_TAG {
                return Some(start);
            }
        }
    }
    None
}

/// Bytes given to the parser at a time.
const CHUNK: usize = 4096;

/// Hands tags on; `<td/>` begins and ends an element where the document is XML, as browsers have it for such documents.
struct Tags {
    builder: TreeBuilder<NodeId, Grower>,
    xhtml: bool,
}

impl TokenSink for Tags {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        let Token::TagToken(tag) = token else { return self.builder.process_token(token, line) };
        let empty = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
        if !self.xhtml || !tag.self_closing || tag.kind == TagKind::EndTag || empty.contains(&&*tag.name) {
            return self.builder.process_token(Token::TagToken(tag), line);
        }
        // What would be read as raw text to its end tag holds nothing here.
        if ["script", "style", "title", "textarea", "iframe", "xmp", "noframes", "noembed", "plaintext"].contains(&&*tag.name) {
            return TokenSinkResult::Continue;
        }
        let end = Tag { kind: TagKind::EndTag, self_closing: false, attrs: Vec::new(), ..tag.clone() };
        let _ = self.builder.process_token(Token::TagToken(tag), line);
        self.builder.process_token(Token::TagToken(end), line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Grows the tree as the parser says.
#[derive(Default)]
struct Grower {
    dom: RefCell<Dom>,
}

impl TreeSink for Grower {
    type Handle = NodeId;
    type Output = ();
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) {}

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        Dom::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        Ref::map(self.dom.borrow(), |dom| match dom.at(*target).map(|n| &n.kind) {
            Some(Kind::Element(element)) => &element.name,
            _ => &dom.nameless,
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let kept = attributes.into_iter().filter(|a| ATTRIBUTES.contains(&&*a.name.local)).map(|a| (a.name.local, a.value));
        let attributes: Vec<(LocalName, StrTendril)> = kept.collect();
        let mut dom = self.dom.borrow_mut();
        dom.attributes += attributes.len() as u64;
        dom.add(Kind::Element(Box::new(Tagged { name, attributes })))
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.dom.borrow_mut().add(Kind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.dom.borrow_mut().add(Kind::Other)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        let mut dom = self.dom.borrow_mut();
        let at = dom.children(*parent).len();
        dom.insert(*parent, at, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let in_tree = self.dom.borrow().at(*element).is_some_and(|n| n.parent.is_some());
        if in_tree { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let mut dom = self.dom.borrow_mut();
        if let NodeOrText::AppendNode(id) = &child {
            dom.detach(*id);
        }
        let Some(parent) = dom.at(*sibling).and_then(|n| n.parent) else { return };
        let at = dom.children(parent).iter().rposition(|c| c == sibling).unwrap_or(0);
        dom.insert(parent, at, child);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        if let Some(Node { kind: Kind::Element(element), .. }) = self.dom.borrow_mut().node(*target) {
            let own = &mut element.attributes;
            for attribute in attributes {
                if ATTRIBUTES.contains(&&*attribute.name.local) && !own.iter().any(|(name, _)| *name == attribute.name.local) {
                    own.push((attribute.name.local, attribute.value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.dom.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        let mut dom = self.dom.borrow_mut();
        let moved = dom.node(*node).map(|n| std::mem::take(&mut n.children)).unwrap_or_default();
        for child in moved {
            if let Some(child) = dom.node(child) {
                child.parent = None;
            }
            let at = dom.children(*parent).len();
            dom.insert(*parent, at, NodeOrText::AppendNode(child));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Limits;

    fn shown(text: &str, xhtml: bool) -> (String, bool) {
        let (dom, exceeded) = parse(text, xhtml, &Budget::new(&Limits::default()));
        let texts: Vec<&str> = dom.under(Dom::ROOT, |_| false).filter_map(|id| dom.text(id)).map(str::trim).collect();
        (texts.join("|"), exceeded.is_some())
    }

    #[test]
    fn broken_markup_is_read_as_browsers_read_it() {
        assert_eq!(shown("<table>a<tr><td>b<td>c</table>d<!-- e --><p>f<b>g<p>h", false), ("a|b|c|d|f|g|h".to_owned(), false));
        assert_eq!(shown("<title/><p/>a<p/>b<script/>c<i/>d", true), ("a|bc|d".to_owned(), false));
    }

    #[test]
    fn a_tree_that_is_too_deep_is_cut_off() {
        for tag in ["div", "b", "font a=1", "table><tr><td", "ul><li", "svg"] {
            let (text, cut) = shown(&format!("before {}", format!("<{tag}>x").repeat(100_000)), false);
            assert!(cut && text.starts_with("before") && text.len() < 300_000, "{tag}");
        }
        let formats: String = (0..50_000).map(|n| format!("<div><font color={n}></div>x")).collect();
        assert!(shown(&formats, false).1);
    }
}
