//! One contract suite for the repositories, run on SQLite and on PostgreSQL.

mod awaited;
mod database;
mod deliveries;
mod desk;
mod dossiers;
mod durability;
mod every_kind;
mod folded;
mod networks;
mod notices;
mod population;
mod queue;
mod reserves;
mod sample;
mod sessions;
mod shared_commits;
mod sharing;
mod sources;
mod tallies;
mod verified;
mod words;

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
    dossiers::a_bilan_stands_once_beside_the_demand_of_the_same_year,
    dossiers::the_dossiers_of_a_year_are_those_of_the_structures_asked,
    dossiers::sending_twice_changes_nothing,
    dossiers::the_late_writer_of_a_field_sees_both_values,
    dossiers::different_fields_merge_silently,
    dossiers::a_page_never_conflicts_with_itself,
    dossiers::fifty_writers_at_once_lose_nothing,
    dossiers::a_refused_change_leaves_nothing,
    dossiers::a_service_sees_its_submitted_dossiers_only,
    queue::a_queue_is_found_by_words_and_keys,
    queue::each_order_of_a_queue_is_read_page_by_page,
    queue::a_queue_of_before_is_ordered_by_what_presses,
    queue::a_queue_follows_what_moves_a_dossier_and_takes_five_statements,
    words::words_are_found_in_what_was_sent_and_in_who_asks,
    words::words_take_one_statement_more_and_come_with_their_texts,
    words::the_words_are_those_of_the_last_version_and_verified,
    sharing::what_a_service_notes_is_found_in_its_own_queue,
    sharing::the_dossiers_around_one_are_those_of_the_list,
    sharing::the_load_of_a_service_is_counted_by_agent_and_age,
    sharing::the_people_of_a_service_are_those_who_acted_for_it,
    sharing::views_are_kept_by_name,
    dossiers::what_is_added_is_told_to_every_instance,
    dossiers::a_batch_takes_four_statements_and_the_news_of_it,
    dossiers::what_fails_alone_takes_nothing_from_the_others,
    shared_commits::what_cannot_be_written_fails_alone,
    shared_commits::nobody_is_answered_on_what_could_not_be_written,
    dossiers::what_another_program_wrote_meanwhile_is_seen,
    dossiers::snapshots_of_an_older_shape_are_folded_again,
    durability::an_acknowledgement_rests_on_the_disk,
    durability::nobody_writes_between_what_a_change_reads_and_what_it_writes,
    durability::a_change_waits_for_another_program_that_writes,
    verified::whatever_is_touched_is_found_and_named,
    verified::who_verifies_while_others_write_hears_no_false_alarm,
    folded::whatever_happened_the_snapshot_kept_is_the_log_folded_bit_for_bit,
    sessions::colleagues_are_those_who_acted_for_a_structure,
    sessions::what_colleagues_say_is_folded_with_the_rest,
    desk::a_look_goes_forward_and_is_each_persons_own,
    desk::the_answers_of_a_service_are_its_own,
    notices::what_happens_is_told_to_whom_it_concerns_once_each,
    notices::who_follows_a_dossier_hears_of_it_beside_its_agent,
    notices::a_notice_is_written_with_what_it_tells_or_not_at_all,
    notices::a_notice_is_read_once_opened_and_all_up_to_what_was_seen,
    notices::what_was_told_long_ago_is_forgotten,
    notices::a_mail_is_claimed_by_one_with_all_that_says_the_same,
    notices::a_mail_that_did_not_arrive_is_told_until_one_does,
    notices::a_deadline_is_recalled_once,
    awaited::a_document_waits_once_and_comes_back_when_its_turn_comes,
    sources::a_source_is_asked_once_and_again_when_its_turn_comes,
    sources::an_answer_is_kept_with_its_day_in_place_of_the_one_before,
    sources::the_last_day_that_a_source_says_the_same_is_kept,
    tallies::a_dossier_is_counted_once_a_version_and_a_rule,
    tallies::the_counts_of_a_scope_and_a_campaign_add_up,
    tallies::the_counts_of_a_form_are_not_those_of_the_other,
    tallies::what_is_contested_comes_with_its_dossier,
    tallies::the_last_day_of_each_supply_is_told,
    deliveries::the_structures_of_a_legal_person_are_those_of_its_siren,
    deliveries::the_same_file_twice_changes_nothing,
    deliveries::an_older_delivery_replaces_nothing,
    deliveries::a_refused_file_leaves_nothing_behind,
    deliveries::two_reasons_of_refusal_are_both_kept,
    population::the_country_is_kept_once_and_counted_by_kind,
    networks::the_last_sheet_is_the_whole_list,
    deliveries::what_was_done_under_an_annexe_is_kept_once_a_source,
    reserves::the_register_is_read_page_by_page_in_four_statements,
    reserves::the_register_is_parted_in_stretches_of_one_size,
    reserves::what_is_delivered_is_told_from_what_was,
    reserves::a_measure_is_read_by_scope_and_replaces_the_one_before,
];
