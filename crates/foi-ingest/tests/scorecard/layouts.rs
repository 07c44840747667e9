//! Letters out of truth: where questions and answers stand to each other.

use crate::manner::{Layout, Manner, Named};
use crate::page::{Grid, Letter, Piece};
use crate::prose::{date, domain, same, say, stamp};
use crate::random::Random;
use crate::surveys::phrases;
use crate::tables;
use crate::truth::{Truth, Verdict};

/// Writes a response. Figures go to a workbook beside it if `attach` says so.
pub(crate) fn write(truth: &Truth, manner: &Manner, attach: bool) -> Letter {
    let mut writer = Writer { truth, manner, attach, random: Random::new(truth.seed, "letter"), workbook: Vec::new() };
    let mut pieces = writer.head();
    pieces.extend(writer.body());
    pieces.extend(writer.foot());
    if manner.layout == Layout::QuotedOlder {
        pieces.push(writer.older());
    }
    Letter {
        name: format!("response-{:03}", truth.seed),
        sender: format!("foi@{}", domain(truth)),
        subject: format!("{} - {}", truth.reference, truth.survey.titles[0]),
        sent: stamp(truth.responded),
        pieces,
        workbook: writer.workbook,
    }
}

struct Writer<'t> {
    truth: &'t Truth,
    manner: &'t Manner,
    attach: bool,
    random: Random,
    workbook: Vec<Piece>,
}

