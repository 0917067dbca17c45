//! Reports of non-delivery (RFC 3464): of which mail they are, and why it did not arrive.

use domain::ports::notices::{Fate, MailName};
use mail_parser::{MessageParser, MessagePart, MimeHeaders};

use super::{LONGEST, is_of_address};

/// A mail of ours that somebody's server gave back.
#[derive(Debug, PartialEq, Eq)]
pub struct Returned {
    /// The mail.
    pub mail: MailName,
    /// What became of it: refused for its address, or given up on the way.
    pub fate: Fate,
}

/// What a message says, when it is a report that a mail of ours did not arrive.
///
/// None for any other message: an automatic answer, a delay that goes on, the report of somebody else's mail.
#[must_use]
pub fn read(message: &[u8]) -> Option<Returned> {
    let report = MessageParser::default().parse(message)?;
    let part = |types: &[(&str, &str)]| report.parts.iter().find(|part| is_of(part, types));
    let told = part(&[("message", "delivery-status"), ("message", "global-delivery-status")])?;
    let told = String::from_utf8_lossy(told.contents()).into_owned();
    let failed = recipients(&told).into_iter().find(Recipient::failed)?;
    let ours = part(&[
        ("message", "rfc822"),
        ("message", "global"),
        ("text", "rfc822-headers"),
        ("message", "global-headers"),
    ])?;
    let ours = MessageParser::default().parse(ours.contents())?;
    let (name, _) = ours.message_id()?.rsplit_once('@')?;
    Some(Returned { mail: MailName::parse(name)?, fate: failed.fate() })
}

fn is_of(part: &MessagePart<'_>, types: &[(&str, &str)]) -> bool {
    let Some(of) = part.content_type() else { return false };
    types.iter().any(|(main, sub)| {
        of.ctype().eq_ignore_ascii_case(main) && of.subtype().is_some_and(|of| of.eq_ignore_ascii_case(sub))
    })
}

/// What a report says of one address.
#[derive(Default)]
struct Recipient {
    action: String,
    status: String,
    diagnostic: String,
}

impl Recipient {
    fn failed(&self) -> bool {
        self.action.eq_ignore_ascii_case("failed")
    }

    fn fate(&self) -> Fate {
        // « smtp; 550 5.1.1 no such user »: what follows the kind of server.
        let said = self.diagnostic.split_once(';').map_or(&*self.diagnostic, |(_, said)| said).trim();
        let why = if said.is_empty() { &self.status } else { said };
        let why: String = why.chars().take(LONGEST).collect();
        let code = said.get(..3).filter(|code| code.bytes().all(|digit| digit.is_ascii_digit()));
        let is_of_address = match code {
            Some(code) => is_of_address(code, &why),
            // 5.1: the address; 5.2.1: a mailbox that takes nothing any more.
            None => self.status.starts_with("5.1.") || self.status.starts_with("5.2.1"),
        };
        if is_of_address { Fate::Bounced(why) } else { Fate::GivenUp(why) }
    }
}

/// The groups of fields of a report, one an address; the first, of the report itself, says nothing of any.
fn recipients(told: &str) -> Vec<Recipient> {
    let mut all = vec![Recipient::default()];
    for line in unfolded(told) {
        if line.trim().is_empty() {
            all.push(Recipient::default());
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let last = all.last_mut().expect("one at least");
        let place = match name.trim().to_ascii_lowercase().as_str() {
            "action" => &mut last.action,
            "status" => &mut last.status,
            "diagnostic-code" => &mut last.diagnostic,
            _ => continue,
        };
        value.trim().clone_into(place);
    }
    all
}

/// Lines, those that go on from one to the next made one.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match lines.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) && !line.trim().is_empty() && !last.is_empty() => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => lines.push(line.trim_end().to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "01a2b3c4-0000-7000-8000-000000000001.12.00000000-0000-0000-0000-000000000002";

    /// A report as Postfix writes it.
    fn report(status: &str, returned: &str) -> String {
        format!(
            "Return-Path: <>\r\nFrom: MAILER-DAEMON@relais.example (Mail Delivery System)\r\nTo: service@iae.example\r\n\
             Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; \
             report-type=delivery-status;\r\n\tboundary=\"limite\"\r\n\r\n--limite\r\nContent-Type: text/plain; \
             charset=us-ascii\r\n\r\nI'm sorry to have to inform you.\r\n\r\n--limite\r\nContent-Type: \
             message/delivery-status\r\n\r\nReporting-MTA: dns; relais.example\r\nArrival-Date: Thu, 3 Dec 2026 \
             09:00:00 +0000 (UTC)\r\n\r\n{status}\r\n\r\n--limite\r\n{returned}\r\n\r\n--limite--\r\n"
        )
    }

    fn whole(name: &str) -> String {
        format!(
            "Content-Type: message/rfc822\r\n\r\nMessage-ID: <{name}@iae.example>\r\nFrom: service@iae.example\r\n\
             Subject: Dossier\r\n\r\nBonjour"
        )
    }

    const REFUSED: &str = "Final-Recipient: rfc822; parti@exemple.fr\r\nAction: failed\r\nStatus: 5.1.1\r\n\
                           Diagnostic-Code: smtp; 550 5.1.1 <parti@exemple.fr>:\r\n    Recipient address rejected";

    #[test]
    fn a_report_says_which_mail_came_back_and_why() {
        let mail = MailName::parse(NAME).expect("a name");
        let headers = whole(NAME).replace("message/rfc822", "text/rfc822-headers");
        let bounced = |why: &str| Fate::Bounced(why.to_owned());
        let given_up = |why: &str| Fate::GivenUp(why.to_owned());
        for (status, returned, fate) in [
            (REFUSED, whole(NAME), bounced("550 5.1.1 <parti@exemple.fr>: Recipient address rejected")),
            (REFUSED, headers, bounced("550 5.1.1 <parti@exemple.fr>: Recipient address rejected")),
            ("Action: failed\r\nStatus: 5.1.10", whole(NAME), bounced("5.1.10")),
            ("Action: failed\r\nStatus: 5.2.1", whole(NAME), bounced("5.2.1")),
            ("Action: failed\r\nStatus: 4.4.7", whole(NAME), given_up("4.4.7")),
            (
                "Action: FAILED\r\nStatus: 5.7.1\r\nDiagnostic-Code: smtp; 554 5.7.1 spam",
                whole(NAME),
                given_up("554 5.7.1 spam"),
            ),
            (
                "Action: failed\r\nStatus: 5.2.2\r\nDiagnostic-Code: smtp;552 5.2.2 full",
                whole(NAME),
                given_up("552 5.2.2 full"),
            ),
        ] {
            let told = read(report(status, &returned).as_bytes());
            assert_eq!(told, Some(Returned { mail: mail.clone(), fate }), "{status}");
        }
    }

    #[test]
    fn what_is_no_report_of_ours_says_nothing() {
        let answer =
            "From: a@exemple.fr\r\nAuto-Submitted: auto-replied\r\nSubject: Absente\r\n\r\nDe retour lundi.";
        let delayed = report("Action: delayed\r\nStatus: 4.4.1", &whole(NAME));
        let others = report(REFUSED, &whole("123456.quelqu-un"));
        let headless = report(REFUSED, "Content-Type: text/plain\r\n\r\nsans suite");
        let cut = &report(REFUSED, &whole(NAME))[..400];
        for message in ["", "\0\u{1}", answer, &delayed, &others, &headless, cut] {
            assert_eq!(read(message.as_bytes()), None, "{message}");
        }
    }
}
