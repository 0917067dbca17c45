//! The text of a table.

use form::{Field, FieldState, FieldType, Path, RowState, french, trame::Requirement};
use leptos::prelude::{Get, GetUntracked, With};

use super::{Grid, Note, paste};
use crate::{
    fields::line,
    filling::{FieldView, kept_list},
    ui::escaped,
};

/// After the name of a column that may be left blank.
const OPTIONAL: &str = " <span class=\"grid__optional\">(facultatif)</span>";

/// What the keyboard does, under a table whose rows come and go.
const KEYS: &str = "<p class=\"grid__keys\">Au clavier\u{a0}: flèches pour changer de case, Entrée pour la ligne suivante, Ctrl\u{a0}+\u{a0}Suppr pour supprimer la ligne. Des lignes d’un tableur se collent dans une case.</p>";

impl Grid {
    /// The table, its button and what stands under it.
    pub(super) fn whole(&self) -> String {
        let rows = self.rows();
        let add = if self.is_free() { self.add_button() } else { String::new() };
        let keys = if self.is_free() && !rows.is_empty() { KEYS } else { "" };
        format!(
            "{}{add}{keys}<datalist id=\"{}\"></datalist><div role=\"status\">{}</div>",
            self.rows_or_none(&rows),
            self.choices_id(),
            self.note()
        )
    }

    /// The rows under their headings; a word when there is none.
    fn rows_or_none(&self, rows: &[RowState]) -> String {
        if rows.is_empty() {
            return "<p class=\"grid__empty\">Aucune ligne pour l’instant.</p>".to_owned();
        }
        let columns = self.drawn_columns(rows);
        let total = columns.iter().any(|column| self.table().columns[*column].total);
        let foot = if total { self.foot(rows, &columns) } else { String::new() };
        format!(
            "<table class=\"grid__table\" role=\"table\"><thead role=\"rowgroup\">{}</thead><tbody role=\"rowgroup\">{}</tbody>\
             <tfoot role=\"rowgroup\">{foot}</tfoot></table>",
            self.head(&columns),
            self.body(rows, &columns),
        )
    }

    /// The columns that say something in a row at least, by place: the others are not asked here.
    pub(super) fn drawn_columns(&self, rows: &[RowState]) -> Vec<usize> {
        // A table that is only read shows what it knows.
        let says = |cell: &FieldState| cell.visible && (self.field.is_typed() || cell.value.is_some());
        let shown = |place: &usize| rows.iter().any(|row| row.cells.get(*place).is_some_and(says));
        (0..self.table().columns.len()).filter(shown).collect()
    }

    /// Identifier of the choices proposed for the cell being typed.
    pub(super) fn choices_id(&self) -> String {
        format!("{}-liste", self.path().control_id())
    }

    fn add_button(&self) -> String {
        let label = escaped(&self.table().add_label);
        let value = format!("name=\"ligne\" value=\"ajouter:{}\"", self.path());
        button("ajouter", "fr-btn--secondary fr-icon-add-line fr-btn--icon-left", &label, &value)
    }

    /// The headings of the columns.
    fn head(&self, columns: &[usize]) -> String {
        let mut html = String::from("<tr role=\"row\"><td role=\"cell\"></td>");
        for column in columns.iter().map(|place| &self.table().columns[*place]) {
            let class = if line::is_numeric(&column.field_type) { " class=\"numeric\"" } else { "" };
            html += &format!("<th role=\"columnheader\" scope=\"col\"{class}>");
            html += &escaped(&column.label);
            if self.is_optional(column) {
                html += OPTIONAL;
            }
            html += &hint(column.hint.as_deref());
            html += "</th>";
        }
        self.closed(html)
    }

    /// Whether a column is told as optional: the lines of a fixed table are answered where they have something to
    /// say, its hint says so.
    fn is_optional(&self, column: &Field) -> bool {
        self.is_free() && column.is_typed() && column.required == Requirement::Never
    }