impl Writer<'_> {
    fn phrase(&mut self, list: &str) -> String {
        self.random.pick(phrases(list)).clone()
    }

    fn head(&mut self) -> Vec<Piece> {
        let truth = self.truth;
        let act = match truth.authority.nation.as_str() {
            "Scotland" => "Freedom of Information (Scotland) Act 2002",
            _ => "Freedom of Information Act 2000",
        };
        let style = self.random.below(4);
        let mut pieces = Vec::new();
        if matches!(self.manner.named, Named::Head | Named::Both) {
            // A letterhead has the name that people use.
            let known = truth.authority.aliases.iter().find(|a| a.ends_with("Council")).filter(|_| self.random.chance(40));
            pieces.push(Piece::Text(known.unwrap_or(&truth.authority.name).clone()));
        }
        let label = *self.random.pick(&["Our ref: ", "Reference: ", "FOI reference: ", "Our reference: "]);
        pieces.push(Piece::Text(format!("{label}{}", truth.reference)));
        let label = *self.random.pick(&["Date: ", "", "Date: "]);
        pieces.push(Piece::Text(format!("{label}{}", date(truth.responded, style))));
        pieces.push(Piece::Text(self.phrase("greeting")));
        let title = self.random.pick(&truth.survey.titles).clone();
        pieces.push(Piece::Heading(title));
        let opening = self.phrase("opening").replace("{received}", &date(truth.received, style));
        let regime = self.phrase("regime").replace("{act}", act);
        let below = self.phrase("below");
        let noise: Vec<Piece> = phrases("noise").iter().rev().take(self.manner.boilerplate).cloned().map(Piece::Text).collect();
        pieces.push(Piece::Text(format!("{opening} {regime}")));
        pieces.extend(noise);
        pieces.push(Piece::Text(below));
        pieces
    }

    fn foot(&mut self) -> Vec<Piece> {
        let truth = self.truth;
        let mut pieces: Vec<Piece> = phrases("extra").iter().take(self.manner.boilerplate).cloned().map(Piece::Text).collect();
        let regulator = if truth.authority.nation.as_str() == "Scotland" { "regulator_scotland" } else { "regulator" };
        let closing = [self.phrase("closing"), self.phrase(regulator)].join(" ");
        pieces.push(Piece::Text(closing));
        pieces.push(Piece::Text(self.phrase("farewell")));
        pieces.push(Piece::Text(self.phrase("team")));
        if matches!(self.manner.named, Named::Foot | Named::Both) {
            pieces.push(Piece::Text(truth.authority.name.clone()));
        }
        if self.manner.named != Named::Head {
            pieces.push(Piece::Text(format!("foi@{}", domain(truth))));
        }
        pieces
    }

    /// The marker of a question in this document.
    fn marker(&self, index: usize) -> String {
        self.manner.marker(&self.id(index))
    }

    /// The id of a question in this document.
    fn id(&self, index: usize) -> String {
        let renumbered = self.manner.layout == Layout::Renumbered && self.truth.survey.id != "unrecognised";
        if renumbered { (index + 1).to_string() } else { self.truth.answers[index].question.id.clone() }
    }

    /// A question with its marker, in the wording that the seed gives it.
    fn asked(&self, index: usize) -> String {
        let question = self.truth.answers[index].question;
        let mut random = Random::new(self.truth.seed, &format!("asked {}", question.id));
        let asked = random.pick(&question.asked);
        match self.manner.layout {
            Layout::Shortened => format!("{} {}", self.marker(index), question.short),
            Layout::NumberingLost => asked.clone(),
            _ => format!("{} {asked}", self.marker(index)),
        }
    }

    /// The words of an answer.
    fn said(&self, index: usize) -> Option<String> {
        let attached = self.attach && matches!(self.truth.answers[index].verdict, Verdict::Figures(_));
        if attached {
            let mut random = Random::new(self.truth.seed, "attached");
            return Some(random.pick(phrases("attached")).clone());
        }
        say(self.truth, index, &|other| self.id(other))
    }

    /// The tables of an answer, if they stand in the letter.
    fn tables(&mut self, index: usize) -> Vec<Piece> {
        let Verdict::Figures(figures) = &self.truth.answers[index].verdict else { return Vec::new() };
        let pieces = tables::write(figures, self.manner, self.truth.seed);
        if !self.attach {
            return pieces;
        }
        let heading = self.asked(index);
        self.workbook.push(Piece::Asked(heading));
        self.workbook.extend(pieces);
        Vec::new()
    }

    fn echoed(&mut self, index: usize) -> Vec<Piece> {
        let said = self.said(index).map(Piece::Text);
        let mut pieces = vec![Piece::Asked(self.asked(index))];
        pieces.extend(said);
        pieces.extend(self.tables(index));
        pieces
    }

    fn body(&mut self) -> Vec<Piece> {
        let mut order: Vec<usize> = (0..self.truth.answers.len()).collect();
        match self.manner.layout {
            Layout::OneBlock => self.block(&order),
            Layout::TwoColumns => self.columns(&order),
            Layout::SameLine => order.into_iter().flat_map(|i| self.same_line(i)).collect(),
            Layout::OutOfOrder => {
                // A part that another team wrote is pasted in elsewhere, or two answers change places.
                let (one, other) = (self.random.below(order.len()), self.random.below(order.len()));
                if self.random.chance(50) {
                    order.rotate_left(one)
                } else {
                    order.swap(one, other)
                }
                order.into_iter().flat_map(|i| self.echoed(i)).collect()
            }
            Layout::Grouped | Layout::OneForMany => self.grouped(),
            Layout::ByRespondent => {
                let (adult, child): (Vec<usize>, Vec<usize>) = order
                    .into_iter()
                    .partition(|&i| ["1b", "2b", "3b", "5b"].contains(&self.truth.answers[i].question.id.as_str()));
                let mut pieces = vec![Piece::Heading("Response from Children's Services".to_owned())];
                pieces.extend(child.into_iter().flat_map(|i| self.echoed(i)).collect::<Vec<_>>());
                pieces.push(Piece::Heading("Response from Adult Services".to_owned()));
                pieces.extend(adult.into_iter().flat_map(|i| self.echoed(i)).collect::<Vec<_>>());
                pieces
            }
            Layout::Echoed if self.manner.together && self.truth.survey.id == "ras-2012" => self.together(),
            _ => order.into_iter().flat_map(|i| self.echoed(i)).collect(),
        }
    }

    fn same_line(&mut self, index: usize) -> Vec<Piece> {
        let asked = self.asked(index);
        let line = match self.said(index) {
            Some(said) => Piece::Text(format!("{asked} {said}")),
            None => Piece::Asked(asked),
        };
        let mut pieces = vec![line];
        pieces.extend(self.tables(index));
        pieces
    }

    /// Both questions in one numbered paragraph, the answers below in their order.
    fn together(&mut self) -> Vec<Piece> {
        let asked: Vec<String> = (0..2)
            .map(|i| {
                let question = self.truth.answers[i].question;
                Random::new(self.truth.seed, &format!("asked {}", question.id)).pick(&question.asked).clone()
            })
            .collect();
        let mut pieces = vec![Piece::Asked(format!("{} {}", self.manner.marker("1"), asked.join(" ")))];
        let once = same(self.truth, 0, 1);
        pieces.extend((0..if once { 1 } else { 2 }).filter_map(|i| self.said(i)).map(Piece::Text));
        pieces
    }

    fn block(&mut self, order: &[usize]) -> Vec<Piece> {
        let mut pieces = vec![Piece::Text("You asked:".to_owned())];
        pieces.extend(order.iter().map(|&i| Piece::Text(self.asked(i))));
        pieces.push(Piece::Heading("Response".to_owned()));
        for &index in order {
            match self.said(index) {
                Some(said) => pieces.push(Piece::Text(format!("{} {said}", self.marker(index)))),
                None if matches!(self.truth.answers[index].verdict, Verdict::Figures(_)) => {
                    pieces.push(Piece::Text(self.marker(index)))
                }
                None => {}
            }
            pieces.extend(self.tables(index));
        }
        pieces
    }

    fn columns(&mut self, order: &[usize]) -> Vec<Piece> {
        let mut rows = vec![vec!["Question".to_owned(), "Response".to_owned()]];
        let mut below = Vec::new();
        for &index in order {
            let figures = matches!(self.truth.answers[index].verdict, Verdict::Figures(_));
            let said = if figures && !self.attach { Some("Please see the table below.".to_owned()) } else { self.said(index) };
            rows.push(vec![self.asked(index), said.unwrap_or_default()]);
            let tables = self.tables(index);
            if !tables.is_empty() {
                below.push(Piece::Heading(format!("Question {}", self.id(index))));
                below.extend(tables);
            }
        }
        let mut pieces = vec![Piece::Grid(Grid::plain(1, rows))];
        pieces.extend(below);
        pieces
    }

    /// Answers that say the same are given once for all their questions.
    fn grouped(&mut self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let count = self.truth.answers.len();
        let mut index = 0;
        while index < count {
            let end = (index + 1..count).find(|&next| !same(self.truth, index, next)).unwrap_or(count);
            if end - index == 1 {
                pieces.extend(self.echoed(index));
            } else {
                if self.manner.layout == Layout::Grouped {
                    pieces.extend((index..end).map(|i| Piece::Asked(self.asked(i))));
                }
                let ids: Vec<String> = (index..end).map(|i| self.id(i)).collect();
                let said = match &self.truth.answers[index].verdict {
                    Verdict::NotHeld => Random::new(self.truth.seed, &ids[0]).pick(phrases("not_held_many")).clone(),
                    _ => self.said(index).unwrap_or_default(),
                };
                pieces.push(Piece::Text(format!("{} {said}", self.named(&ids))));
            }
            index = end;
        }
        pieces
    }

    /// Several questions in one phrase, up to the words that are said to all.
    fn named(&mut self, ids: &[String]) -> String {
        let (first, last) = (&ids[0], &ids[ids.len() - 1]);
        let listed = format!("{} and {last}", ids[..ids.len() - 1].join(", "));
        let marked = ids.iter().map(|id| format!("Q{id}")).collect::<Vec<_>>().join(", ");
        match self.random.below(5) {
            0 => format!("Questions {first} to {last}:"),
            1 => format!("For questions {listed}:"),
            2 => format!("{marked}:"),
            3 => format!("Q{first} to Q{last}:"),
            _ => format!("Questions {listed}:"),
        }
    }

    /// An older reply to the same request, which the new one supersedes.
    fn older(&self) -> Piece {
        let mut older = Truth { seed: self.truth.seed + 50_000, ..self.truth.clone() };
        for answer in &mut older.answers {
            answer.verdict = match answer.verdict {
                Verdict::NotHeld => Verdict::Clarification,
                _ => Verdict::NotHeld,
            };
        }
        let mut lines = vec![
            format!("From: foi@{}", domain(self.truth)),
            format!("Sent: {}", date(self.truth.received, 0)),
            "To: requester".to_owned(),
            format!("Subject: {}", self.truth.survey.titles[0]),
            String::new(),
        ];
        for index in 0..older.answers.len() {
            lines.push(self.asked(index));
            lines.extend(say(&older, index, &|i| self.id(i)));
            lines.push(String::new());
        }
        Piece::Quoted(lines)
    }
}
