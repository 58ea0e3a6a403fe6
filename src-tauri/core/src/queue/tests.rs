//! The queue over a real database: one process, two processes on one folder, and what a crash leaves.

use super::budget::Period;
use super::*;
use crate::imaging::Format;
use crate::library::{LedgerKind, NewDescription, NewImage};
use crate::money::Credits;
use crate::money::{Amount, Unit};
use crate::provider::Charge;
use crate::provider::adapter::Cost;
use crate::provider::observer::{Answered, Observer, Outgoing, Pause};

const PROVIDER: &str = "describepicture";

struct Desk {
    folder: tempfile::TempDir,
    library: Library,
    queue: Queue,
    image_id: i64,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap().library;
        let image_id = library
            .put_image(&NewImage {
                hash: "aa".into(),
                file: None,
                looks: None,
                name: "cat.jpg".into(),
                origin: None,
                format: Format::Jpeg,
                width: 4,
                height: 3,
                bytes: 9,
                now_ms: 1,
            })
            .unwrap();
        let queue = Queue::open(library.clone(), folder.path()).unwrap();
        Self { folder, library, queue, image_id }
    }

    /// Another process on the same folder.
    fn other(&self) -> Queue {
        Queue::open(Library::open(self.folder.path()).unwrap().library, self.folder.path()).unwrap()
    }

    fn spec(&self, key: &str) -> JobSpec {
        JobSpec {
            image_id: self.image_id,
            hash: "aa".into(),
            request_key: key.into(),
            provider: PROVIDER.into(),
            account: "one".into(),
            request: Request { language: "en".into(), ..Request::default() },
            run: Some("run-1".into()),
            since_ms: i64::MAX,
            max_wait_ms: None,
            resend: false,
            no_more: CancellationToken::new(),
            permit: None,
            limits: &[],
            price: Amount { value: 0.01, unit: Unit::Usd },
            caps: Caps::none(),
            receipt: None,
        }
    }

    fn words(&self, key: &str) -> NewDescription {
        NewDescription {
            request_key: Some(key.into()),
            alt: Some("A cat.".into()),
            ..NewDescription::draft(self.image_id, PROVIDER, "en", now_ms())
        }
    }

    fn spent(&self) -> f64 {
        self.library.read(|tx| requests::spent(tx, PROVIDER, "usd", &requests::EVER, None)).unwrap()
    }

    fn state(&self, id: i64) -> JobState {
        self.library.read(|tx| jobs::get(tx, id)).unwrap().unwrap().state
    }
}

fn call(tries: u32) -> Outgoing {
    Outgoing {
        operation: "describe",
        host: "h".into(),
        loopback: false,
        bytes: 3,
        cost: Cost::MayCharge,
        tries,
        progress: Progress::default(),
    }
}

fn poll(progress: Progress) -> Outgoing {
    Outgoing { operation: "query", cost: Cost::Free, progress, ..call(1) }
}

