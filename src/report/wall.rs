//! The rota as a workbook for the wall: a sheet a week, one by practitioner, one by room.

use super::rota::codes::Codes;
use crate::base::calendar::HalfDay;
use crate::base::ids::{ClinicId, PractitionerId, RoomId, SiteId};
use crate::plan::Session;
use crate::plan::rota::{RotaWeek, State, WhyAway};
use crate::record::{RotaRecord, ServiceOutline};
use chrono::NaiveDate;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::collections::{BTreeMap, BTreeSet};

/// Colours of clinics: light enough for black letters, and told apart by their grey too, from light to dark and back.
const COLOURS: [u32; 12] = [
    0xFFF7D6, 0x9EC9F0, 0xDDEFC8, 0xE3A6A6, 0xD9E6FB, 0x8FC9A8, 0xFBE0C8, 0xB9A7DC, 0xE6F5F2, 0xE0B36A, 0xF3D9EC,
    0xA3B18A,
];
/// What is blank because somebody is away.
const AWAY: u32 = 0xD0D0D0;
/// A4, by its number among paper sizes.
const A4: u8 = 9;

/// The workbook's bytes.
///
/// # Errors
/// If it cannot be written.
pub fn wall(record: &RotaRecord) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::parse_from_str(&record.service.start.format("%Y-%m-%d").to_string())?;
    let title = format!("Rota: {}", record.service.name);
    book.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
    let wall = Wall::of(record);
    for week in &record.rota.weeks {
        wall.week(book.add_worksheet(), week)?;
    }
    wall.by_practitioner(book.add_worksheet())?;
    wall.by_room(book.add_worksheet())?;
    book.save_to_buffer()
}

/// What all sheets are made of.
struct Wall<'r> {
    record: &'r RotaRecord,
    service: &'r ServiceOutline,
    half_days: Vec<HalfDay>,
    clinics: Codes<'r, ClinicId>,
    sites: Codes<'r, SiteId>,
    colours: BTreeMap<&'r ClinicId, Color>,
    people: BTreeSet<&'r PractitionerId>,
    rooms: Vec<&'r RoomId>,
}

impl<'r> Wall<'r> {
    fn of(record: &'r RotaRecord) -> Self {
        let (rota, service) = (&record.rota, &record.service);
        let used: BTreeSet<&ClinicId> = rota.sessions.iter().map(|s| &s.clinic).collect();
        let colour = |(n, clinic)| (clinic, Color::RGB(COLOURS[n % COLOURS.len()]));
        let of_day = |&day| service.periods.iter().map(move |p| HalfDay { day, period: p.id.clone() });
        let in_use: BTreeSet<&RoomId> = rota.sessions.iter().map(|s| &s.room).collect();
        Self {
            record,
            service,
            half_days: service.days.iter().flat_map(of_day).collect(),
            clinics: Codes::of(rota.sessions.iter().map(|s| &s.clinic)),
            sites: Codes::of(rota.sessions.iter().map(|s| &s.site)),
            colours: used.into_iter().enumerate().map(colour).collect(),
            people: rota.sessions.iter().map(|s| &s.practitioner).collect(),
            rooms: service.rooms.iter().map(|r| &r.id).filter(|id| in_use.contains(id)).collect(),
        }
    }

