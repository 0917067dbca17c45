//! One contract suite for the repositories, run on SQLite and on PostgreSQL.

mod awaited;
mod database;
mod deliveries;
mod dossiers;
mod sample;
mod sessions;
mod sources;

use database::Database;

/// Makes each story a test on both databases.
macro_rules! contract {
    ($($module:ident :: $story:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                let database = super::Database::sqlite().await;
                super::$module::$story(&database).await;
            })+
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                let Some(database) = super::Database::postgres(stringify!($story)).await else { return };
                super::$module::$story(&database).await;
                database.drop().await;
            })+
        }
    };
}

contract![
    dossiers::a_dossier_is_read_back_as_it_was_written,
    dossiers::a_demand_is_opened_once,
    dossiers::sending_twice_changes_nothing,
    dossiers::the_late_writer_of_a_field_sees_both_values,
    dossiers::different_fields_merge_silently,
    dossiers::a_page_never_conflicts_with_itself,
    dossiers::fifty_writers_at_once_lose_nothing,
    dossiers::a_refused_change_leaves_nothing,
    dossiers::a_service_sees_its_submitted_dossiers_only,
    dossiers::what_is_added_is_told_to_every_instance,
    dossiers::a_batch_takes_four_statements_and_the_news_of_it,
    dossiers::what_fails_alone_takes_nothing_from_the_others,
    dossiers::what_cannot_be_written_is_acknowledged_to_nobody,
    dossiers::a_touched_log_is_found_out,
    dossiers::snapshots_of_an_older_shape_are_folded_again,
    sessions::colleagues_are_those_who_acted_for_a_structure,
    sessions::what_colleagues_say_is_folded_with_the_rest,
    awaited::a_document_waits_once_and_comes_back_when_its_turn_comes,
    sources::a_source_is_asked_once_and_again_when_its_turn_comes,
    sources::an_answer_is_kept_with_its_day_in_place_of_the_one_before,
    deliveries::the_same_file_twice_changes_nothing,
    deliveries::an_older_delivery_replaces_nothing,
    deliveries::a_refused_file_leaves_nothing_behind,
    deliveries::two_reasons_of_refusal_are_both_kept,
    deliveries::what_was_done_under_an_annexe_is_kept_once_a_source,
];