    /// The totals under the columns that have one.
    fn foot(&self, rows: &[RowState], columns: &[usize]) -> String {
        let mut html = String::from("<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">Total</th>");
        for place in columns {
            let column = &self.table().columns[*place];
            html += "<td role=\"cell\" class=\"numeric\" data-label=\"";
            html += &escaped(&column.label);
            html += "\" id=\"";
            html += &total_id(column);
            html += "\">";
            html += &if column.total { self.total(rows, *place) } else { String::new() };
            html += "</td>";
        }
        self.closed(html)
    }

    /// A row of headings or totals, with the place of the buttons.
    fn closed(&self, html: String) -> String {
        html + if self.is_free() { "<td role=\"cell\"></td></tr>" } else { "</tr>" }
    }

    fn body(&self, rows: &[RowState], columns: &[usize]) -> String {
        let (mut html, table, free) = (String::new(), self.table(), self.is_free());
        for (place, row) in rows.iter().enumerate() {
            let name = escaped(&table.row_title(place));
            html += "<tr role=\"row\" data-row=\"";
            html += &row.id;
            html += "\" id=\"";
            html += &self.path().row(&row.id).control_id();
            html += "\"><th role=\"rowheader\" scope=\"row\">";
            html += &name;
            html += &hint(table.lines.get(place).and_then(|line| line.hint.as_deref()));
            html += "</th>";
            for place in columns {
                html += &self.cell(&table.columns[*place], &row.id, &row.cells[*place]);
            }
            if free {
                html += &self.actions(&row.id, &name);
            }
            html += "</tr>";
        }
        html
    }

    /// Whether a cell is a control.
    pub(super) fn is_typed(&self, column: &Field, cell: &Path) -> bool {
        self.field.is_typed() && column.is_typed() && self.editor.opens(cell)
    }

    fn cell(&self, column: &Field, row: &str, state: &FieldState) -> String {
        if !state.visible {
            return "<td role=\"cell\" class=\"grid__none\"><span class=\"fr-sr-only\">sans objet</span></td>".to_owned();
        }
        let path = self.path().cell(row, column.path.last());
        let id = path.control_id();
        let optional = if self.is_optional(column) { OPTIONAL } else { "" };
        let label = format!("{}{optional}{}", escaped(&column.label), hint(column.hint.as_deref()));
        let class = if line::is_numeric(&column.field_type) { " numeric" } else { "" };
        let view = self.editor.view_of(&path, None);
        let (open, close) = if self.is_typed(column, &path) {
            let text = self.editor.text_of(&path);
            let control = control(column, (&id, &self.choices_id()), path.as_str(), &escaped(&text), &view);
            (format!("<label class=\"grid__label\" for=\"{id}\">{label}</label>"), control)
        } else {
            let shown = escaped(view.shown.as_deref().unwrap_or_default());
            (
                format!("<span class=\"grid__label\">{label}</span>"),
                format!("<output id=\"{id}\" class=\"grid__read{class}\">{shown}</output>"),
            )
        };
        let (kind, said) = match view.noted() {
            Some(noted) => ("info", noted),
            None => ("error", view.said()),
        };
        let asks = if self.editor.asks_in_cell(&path) { choice(&path) } else { String::new() };
        let errors = escaped(&said) + &asks;
        format!(
            "<td role=\"cell\" class=\"{}\">{open}{close}<p class=\"fr-message fr-message--{kind}\" id=\"{id}-messages\">{errors}</p></td>",
            class.trim()
        )
    }

    /// The buttons of a row, or the question before it is taken away.
    fn actions(&self, row: &str, name: &str) -> String {
        let path = self.path().row(row);
        let act = |act: &str| format!("name=\"ligne\" value=\"{act}:{path}\"");
        let ask = |question: &str, torn: &str| {
            format!(
                "<span role=\"group\" aria-label=\"{question}\">{torn}{}{}</span>",
                button("non", "fr-btn--secondary", "Garder", &act("garder")),
                button("oui", "", "Supprimer", &act("supprimer"))
            )
        };
        let buttons = if self.editor.torn.with(|torn| torn.contains(&path)) {
            let said = escaped(&self.editor.torn_by(&path));
            ask(
                &format!("{name}\u{a0}: {said}"),
                &format!("<p class=\"fr-message fr-message--error\">{said}</p>"),
            )
        } else if self.asked.get().as_deref() == Some(row) {
            ask(&format!("Supprimer {name}\u{202f}?"), "")
        } else {
            let (copy, remove) = (act("copier"), act("supprimer"));
            let icon = "fr-btn--tertiary-no-outline fr-icon-";
            button("copier", &format!("{icon}file-add-line"), &format!("Dupliquer {name}"), &copy)
                + &button(
                    "supprimer",
                    &format!("{icon}delete-bin-line"),
                    &format!("Supprimer {name}"),
                    &remove,
                )
        };
        format!("<td role=\"cell\" class=\"grid__actions\">{buttons}</td>")
    }

    /// What stands under the table: a paste to accept, something done to undo.
    fn note(&self) -> String {
        let (text, more, go) = match self.note.get() {
            Note::None => return String::new(),
            Note::Done(text, undo) if undo.is_empty() => (text, String::new(), String::new()),
            Note::Done(text, _) => (text, String::new(), button("faire", "fr-btn--secondary", "Annuler", "")),
            Note::Preview(plan) => {
                let go = button("faire", "", "Coller", "")
                    + &button("fermer", "fr-btn--secondary", "Ne pas coller", "");
                (self.paste_title(&plan), self.preview(&plan), go)
            }
        };
        format!(
            "<div class=\"fr-alert fr-alert--info fr-alert--sm grid__note\"><p>{}</p>{more}{go}</div>",
            escaped(&text)
        )
    }

    /// What is about to be pasted, and what it takes the place of.
    fn paste_title(&self, plan: &paste::Plan) -> String {
        let rows = self.row_ids().len();
        let replaced = plan.places.iter().filter(|place| **place < rows).count();
        let name = |place: usize| self.table().row_title(plan.places[place]);
        match (replaced, self.table().is_fixed()) {
            (0, _) | (_, true) => plan.title(),
            (1, _) => {
                format!("{} Ce que dit la ligne «\u{a0}{}\u{a0}» sera remplacé.", plan.title(), name(0))
            }
            (_, _) => format!(
                "{} Ce que disent les lignes «\u{a0}{}\u{a0}» à «\u{a0}{}\u{a0}» sera remplacé.",
                plan.title(),
                name(0),
                name(replaced - 1)
            ),
        }
    }

    /// What is about to be pasted: the columns recognised, the cells that cannot be read.
    fn preview(&self, plan: &paste::Plan) -> String {
        let mut html = String::from(
            "<div class=\"grid__preview\" tabindex=\"0\" role=\"region\" aria-label=\"Aperçu\"><table><thead><tr><td></td>",
        );
        for place in &plan.columns {
            html += "<th scope=\"col\">";
            html += &escaped(&self.table().columns[*place].label);
            html += "</th>";
        }
        html += "</tr></thead><tbody>";
        for (place, row) in plan.rows.iter().enumerate().take(paste::SHOWN) {
            html += "<tr><th scope=\"row\">";
            html += &escaped(&self.table().row_title(plan.places[place]));
            html += "</th>";
            for ((text, error), place) in row.iter().zip(&plan.columns) {
                html += if error.is_some() { "<td class=\"grid__wrong\">" } else { "<td>" };
                html += &escaped(&paste::shown(text, &self.table().columns[*place]));
                html += "<span>";
                html += &escaped(error.as_deref().unwrap_or_default());
                html += "</span></td>";
            }
            html += "</tr>";
        }
        html + "</tbody></table></div>"
    }

    /// The total of a column, as people read it.
    pub(super) fn total(&self, rows: &[RowState], place: usize) -> String {
        form::engine::column_total(rows, place, &self.table().columns[place].field_type)
    }
}

/// Identifier of the total of a column.
pub(super) fn total_id(column: &Field) -> String {
    format!("{}-total", column.path.control_id())
}

fn hint(hint: Option<&str>) -> String {
    hint.map(|hint| format!("<span class=\"fr-hint-text\">{}</span>", escaped(hint))).unwrap_or_default()
}

/// A small button that says what it does; without a script those that have a name send the form.
fn button(act: &str, class: &str, label: &str, more: &str) -> String {
    let kind = if more.is_empty() { "button" } else { "submit" };
    format!(
        "<button class=\"fr-btn fr-btn--sm {class}\" type=\"{kind}\" data-do=\"{act}\" title=\"{label}\" {more}>{label}</button>"
    )
}

/// The buttons that keep one of the two values of a cell.
pub(super) fn choice(path: &Path) -> String {
    let one = |act: &str, text: &str| {
        format!(
            " <button class=\"fr-btn fr-btn--tertiary fr-btn--sm\" type=\"submit\" name=\"garder\" value=\"{act}:{path}\" data-do=\"{act}\" data-cell=\"{path}\">{text}</button>"
        )
    };
    one("mienne", "Garder la mienne") + &one("autre", "Garder l’autre")
}

fn control(column: &Field, (id, choices): (&str, &str), name: &str, text: &str, view: &FieldView) -> String {
    let invalid = if view.errors.is_empty() { "" } else { " aria-invalid=\"true\"" };
    let required = if view.required { " aria-required=\"true\"" } else { "" };
    let common = format!("id=\"{id}\" name=\"{name}\" aria-describedby=\"{id}-messages\"{invalid}{required}");
    let option = |key: &str, label: &str| {
        let selected = if key == text { " selected" } else { "" };
        format!("<option value=\"{key}\"{selected}>{}</option>", escaped(label))
    };
    match &column.field_type {
        FieldType::LongText => {
            format!("<textarea class=\"fr-input\" rows=\"2\" {common}>\n{text}</textarea>")
        }
        FieldType::Boolean | FieldType::Choice { .. } => {
            let mut options = option("", "Choisir");
            if column.field_type == FieldType::Boolean {
                options += &option("true", french::yes_no(true));
                options += &option("false", french::yes_no(false));
            }
            for choice in column.field_type.choices() {
                options += &option(&choice.key, &choice.label);
            }
            // What was pasted and is no choice stays to be seen until it is corrected.
            if !options.contains(" selected>") {
                // Escaped already, as every text of a control.
                options += &format!("<option value=\"{text}\" selected>{text}</option>");
            }
            format!("<select class=\"fr-select\" {common}>{options}</select>")
        }
        field_type => {
            let mode = line::input_mode(field_type).unwrap_or("text");
            let width = column.width.map_or("l", line::width);
            let class = if line::is_numeric(field_type) { " numeric" } else { "" };
            let list = kept_list(field_type).map(|_| format!(" list=\"{choices}\"")).unwrap_or_default();
            format!(
                "<input{list} class=\"fr-input{class}\" type=\"text\" autocomplete=\"off\" spellcheck=\"false\" value=\"{text}\" inputmode=\"{mode}\" data-width=\"{width}\" {common}>"
            )
        }
    }
}

impl crate::filling::Editor {
    /// What stands in a control.
    pub(super) fn text_of(&self, path: &Path) -> String {
        self.field(path).map(|handle| handle.text.get_untracked()).unwrap_or_default()
    }
}
