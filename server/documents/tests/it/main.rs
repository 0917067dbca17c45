//! The papers of a dossier, word by word, then drawn and read again as a reader of PDF does.
//!
//! Drawing needs the State's fonts, which the npm packages bring: `FONTS` names their folder, else that of the project
//! is read, else what needs them is skipped. With `PAPERS`, what is drawn is kept in that folder for the checkers.

mod answers;
mod reader;
mod story;

mod drawing;
mod words;