fn answer(status: u16) -> Answered {
    Answered { status, body: r#"{"answer":"A cat."}"#.into(), duration_ms: 5 }
}

fn watch(job: &Job) -> Watch {
    job.watch(&CancellationToken::new(), |_| {})
}

fn charge(used: f64) -> Charge {
    let credits = Credits { used: Some(used), remaining: Some(7.0), unit: "usd".into(), ..Credits::default() };
    Charge { operation: "describe".into(), request_id: Some("r-1".into()), credits: Some(credits), recorded: false }
}

async fn go(queue: &Queue, spec: &JobSpec) -> Job {
    match queue.begin(spec, false).await.unwrap() {
        Begin::Go(job) => job,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_request_is_written_sent_answered_and_done_in_this_order() {
    let desk = Desk::new();
    let job = go(&desk.queue, &desk.spec("k")).await;
    let id = job.id();
    assert_eq!(desk.state(id), JobState::Queued);
    let watch = watch(&job);
    watch.before_send(&call(1)).await.unwrap();
    assert_eq!(desk.state(id), JobState::Sent);
    assert!((desk.spent() - 0.01).abs() < 1e-9, "the estimate counts before the call is sent");
    watch.answered(&call(1), &answer(200)).await.unwrap();
    assert_eq!(desk.state(id), JobState::Answered);
    let description = job.done(desk.words("k"), vec![charge(0.02)], None).await.unwrap();
    assert_eq!(desk.state(id), JobState::Done);
    assert!((desk.spent() - 0.02).abs() < 1e-9, "the real price takes the estimate's place");
    let line = desk.library.ledger(None, 0, 9).unwrap().remove(0).line;
    assert_eq!((line.kind, line.amount, line.description_id), (LedgerKind::Charge, Some(0.02), Some(description)));
    assert_eq!((line.request_id.as_deref(), line.account.as_str()), (Some("r-1"), "one"));
    let again = desk.queue.begin(&desk.spec("k"), false).await.unwrap();
    assert!(matches!(again, Begin::Answered(id) if id == description), "{again:?}");
    assert!(matches!(desk.queue.begin(&desk.spec("k"), true).await.unwrap(), Begin::Go(_)), "unless forced");
    assert_eq!(desk.library.usage().unwrap()[0].pictures, 1);
}

#[tokio::test]
async fn the_same_job_is_sent_once_and_the_second_gets_the_firsts_answer() {
    let desk = Desk::new();
    let other = desk.other();
    let job = go(&desk.queue, &desk.spec("k")).await;
    for queue in [&other, &desk.queue] {
        for force in [false, true] {
            assert!(matches!(queue.begin(&desk.spec("k"), force).await.unwrap(), Begin::Busy(_)));
        }
    }
    let Begin::Busy(busy) = other.begin(&desk.spec("k"), false).await.unwrap() else { panic!("not busy") };
    let spec = desk.spec("k");
    let waiting = tokio::spawn(async move { other.wait(busy, &spec, &CancellationToken::new(), |_| {}).await });
    let watch = watch(&job);
    watch.before_send(&call(1)).await.unwrap();
    watch.answered(&call(1), &answer(200)).await.unwrap();
    let description = job.done(desk.words("k"), vec![], None).await.unwrap();
    assert_eq!(waiting.await.unwrap().unwrap(), Ended::Answered(description));
}

#[tokio::test]
async fn waiting_for_another_can_be_cancelled_and_hears_of_its_failure() {
    let desk = Desk::new();
    let job = go(&desk.queue, &desk.spec("k")).await;
    let Begin::Busy(busy) = desk.queue.begin(&desk.spec("k"), false).await.unwrap() else { panic!("not busy") };
    let cancel = CancellationToken::new();
    cancel.cancel();
    assert_eq!(desk.queue.wait(busy, &desk.spec("k"), &cancel, |_| {}).await.unwrap_err().reason, Reason::Cancelled);
    job.failed(Reason::KeyRejected.into(), vec![]).await.unwrap();
    let ended = desk.queue.wait(busy, &desk.spec("k"), &CancellationToken::new(), |_| {}).await.unwrap();
    assert!(matches!(ended, Ended::Failed(failure) if failure.reason == Reason::KeyRejected));
    assert!(matches!(desk.queue.begin(&desk.spec("k"), false).await.unwrap(), Begin::Go(_)));
}

#[tokio::test]
async fn waiting_for_another_is_said_once_and_has_an_end() {
    let desk = Desk::new();
    let _job = go(&desk.queue, &desk.spec("k")).await;
    let Begin::Busy(busy) = desk.queue.begin(&desk.spec("k"), false).await.unwrap() else { panic!("not busy") };
    let spec = JobSpec { max_wait_ms: Some(1_500), ..desk.spec("k") };
    let said = Mutex::new(Vec::new());
    let told = |news| said.lock().unwrap().push(news);
    let failure = desk.queue.wait(busy, &spec, &CancellationToken::new(), told).await.unwrap_err();
    assert_eq!(failure.reason, Reason::RateLimited);
    assert_eq!(*said.lock().unwrap(), [News::Waits(0, Pause::Working)]);
    spec.no_more.cancel();
    let stopped =
        desk.queue.wait(busy, &JobSpec { max_wait_ms: None, ..spec }, &CancellationToken::new(), |_| {}).await;
    assert_eq!(stopped.unwrap_err().reason, Reason::Cancelled);
}

#[tokio::test]
async fn a_crash_before_sending_loses_nothing() {
    let desk = Desk::new();
    let crashed = desk.other();
    let job = go(&crashed, &desk.spec("k")).await;
    let id = job.id();
    drop((job, crashed));
    let job = go(&desk.queue, &desk.spec("k")).await;
    assert_eq!(job.id(), id, "the same job goes on");
    assert!(desk.queue.unfinished().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_crash_while_sent_is_never_sent_again_by_itself() {
    let desk = Desk::new();
    let crashed = desk.other();
    let job = go(&crashed, &desk.spec("k")).await;
    watch(&job).before_send(&call(1)).await.unwrap();
    drop((job, crashed));
    for _ in 0..2 {
        let Begin::Unknown(unknown) = desk.queue.begin(&desk.spec("k"), false).await.unwrap() else {
            panic!("would be sent again")
        };
        assert_eq!(unknown.failure().reason, Reason::OutcomeUnknown);
    }
    assert_eq!(desk.queue.unfinished().await.unwrap().len(), 1);
    assert!((desk.spent() - 0.01).abs() < 1e-9, "it may have been charged");
    let Begin::Go(job) = desk.queue.begin(&desk.spec("k"), true).await.unwrap() else { panic!("the person may") };
    watch(&job).before_send(&call(1)).await.unwrap();
    watch(&job).answered(&call(1), &answer(200)).await.unwrap();
    job.done(desk.words("k"), vec![], None).await.unwrap();
    assert!(desk.queue.unfinished().await.unwrap().is_empty(), "it was replaced");
}

/// A job of unknown outcome, and the same job again on the person's word.
async fn forced_over_an_unknown(desk: &Desk, caps: Caps) -> (i64, Job) {
    let crashed = desk.other();
    let job = go(&crashed, &desk.spec("k")).await;
    let task = Progress { task: Some("t-1".into()), ..Progress::default() };
    watch(&job).before_send(&Outgoing { progress: task, ..call(1) }).await.unwrap();
    drop((job, crashed));
    let spec = JobSpec { caps, resend: true, ..desk.spec("k") };
    let Begin::Go(job) = desk.queue.begin(&spec, true).await.unwrap() else { panic!("the person may") };
    (job.id(), job)
}

#[tokio::test]
async fn an_unknown_outcome_stays_until_the_request_that_takes_its_place_has_left() {
    // Stopped before it was sent: by the person, or by the budget.
    let desk = Desk::new();
    let (id, job) = forced_over_an_unknown(&desk, Caps::none()).await;
    assert_eq!(job.failed(Reason::Cancelled.into(), vec![]).await.unwrap().reason, Reason::Cancelled);
    assert_eq!(desk.state(id), JobState::OutcomeUnknown);

    let desk = Desk::new();
    let caps = Caps::none().with(Period::Day, Amount { value: 0.01, unit: Unit::Usd });
    let (id, job) = forced_over_an_unknown(&desk, caps).await;
    let full = watch(&job).before_send(&call(1)).await.unwrap_err();
    assert_eq!(job.failed(full, vec![]).await.unwrap().reason, Reason::BudgetReached);
    assert_eq!(desk.state(id), JobState::OutcomeUnknown);

    // Marked as sent, but it never left: what was known of the old one is known again.
    let desk = Desk::new();
    let (id, job) = forced_over_an_unknown(&desk, Caps::none()).await;
    let watch = watch(&job);
    watch.before_send(&call(1)).await.unwrap();
    assert_eq!(desk.state(id), JobState::Sent);
    watch.not_sent(&call(1)).await.unwrap();
    assert_eq!(job.failed(Reason::Network.into(), vec![]).await.unwrap().reason, Reason::Network);
    let Begin::Unknown(unknown) = desk.queue.begin(&desk.spec("k"), false).await.unwrap() else { panic!("forgotten") };
    assert_eq!(unknown.progress().task.as_deref(), Some("t-1"));
    assert_eq!(unknown.failure().again, Some(Again::IsFree));
    assert!((desk.spent() - 0.01).abs() < 1e-9, "the first one may have been charged");
}

#[tokio::test]
async fn a_task_that_can_be_asked_after_stays_unknown_whatever_went_wrong_with_the_poll() {
    for reason in [Reason::Cancelled, Reason::BadResponse, Reason::KeyRejected, Reason::LocalOnly] {
        let desk = Desk::new();
        let job = go(&desk.queue, &desk.spec("k")).await;
        let (id, watch) = (job.id(), watch(&job));
        let progress = Progress { task: Some("t-1".into()), polls: 1, ..Progress::default() };
        watch.before_send(&Outgoing { progress: progress.clone(), ..call(1) }).await.unwrap();
        watch.answered(&call(1), &answer(200)).await.unwrap();
        watch.before_send(&poll(progress)).await.unwrap();
        let failure = Failure { again: Some(Again::IsFree), ..reason.into() };
        let told = job.failed(failure, vec![]).await.unwrap();
        let expected = if reason == Reason::Cancelled { Reason::OutcomeUnknown } else { reason };
        assert_eq!((told.reason, told.again), (expected, Some(Again::IsFree)));
        assert_eq!(desk.state(id), JobState::OutcomeUnknown);
        assert!((desk.spent() - 0.01).abs() < 1e-9, "the submission counts");
        assert!(matches!(desk.queue.begin(&desk.spec("k"), false).await.unwrap(), Begin::Unknown(_)));
    }
}

#[tokio::test]
async fn the_local_only_switch_stops_what_was_begun_before() {
    let desk = Desk::new();
    let job = go(&desk.queue, &desk.spec("k")).await;
    desk.library.put_settings(&[("local_only".into(), Some("true".into()))]).unwrap();
    let refused = watch(&job).before_send(&call(1)).await.unwrap_err();
    assert_eq!((refused.reason, refused.about["host"].as_str()), (Reason::LocalOnly, "h"));
    assert_eq!((desk.state(job.id()), desk.spent()), (JobState::Queued, 0.0));
    watch(&job).before_send(&Outgoing { loopback: true, ..call(1) }).await.unwrap();
}

#[tokio::test]
async fn nobody_waits_for_a_limit_to_hear_that_the_budget_is_full() {
    let desk = Desk::new();
    let limits = &[RateLimit { requests: 1, seconds: 3_600 }];
    let caps = Caps::none().with(Period::Day, Amount { value: 0.01, unit: Unit::Usd });
    let limited = |key| JobSpec { limits, caps: caps.clone(), ..desk.spec(key) };
    let first = go(&desk.queue, &limited("a")).await;
    watch(&first).before_send(&call(1)).await.unwrap();
    let second = go(&desk.queue, &limited("b")).await;
    assert_eq!(watch(&second).before_send(&call(1)).await.unwrap_err().reason, Reason::BudgetReached);
}

#[tokio::test]
async fn what_a_dead_process_laid_out_is_known_until_it_is_taken_away() {
    let desk = Desk::new();
    let crashed = desk.other();
    let job = go(&crashed, &desk.spec("k")).await;
    watch(&job).before_upload("altsmith/aa.jpg", "https://s3.example.org/pictures").await.unwrap();
    assert!(desk.queue.left_uploads().await.unwrap().is_empty(), "its process may still need it");
    drop((job, crashed));
    let left = desk.queue.left_uploads().await.unwrap().remove(0);
    assert_eq!((left.name.as_str(), left.provider.as_str()), ("altsmith/aa.jpg", PROVIDER));
    desk.queue.upload_removed(left.name).await.unwrap();
    assert!(desk.queue.left_uploads().await.unwrap().is_empty() && !desk.library.has_uploads().unwrap());
}

#[tokio::test]
async fn opening_settles_what_the_dead_left_and_leaves_the_living_alone() {
    let desk = Desk::new();
    let crashed = desk.other();
    let dead = go(&crashed, &desk.spec("dead")).await;
    let living = go(&desk.queue, &desk.spec("living")).await;
    for job in [&dead, &living] {
        watch(job).before_send(&call(1)).await.unwrap();
    }
    let dead_id = dead.id();
    drop((dead, crashed));
    let next = desk.other();
    assert_eq!(desk.state(dead_id), JobState::OutcomeUnknown);
    assert_eq!(desk.state(living.id()), JobState::Sent);
    assert!(matches!(next.begin(&desk.spec("living"), true).await.unwrap(), Begin::Busy(_)));
    next.give_up(dead_id).await.unwrap();
    next.give_up(living.id()).await.unwrap();
    assert_eq!((desk.state(dead_id), desk.state(living.id())), (JobState::Failed, JobState::Sent));
}

#[tokio::test]
async fn a_crash_after_the_answer_goes_on_from_it_even_when_forced() {
    let desk = Desk::new();
    let crashed = desk.other();
    let job = go(&crashed, &desk.spec("k")).await;
    let watch = watch(&job);
    watch.before_send(&call(1)).await.unwrap();
    watch.answered(&call(1), &answer(200)).await.unwrap();
    drop((watch, job, crashed));
    let Begin::Stored(job, stored) = desk.queue.begin(&desk.spec("k"), true).await.unwrap() else {
        panic!("a paid answer was lost")
    };
    let answer = stored.answer.unwrap();
    assert_eq!((answer.status, answer.may_charge, answer.operation.as_str()), (200, true, "describe"));
    assert!(answer.body.contains("A cat."));
    job.done(desk.words("k"), vec![charge(0.01)], None).await.unwrap();
    assert_eq!(desk.library.ledger(None, 0, 9).unwrap().len(), 1);
}

#[tokio::test]
async fn an_answer_at_which_two_starts_ended_is_not_tried_by_the_third() {
    let desk = Desk::new();
    let first = desk.other();
    let job = sent(&first, &desk.spec("k")).await;
    let id = job.id();
    assert!(job.begin_words().await.unwrap(), "its own answer is no one's that is gone");
    drop((job, first));
    for (start, tried) in [(1, true), (2, true), (3, false)] {
        let queue = desk.other();
        // Whoever comes again is alive.
        for _ in 0..3 {
            let Some(Begin::Stored(job, _)) = queue.take_up(id, desk.spec("k")).await.unwrap() else {
                panic!("a paid answer was lost")
            };
            assert_eq!(job.begin_words().await.unwrap(), tried, "start {start}");
        }
    }
}

#[tokio::test]
async fn a_crash_between_polls_keeps_the_task() {
    let desk = Desk::new();
    let crashed = desk.other();
    let job = go(&crashed, &desk.spec("k")).await;
    let watch = watch(&job);
    watch.before_send(&call(1)).await.unwrap();
    watch.answered(&call(1), &answer(200)).await.unwrap();
    let progress = Progress { task: Some("t-1".into()), polls: 2, ..Progress::default() };
    watch.before_send(&poll(progress.clone())).await.unwrap();
    drop((watch, job, crashed));
    let Begin::Stored(_, stored) = desk.queue.begin(&desk.spec("k"), false).await.unwrap() else {
        panic!("not stored")
    };
    assert_eq!(*stored, StoredAnswer { progress, answer: None });
    assert!((desk.spent() - 0.01).abs() < 1e-9, "polls are free");
}

#[tokio::test]
async fn silence_after_sending_is_an_unknown_outcome_whatever_ended_the_waiting() {
    for reason in [Reason::Cancelled, Reason::Timeout, Reason::OutcomeUnknown, Reason::Network] {
        let desk = Desk::new();
        let job = go(&desk.queue, &desk.spec("k")).await;
        watch(&job).before_send(&call(1)).await.unwrap();
        let id = job.id();
        let failure = job.failed(reason.into(), vec![]).await.unwrap();
        assert!(matches!(failure.reason, Reason::OutcomeUnknown | Reason::Timeout), "{reason:?}: {failure:?}");
        assert_eq!(desk.state(id), JobState::OutcomeUnknown);
        assert!(matches!(desk.queue.begin(&desk.spec("k"), false).await.unwrap(), Begin::Unknown(_)));
    }
}

#[tokio::test]
async fn a_gateway_error_after_a_charge_is_unknown_and_a_refusal_is_not() {
    for (status, reason, state) in [
        (502, Reason::OutcomeUnknown, JobState::OutcomeUnknown),
        (402, Reason::CreditsExhausted, JobState::Failed),
        (200, Reason::BadResponse, JobState::Failed),
    ] {
        let desk = Desk::new();
        let job = go(&desk.queue, &desk.spec("k")).await;
        let (id, watch) = (job.id(), watch(&job));
        watch.before_send(&call(1)).await.unwrap();
        watch.answered(&call(1), &answer(status)).await.unwrap();
        job.failed(reason.into(), vec![]).await.unwrap();
        assert_eq!(desk.state(id), state, "{status}");
        let kept = desk.library.read(|tx| jobs::get(tx, id)).unwrap().unwrap().reply;
        assert!(kept.unwrap().contains("A cat."), "{status}: what came is kept");
    }
}

#[tokio::test]
async fn what_never_left_counts_for_nothing() {
    let desk = Desk::new();
    let job = go(&desk.queue, &desk.spec("k")).await;
    let watch = watch(&job);
    watch.before_send(&call(1)).await.unwrap();
    watch.not_sent(&call(1)).await.unwrap();
    assert_eq!((desk.state(job.id()), desk.spent()), (JobState::Queued, 0.0));
    job.failed(Reason::Network.into(), vec![]).await.unwrap();
    assert!(matches!(desk.queue.begin(&desk.spec("k"), false).await.unwrap(), Begin::Go(_)));
}

#[tokio::test]
async fn a_try_that_was_turned_away_is_not_counted_as_spent() {
    let desk = Desk::new();
    let job = go(&desk.queue, &desk.spec("k")).await;
    let watch = watch(&job);
    watch.before_send(&call(1)).await.unwrap();
    watch.answered(&call(1), &answer(429)).await.unwrap();
    assert_eq!(desk.spent(), 0.0);
    watch.before_send(&call(2)).await.unwrap();
    watch.answered(&call(2), &answer(200)).await.unwrap();
    watch.before_send(&call(2)).await.unwrap();
    assert!(
        (desk.spent() - 0.01).abs() < 1e-9,
        "{}: a try is only repeated where the one before was free",
        desk.spent()
    );
}

#[tokio::test]
async fn the_request_that_would_pass_a_cap_is_not_sent() {
    for period in Period::ALL {
        let desk = Desk::new();
        let caps = Caps::none().with(period, Amount { value: 0.02, unit: Unit::Usd });
        let mut job = None;
        for key in ["a", "b", "c"] {
            let spec = JobSpec { caps: caps.clone(), ..desk.spec(key) };
            let begun = go(&desk.queue, &spec).await;
            let result = watch(&begun).before_send(&call(1)).await;
            if key == "c" {
                let failure = result.unwrap_err();
                assert_eq!((failure.reason, failure.about["period"].as_str()), (Reason::BudgetReached, period.name()));
                assert_eq!(desk.state(begun.id()), JobState::Queued);
                job = Some(begun);
            } else {
                result.unwrap();
                std::mem::forget(begun); // still under way
            }
        }
        assert!((desk.spent() - 0.02).abs() < 1e-9);
        let failure = job.unwrap().failed(Reason::BudgetReached.into(), vec![]).await.unwrap();
        assert_eq!(failure.reason, Reason::BudgetReached);
        let next_run = JobSpec { caps, run: Some("run-2".into()), ..desk.spec("c") };
        let sent = watch(&go(&desk.queue, &next_run).await).before_send(&call(1)).await;
        assert_eq!(sent.is_ok(), period == Period::Run, "a new run begins its own budget only");
    }
}

#[tokio::test]
async fn what_a_clock_that_was_far_ahead_wrote_fills_no_cap_and_hides_no_balance() {
    const YEAR_MS: i64 = 366 * 86_400_000;
    let desk = Desk::new();
    let cent = Amount { value: 0.01, unit: Unit::Usd };
    let caps = Caps::none().with(Period::Day, cent).with(Period::Month, cent);
    let spec = |key| JobSpec { caps: caps.clone(), ..desk.spec(key) };
    let ahead = |table: &str| {
        let sql = format!("UPDATE {table} SET at_ms = at_ms + {YEAR_MS}");
        desk.library.write(|tx| Ok(tx.execute(&sql, ())?)).unwrap()
    };
    let first = go(&desk.queue, &spec("a")).await;
    watch(&first).before_send(&call(1)).await.unwrap();
    let second = go(&desk.queue, &spec("b")).await;
    let refused = watch(&second).before_send(&call(1)).await.unwrap_err();
    assert_eq!(refused.reason, Reason::BudgetReached, "today it is full");
    assert_eq!(ahead("requests"), 1);
    watch(&second).before_send(&call(1)).await.unwrap();

    let job = sent(&desk.queue, &unpriced(&desk, "c")).await;
    job.done(desk.words("c"), vec![counted(2.0, 100.0)], None).await.unwrap();
    ahead("ledger");
    let job = sent(&desk.queue, &unpriced(&desk, "d")).await;
    job.done(desk.words("d"), vec![counted(2.0, 148.0)], None).await.unwrap();
    assert_eq!(lines(&desk)[1], (LedgerKind::TopUp, Some(50.0), Some(150.0)), "what is said now is news");
}

#[tokio::test]
async fn two_processes_share_one_limit_and_the_services_own_wait() {
    const ONE_A_MINUTE: &[RateLimit] = &[RateLimit { requests: 1, seconds: 60 }];
    let desk = Desk::new();
    let other = desk.other();
    let limited = |key| JobSpec { limits: ONE_A_MINUTE, ..desk.spec(key) };
    let first = go(&desk.queue, &limited("a")).await;
    watch(&first).before_send(&call(1)).await.unwrap();

    let second = go(&other, &limited("b")).await;
    assert!((50_000..=60_001).contains(&told_wait(&second).await));
    let elsewhere = go(&other, &JobSpec { account: "two".into(), ..limited("c") }).await;
    watch(&elsewhere).before_send(&call(1)).await.unwrap();

    let refused = go(&desk.queue, &JobSpec { account: "three".into(), ..desk.spec("d") }).await;
    let mut failure = Failure::new(Reason::RateLimited);
    failure.retry_after_ms = Some(30_000);
    refused.failed(failure, vec![]).await.unwrap();
    let held = go(&other, &JobSpec { account: "three".into(), ..desk.spec("e") }).await;
    assert!((25_000..=30_000).contains(&told_wait(&held).await));
}

/// The wait that the person is told of; cancelled then. Nothing is sent or counted.
async fn told_wait(job: &Job) -> u64 {
    let cancel = CancellationToken::new();
    let told = Arc::new(Mutex::new(None));
    let watch = job.watch(&cancel, {
        let (cancel, told) = (cancel.clone(), told.clone());
        move |news| {
            let News::Waits(ms, Pause::RateLimited) = news else { panic!("{news:?}") };
            *told.lock().unwrap() = Some(ms);
            cancel.cancel();
        }
    });
    assert_eq!(watch.before_send(&call(1)).await.unwrap_err().reason, Reason::Cancelled);
    let told = told.lock().unwrap().take();
    told.expect("no wait")
}

#[tokio::test]
async fn what_was_paid_for_a_purged_picture_is_in_the_ledger() {
    let desk = Desk::new();
    let job = go(&desk.queue, &desk.spec("k")).await;
    let watch = watch(&job);
    watch.before_send(&call(1)).await.unwrap();
    desk.library.delete(&[desk.image_id], 1).unwrap();
    desk.library.purge_deleted(2).unwrap();
    watch.answered(&call(1), &answer(200)).await.unwrap();
    let failure = job.done(desk.words("k"), vec![charge(0.01)], None).await.unwrap_err();
    assert_eq!(failure.reason, Reason::NotFound);
    assert_eq!(desk.library.ledger(None, 0, 9).unwrap()[0].line.amount, Some(0.01));
}

#[tokio::test]
async fn a_picture_that_was_purged_is_not_sent() {
    let desk = Desk::new();
    let job = go(&desk.queue, &desk.spec("k")).await;
    desk.library.delete(&[desk.image_id], 1).unwrap();
    desk.library.purge_deleted(2).unwrap();
    assert_eq!(watch(&job).before_send(&call(1)).await.unwrap_err().reason, Reason::NotFound);
    assert_eq!(desk.spent(), 0.0);
}

#[tokio::test]
async fn an_unknown_outcome_can_be_asked_for_and_found() {
    let desk = Desk::new();
    let crashed = desk.other();
    let job = go(&crashed, &desk.spec("k")).await;
    watch(&job).before_send(&call(1)).await.unwrap();
    drop((job, crashed));
    let unknown = || async {
        match desk.queue.begin(&desk.spec("k"), false).await.unwrap() {
            Begin::Unknown(unknown) => *unknown,
            other => panic!("{other:?}"),
        }
    };
    let job = unknown().await.take().await.unwrap();
    assert!(matches!(desk.queue.begin(&desk.spec("k"), true).await.unwrap(), Begin::Busy(_)), "being asked for");
    job.failed(Reason::Network.into(), vec![]).await.unwrap();
    let job = unknown().await.take().await.unwrap();
    watch(&job).before_send(&poll(Progress::default())).await.unwrap();
    watch(&job).answered(&poll(Progress::default()), &answer(200)).await.unwrap();
    job.done(desk.words("k"), vec![charge(0.01)], None).await.unwrap();
    assert!(matches!(desk.queue.begin(&desk.spec("k"), false).await.unwrap(), Begin::Answered(_)));
}

/// A reply's charge as a service tells it that counts in credits.
fn counted(used: f64, left: f64) -> Charge {
    let credits = Credits { used: Some(used), remaining: Some(left), unit: "credits".into(), ..Credits::default() };
    Charge { operation: "describe".into(), request_id: None, credits: Some(credits), recorded: false }
}

/// A job for a service that documents no price.
fn unpriced(desk: &Desk, key: &str) -> JobSpec {
    JobSpec { price: Amount { value: 1.0, unit: Unit::Requests }, ..desk.spec(key) }
}

async fn sent(queue: &Queue, spec: &JobSpec) -> Job {
    let job = go(queue, spec).await;
    watch(&job).before_send(&call(1)).await.unwrap();
    watch(&job).answered(&call(1), &answer(200)).await.unwrap();
    job
}

/// Until the clock shows another millisecond.
async fn next_moment() {
    let now = now_ms();
    while now_ms() == now {
        tokio::task::yield_now().await;
    }
}

/// The ledger, oldest first: kind, amount and what is left.
fn lines(desk: &Desk) -> Vec<(LedgerKind, Option<f64>, Option<f64>)> {
    let rows = desk.library.ledger(None, 0, 99).unwrap();
    rows.into_iter().rev().map(|row| (row.line.kind, row.line.amount, row.line.remaining)).collect()
}

#[tokio::test]
async fn more_than_there_can_be_was_topped_up() {
    let desk = Desk::new();
    for (key, left) in [("a", 100.0), ("b", 98.0), ("c", 146.0)] {
        let job = sent(&desk.queue, &unpriced(&desk, key)).await;
        job.done(desk.words(key), vec![counted(2.0, left)], None).await.unwrap();
    }
    assert_eq!(
        lines(&desk),
        [
            (LedgerKind::Charge, Some(2.0), Some(100.0)),
            (LedgerKind::Charge, Some(2.0), Some(98.0)),
            (LedgerKind::TopUp, Some(50.0), Some(148.0)),
            (LedgerKind::Charge, Some(2.0), Some(146.0)),
        ]
    );
}

#[tokio::test]
async fn answers_that_overtake_each_other_are_no_top_up() {
    let desk = Desk::new();
    let [first, second] = [unpriced(&desk, "a"), unpriced(&desk, "b")];
    let (first, second) = (sent(&desk.queue, &first).await, sent(&desk.queue, &second).await);
    // A moment later the second is written first; the service had counted it last.
    next_moment().await;
    second.done(desk.words("b"), vec![counted(1.0, 98.0)], None).await.unwrap();
    next_moment().await;
    first.done(desk.words("a"), vec![counted(1.0, 99.0)], None).await.unwrap();
    let third = sent(&desk.queue, &unpriced(&desk, "c")).await;
    third.done(desk.words("c"), vec![counted(1.0, 97.0)], None).await.unwrap();
    let left: Vec<_> = lines(&desk).into_iter().map(|(kind, _, left)| (kind, left)).collect();
    assert_eq!(
        left,
        [(LedgerKind::Charge, Some(98.0)), (LedgerKind::Charge, Some(98.0)), (LedgerKind::Charge, Some(97.0))],
        "the balance never goes back to what it was before"
    );
}

#[tokio::test]
async fn a_balance_that_a_refusal_tells_is_kept_once() {
    let desk = Desk::new();
    for key in ["a", "b"] {
        let job = sent(&desk.queue, &unpriced(&desk, key)).await;
        let mut failure = Failure::new(Reason::CreditsExhausted);
        failure.credits = Some(Credits {
            remaining: Some(0.0),
            total: Some(200.0),
            unit: "credits".into(),
            valid_until: Some("2026-12-31".into()),
            ..Credits::default()
        });
        job.failed(failure, vec![]).await.unwrap();
    }
    assert_eq!(lines(&desk), [(LedgerKind::Balance, None, Some(0.0))], "news is written once");
    assert_eq!(desk.library.balances().unwrap()[0].line.valid_until.as_deref(), Some("2026-12-31"));
}

#[tokio::test]
async fn a_cap_in_credits_counts_what_the_service_said_and_one_where_it_said_nothing() {
    let desk = Desk::new();
    let caps = Caps::none().with(Period::Day, Amount { value: 7.0, unit: Unit::Credits });
    let spec = |key| JobSpec { caps: caps.clone(), ..unpriced(&desk, key) };
    let job = sent(&desk.queue, &spec("a")).await;
    job.done(desk.words("a"), vec![counted(3.0, 90.0)], None).await.unwrap();
    let job = sent(&desk.queue, &spec("b")).await;
    job.done(desk.words("b"), vec![counted(3.0, 87.0)], None).await.unwrap();
    let third = go(&desk.queue, &spec("c")).await;
    let failure = watch(&third).before_send(&call(1)).await.unwrap_err();
    let about = |name: &str| failure.about[name].as_str();
    assert_eq!(failure.reason, Reason::BudgetReached, "a third one would be nine");
    // Whose budget it is, the driver says: it knows what the connection is called.
    assert_eq!(["cap", "spent", "amount", "unit"].map(about), ["7", "6", "3", "credits"]);
    let other = Outgoing { operation: "another", ..call(1) };
    watch(&third).before_send(&other).await.expect("whose price nobody knows counts as one");
}

#[tokio::test]
async fn a_job_that_was_left_can_be_taken_up_once() {
    let desk = Desk::new();
    let crashed = desk.other();
    let receipt = Receipt {
        host: "h".into(),
        mime: "image/jpeg".into(),
        width: 4,
        height: 3,
        bytes: 9,
        metadata_removed: true,
        by_address: false,
        via: None,
    };
    let spec = JobSpec { receipt: Some(receipt.clone()), ..desk.spec("k") };
    let job = sent(&crashed, &spec).await;
    let id = job.id();
    assert!(desk.queue.take_up(id, spec.clone()).await.unwrap().is_none(), "its process lives");
    drop((job, crashed));
    let row = desk.queue.job(id).await.unwrap().unwrap();
    assert_eq!(serde_json::from_str::<Receipt>(row.receipt.as_deref().unwrap()).unwrap(), receipt);
    let Some(Begin::Stored(job, _)) = desk.queue.take_up(id, spec.clone()).await.unwrap() else {
        panic!("a paid answer was lost")
    };
    assert!(desk.queue.take_up(id, spec.clone()).await.unwrap().is_none(), "somebody is at it");
    job.done(desk.words("k"), vec![charge(0.01)], None).await.unwrap();
    assert!(desk.queue.take_up(id, spec).await.unwrap().is_none(), "it has ended");
}

/// A job whose request is out.
async fn out_with(desk: &Desk, key: &str) -> (Job, Watch) {
    let job = go(&desk.queue, &desk.spec(key)).await;
    let watch = watch(&job);
    watch.before_send(&call(1)).await.unwrap();
    (job, watch)
}

#[tokio::test]
async fn an_answer_that_the_database_does_not_take_is_handed_over_later() {
    let desk = Desk::new();
    let (job, watch) = out_with(&desk, "k").await;
    let id = job.id();
    desk.library.refuse_writes_for_tests(true).unwrap();
    watch.answered(&call(1), &answer(200)).await.expect("the words can be made");
    assert!(desk.queue.has_unstored());
    assert_eq!(job.done(desk.words("k"), Vec::new(), None).await.unwrap_err().reason, Reason::StorageFailed);
    desk.library.refuse_writes_for_tests(false).unwrap();
    let left = desk.queue.unfinished().await.unwrap();
    assert_eq!(left.iter().map(|row| (row.id, row.state)).collect::<Vec<_>>(), [(id, JobState::Answered)]);
    assert!(!desk.queue.has_unstored());
    let begun = desk.queue.begin(&desk.spec("k"), false).await.unwrap();
    assert!(matches!(&begun, Begin::Stored(_, stored) if stored.answer.is_some()), "{begun:?}");
}

#[tokio::test]
async fn an_answer_of_a_process_that_is_gone_is_handed_over_by_the_next() {
    let desk = Desk::new();
    let (job, watch) = out_with(&desk, "k").await;
    let id = job.id();
    desk.library.refuse_writes_for_tests(true).unwrap();
    watch.answered(&call(1), &answer(200)).await.unwrap();
    drop((job, watch));
    let Desk { folder, library, queue, .. } = desk;
    drop((library, queue));
    let library = Library::open(folder.path()).unwrap().library;
    let _next = Queue::open(library.clone(), folder.path()).unwrap();
    assert_eq!(library.read(|tx| jobs::get(tx, id)).unwrap().unwrap().state, JobState::Answered);
    let left = std::fs::read_dir(folder.path().join("running")).unwrap().count();
    assert_eq!(left, 1, "only the living process");
}

#[tokio::test]
async fn without_room_for_the_answer_nothing_is_sent() {
    let desk = Desk::new();
    let job = go(&desk.queue, &desk.spec("k")).await;
    let folder = desk.folder.path().join("running");
    std::fs::remove_dir_all(&folder).unwrap();
    let refused = watch(&job).before_send(&call(1)).await.unwrap_err();
    assert_eq!((refused.reason, desk.state(job.id())), (Reason::StorageFailed, JobState::Queued));
    assert_eq!(desk.spent(), 0.0);
}

#[tokio::test]
async fn a_wait_that_is_longer_than_the_person_wants_is_said_at_once() {
    let desk = Desk::new();
    desk.library.write(|tx| requests::hold(tx, PROVIDER, "one", now_ms() + 600_000)).unwrap();
    let spec = JobSpec { max_wait_ms: Some(120_000), ..desk.spec("k") };
    let job = go(&desk.queue, &spec).await;
    let refused = watch(&job).before_send(&call(1)).await.unwrap_err();
    assert_eq!(refused.reason, Reason::RateLimited);
    assert!(refused.retry_after_ms.is_some_and(|ms| ms > 590_000), "{refused:?}");
}