    fn sessions(&self, week: &RotaWeek) -> impl Iterator<Item = &'r Session> {
        let number = week.week;
        self.record.rota.sessions.iter().filter(move |s| s.week == number)
    }

    /// Appointments in a session; of classes, places.
    fn appointments(&self, session: &Session) -> u32 {
        self.record.rota.list_of(session).map(|row| row.appointments).sum()
    }

    fn date(week: &RotaWeek, half_day: &HalfDay) -> NaiveDate {
        week.monday + chrono::Duration::days(i64::from(half_day.day.number()))
    }

    /// A sheet with its title, and half-days as its header in the fourth row.
    fn begin(
        &self,
        page: &mut Worksheet,
        name: &str,
        title: &str,
        first: &[&str],
        last: &[&str],
    ) -> Result<(), XlsxError> {
        page.set_name(name)?;
        page.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        page.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
        page.set_footer("&L&A&RPage &P of &N");
        page.write_string_with_format(0, 0, title, &Format::new().set_bold().set_font_size(14))?;
        let header = boxed().set_bold().set_align(FormatAlign::Center).set_background_color(Color::RGB(0x00E8_E8E8));
        let titles = self.half_days.iter().map(|h| format!("{} {}", h.day, h.period));
        let all = first.iter().map(ToString::to_string).chain(titles).chain(last.iter().map(ToString::to_string));
        for (column, title) in all.enumerate() {
            page.write_string_with_format(HEADER, column as u16, title, &header)?;
        }
        for column in 0..last.len() as u16 {
            page.set_column_width(first.len() as u16 + self.half_days.len() as u16 + column, 13)?;
        }
        page.set_freeze_panes(HEADER + 1, first.len() as u16)?;
        page.set_repeat_rows(HEADER, HEADER)?;
        for column in 0..first.len() as u16 {
            page.set_column_width(column, 16)?;
        }
        let from = first.len() as u16;
        for column in from..from + self.half_days.len() as u16 {
            page.set_column_width(column, 12)?;
        }
        Ok(())
    }

    /// The rota of a week: practitioners down, half-days across, with totals.
    fn week(&self, page: &mut Worksheet, week: &RotaWeek) -> Result<(), XlsxError> {
        let state = match week.state {
            State::Draft => "DRAFT",
            State::Published => "published",
            State::Past => "past",
        };
        let title = format!("{}: {}, from {}", self.service.name, week.iso, week.monday.format("%-d %B %Y"));
        self.begin(page, &week.iso, &title, &["Practitioner", "Role"], &["Sessions", "Appointments"])?;
        let sessions: Vec<&Session> = self.sessions(week).collect();
        page.write_string(
            1,
            0,
            format!("{state}; {} sessions. In each box: clinic, site and room, appointments.", week.figures.sessions),
        )?;
        let small = boxed().set_align(FormatAlign::Center).set_font_size(8);
        for (column, half_day) in self.half_days.iter().enumerate() {
            let day = Self::date(week, half_day).format("%-d %b").to_string();
            page.write_string_with_format(HEADER - 1, column as u16 + 2, day, &small)?;
        }
        let mut line = HEADER + 1;
        let mut totals: Vec<(u32, u32)> = vec![(0, 0); self.half_days.len()];
        for who in &self.people {
            page.write_string_with_format(line, 0, who.as_ref(), &boxed().set_bold())?;
            page.write_string_with_format(line, 1, self.service.role_of(who), &boxed())?;
            let (mut count, mut appointments) = (0_u32, 0_u32);
            for (at, half_day) in self.half_days.iter().enumerate() {
                let column = at as u16 + 2;
                let own = sessions.iter().find(|s| s.practitioner == **who && s.half_day == *half_day);
                let Some(session) = own else {
                    self.empty(page, (line, column), who, Self::date(week, half_day), half_day)?;
                    continue;
                };
                let held = self.appointments(session);
                let (clinic, site) = (self.clinics.code(&session.clinic), self.sites.code(&session.site));
                let text = format!("{clinic}\n{site} {}\n{held}", self.room_number(&session.room));
                page.write_string_with_format(line, column, text, &self.coloured(&session.clinic))?;
                count += 1;
                appointments += held;
                totals[at].0 += 1;
                totals[at].1 += held;
            }
            let last = self.half_days.len() as u16 + 2;
            page.write_number_with_format(line, last, count, &boxed())?;
            page.write_number_with_format(line, last + 1, appointments, &boxed())?;
            page.set_row_height(line, 38)?;
            line += 1;
        }
        let bold = boxed().set_bold().set_align(FormatAlign::Center);
        page.write_string_with_format(line, 0, "In clinics", &bold)?;
        page.write_string_with_format(line, 1, "", &bold)?;
        for (at, (count, _)) in totals.iter().enumerate() {
            page.write_number_with_format(line, at as u16 + 2, *count, &bold)?;
        }
        let all: u32 = totals.iter().map(|(count, _)| count).sum();
        page.write_number_with_format(line, self.half_days.len() as u16 + 2, all, &bold)?;
        let beside = self.half_days.len() as u16 + 5;
        let end = self.legend(page, beside)?;
        page.set_print_area(0, 0, line.max(end), beside + 1)?;
        page.set_print_fit_to_pages(1, 1);
        Ok(())
    }

    /// A half-day without a session.
    fn empty(
        &self,
        page: &mut Worksheet,
        (line, column): (u32, u16),
        who: &PractitionerId,
        date: NaiveDate,
        half_day: &HalfDay,
    ) -> Result<(), XlsxError> {
        let away =
            self.record.rota.away.iter().find(|a| (a.date, &a.half_day, &a.practitioner) == (date, half_day, who));
        let supervision = self.record.rota.supervisions.iter().find(|s| {
            s.who.contains(who) && s.when.as_ref().is_some_and(|w| (w.date, &w.half_day) == (date, half_day))
        });
        let (text, colour) = match (away, supervision) {
            (Some(away), _) if away.why == WhyAway::SiteShut => ("shut", Some(AWAY)),
            (Some(_), _) => ("away", Some(AWAY)),
            (None, Some(_)) => ("supervision", None),
            (None, None) => ("", None),
        };
        let mut format = boxed().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_font_size(8);
        if let Some(colour) = colour {
            format = format.set_background_color(Color::RGB(colour));
        }
        page.write_string_with_format(line, column, text, &format)?;
        Ok(())
    }

    /// What codes and colours stand for, beside the grid; returns the last row.
    fn legend(&self, page: &mut Worksheet, column: u16) -> Result<u32, XlsxError> {
        let bold = Format::new().set_bold();
        let small = Format::new().set_font_size(9).set_align(FormatAlign::Top);
        page.set_column_width(column - 1, 2)?;
        page.set_column_width(column, 8)?;
        page.set_column_width(column + 1, 34)?;
        let mut line = HEADER;
        page.write_string_with_format(line, column, "Clinics", &bold)?;
        for clinic in self.colours.keys() {
            line += 1;
            page.write_string_with_format(line, column, self.clinics.code(clinic), &self.coloured(clinic))?;
            page.write_string_with_format(line, column + 1, self.service.clinic_name(clinic), &small)?;
        }
        line += 1;
        page.write_string_with_format(line, column, "Rooms", &bold)?;
        for site in &self.service.sites {
            let rooms = self.service.rooms.iter().filter(|r| r.site == site.id && self.rooms.contains(&&r.id));
            let rooms: Vec<String> = rooms.map(|r| format!("{} {}", self.room_number(&r.id), r.name)).collect();
            if rooms.is_empty() {
                continue;
            }
            line += 1;
            let text = format!("{}: {}", site.name, rooms.join(", "));
            page.write_string_with_format(line, column, self.sites.code(&site.id), &small)?;
            page.write_string_with_format(line, column + 1, text, &small.clone().set_text_wrap())?;
        }
        Ok(line)
    }

    /// All weeks, practitioner by practitioner.
    fn by_practitioner(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        let title = format!("{}: by practitioner", self.service.name);
        self.begin(page, "By practitioner", &title, &["Practitioner", "Week"], &["Sessions"])?;
        let mut line = HEADER + 1;
        for who in &self.people {
            for week in &self.record.rota.weeks {
                let own = |half_day: &HalfDay| {
                    self.sessions(week).find(|s| s.practitioner == **who && s.half_day == *half_day)
                };
                let text = |s: &Session| {
                    format!(
                        "{}\n{} {}",
                        self.clinics.code(&s.clinic),
                        self.sites.code(&s.site),
                        self.room_number(&s.room)
                    )
                };
                self.row(page, line, (who.as_ref(), &week.iso), &own, &text)?;
                for (at, half_day) in self.half_days.iter().enumerate().filter(|(_, h)| own(h).is_none()) {
                    self.empty(page, (line, at as u16 + 2), who, Self::date(week, half_day), half_day)?;
                }
                line += 1;
            }
        }
        page.set_print_area(0, 0, line, self.half_days.len() as u16 + 2)?;
        Ok(())
    }

    /// All weeks, room by room.
    fn by_room(&self, page: &mut Worksheet) -> Result<(), XlsxError> {
        let title = format!("{}: by room", self.service.name);
        self.begin(page, "By room", &title, &["Room", "Week"], &["Sessions"])?;
        let mut line = HEADER + 1;
        for room in &self.rooms {
            for week in &self.record.rota.weeks {
                let own =
                    |half_day: &HalfDay| self.sessions(week).find(|s| s.room == **room && s.half_day == *half_day);
                let text = |s: &Session| {
                    let together = self.sessions(week).filter(|x| x.room == s.room && x.half_day == s.half_day);
                    let who: Vec<&str> = together.map(|x| x.practitioner.as_ref()).collect();
                    format!("{}\n{}", self.clinics.code(&s.clinic), who.join("\n"))
                };
                self.row(page, line, (self.service.room_name(room), &week.iso), &own, &text)?;
                line += 1;
            }
        }
        page.set_print_area(0, 0, line, self.half_days.len() as u16 + 2)?;
        Ok(())
    }

    fn row(
        &self,
        page: &mut Worksheet,
        line: u32,
        (name, week): (&str, &str),
        own: &dyn Fn(&HalfDay) -> Option<&'r Session>,
        text: &dyn Fn(&Session) -> String,
    ) -> Result<(), XlsxError> {
        page.write_string_with_format(line, 0, name, &boxed().set_bold())?;
        page.write_string_with_format(line, 1, week, &boxed())?;
        let (mut count, mut lines) = (0_u32, 1);
        for (at, half_day) in self.half_days.iter().enumerate() {
            let column = at as u16 + 2;
            match own(half_day) {
                Some(session) => {
                    let text = text(session);
                    lines = lines.max(text.lines().count());
                    page.write_string_with_format(line, column, text, &self.coloured(&session.clinic))?;
                    count += 1;
                }
                None => {
                    page.write_blank(line, column, &boxed())?;
                }
            }
        }
        page.write_number_with_format(line, self.half_days.len() as u16 + 2, count, &boxed())?;
        page.set_row_height(line, 13.0 * lines as f64)?;
        Ok(())
    }

    fn coloured(&self, clinic: &ClinicId) -> Format {
        let colour = self.colours.get(clinic).copied().unwrap_or(Color::White);
        boxed().set_background_color(colour).set_text_wrap().set_font_size(9).set_align(FormatAlign::Center)
    }

    /// A room's number within its site.
    fn room_number(&self, id: &RoomId) -> String {
        let site = self.service.rooms.iter().find(|r| r.id == *id).map(|r| &r.site);
        let of_site = self.service.rooms.iter().filter(|r| Some(&r.site) == site);
        let number = of_site.take_while(|r| r.id != *id).count() + 1;
        format!("r{number}")
    }
}

/// The row in which half-days stand as headings.
const HEADER: u32 = 3;

fn boxed() -> Format {
    Format::new().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x0080_8080)).set_align(FormatAlign::Top)
}
