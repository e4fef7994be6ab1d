//! Every code that validation can give, with its severity, its meaning and what to do: the findings index.

use crate::base::finding::{Code, Severity};

macro_rules! codes {
    ($($name:ident = $severity:ident $code:literal: $meaning:literal, $fix:literal;)+) => {
        $(
            #[doc = $meaning]
            pub(super) const $name: Code =
                Code { name: $code, severity: Severity::$severity, meaning: $meaning, fix: $fix };
        )+
        /// Every code that validation can give.
        pub const CODES: &[Code] = &[$($name),+];
    };
}

codes! {
    // Names and numbers
    DUPLICATE_ID = Error "duplicate-id":
        "an id is declared more than once in its list",
        "give each entry an id of its own";
    DANGLING_ID = Error "dangling-id":
        "something is named that the scenario does not declare",
        "write one of the ids declared, or declare it";
    ROLE_NOBODY_HAS = Error "role-nobody-has":
        "a role is asked for that no practitioner has",
        "write a role that somebody has, or add a practitioner";
    SKILL_NOBODY_HAS = Error "skill-nobody-has":
        "a skill is asked for that no practitioner has",
        "write a skill that somebody has, or give it to a practitioner";
    ROOM_KIND_NOWHERE = Error "room-kind-nowhere":
        "a kind of room is asked for that no room is of",
        "write a kind that some room has, or add a room";
    ROOM_FEATURE_NOWHERE = Error "room-feature-nowhere":
        "a feature is asked for that no room has",
        "write a feature that some room has, or give it to a room";
    REPEATED = Error "repeated":
        "an entry stands twice in a list in which each may stand once",
        "keep one of them";
    EMPTY_LIST = Error "empty-list":
        "a list names nothing where it must name something",
        "name at least one, or leave the key out where it has a default";
    OUT_OF_RANGE = Error "out-of-range":
        "a number lies outside what it can be",
        "write a number within the range";

    // Rotas
    PIN_UNCLEAR = Error "pin-unclear":
        "a pin does not say what it pins, or how",
        "write one of keep, never and must, and name practitioners, rooms, clinics, activities, sites, half-days or dates";
    PIN_IMPOSSIBLE = Error "pin-impossible":
        "a session must be that nobody could ever run",
        "name a session that role, skills, sites, weekly hours and rooms allow, or drop the pin";
    PREFERENCE_UNCLEAR = Error "preference-unclear":
        "a preference does not say what is liked or disliked",
        "write one of avoid and prefer, and name half-days, sites or clinics";
    PREFERENCE_ABOVE_LESSONS = Warning "preference-above-lessons":
        "a preference is priced so high that patients' lessons would give way to it",
        "price it below a lesson a week late, or make it a pin";

    // Calendar
    START_NOT_MONDAY = Error "start-not-monday":
        "the horizon does not start on a Monday",
        "start on a Monday";
    DATE_FAR_OFF = Error "date-far-off":
        "the horizon starts outside the years 2000 to 2100",
        "check the year";
    BANK_HOLIDAYS_UNKNOWN = Warning "bank-holidays-unknown":
        "the horizon reaches into years for which the bank holidays are not known",
        "add the bank holidays of those years under calendar.closures";
    NO_WORKING_DAY = Error "no-working-day":
        "the calendar has no working day or no half-day",
        "name at least one day and one half-day";
    IMPOSSIBLE_TIME = Error "impossible-time":
        "a time of day does not exist",
        "write hours and minutes, as in \"09:00\"";
    HALF_DAYS_OVERLAP = Error "half-days-overlap":
        "two half-days overlap in time",
        "start the later one when the earlier one has ended, or shorten the earlier one";
    HALF_DAY_PAST_MIDNIGHT = Error "half-day-past-midnight":
        "a half-day ends after midnight",
        "start it earlier or make it shorter";
    HALF_DAYS_OUT_OF_ORDER = Warning "half-days-out-of-order":
        "the half-days are not written in the order of the day; they are used in the order of their starts",
        "write them in the order of the day";
    NOT_A_WORKING_DAY = Error "not-a-working-day":
        "a day is named that is not a working day",
        "name a working day, or add the day to calendar.days";
    UNKNOWN_HALF_DAY = Error "unknown-half-day":
        "a half-day of the week is named that does not exist",
        "write day and half-day, as in tue-am";
    SPAN_BACKWARDS = Error "span-backwards":
        "a span of dates ends before it starts",
        "put the earlier date first";
    OUTSIDE_HORIZON = Note "outside-horizon":
        "something happens wholly outside the horizon and changes nothing",
        "nothing to do, unless the dates are a slip";
    NEVER_OPEN = Warning "never-open":
        "a site or room is open in no half-day of the horizon",
        "open it in some half-day, or take it out";

    // Estate
    OPEN_BEYOND_SITE = Note "open-beyond-site":
        "a room is open when its site is closed",
        "nothing to do: the room can be used only while its site is open";
    SITE_WITHOUT_ROOMS = Warning "site-without-rooms":
        "a site has no room, so that nothing can be held there",
        "add its rooms, or take the site out";
    ROOM_UNUSED = Note "room-unused":
        "rooms fit no clinic",
        "nothing to do, unless their kind or features are a slip";
    DRIVE_TO_ITSELF = Error "drive-to-itself":
        "a drive is not between two different sites",
        "name two different sites";
    NO_KNOWN_DRIVE = Note "no-known-drive":
        "sites are not joined by known drives, so that nobody can change between them within a day",
        "add a drive, if people do change between them";
    DETOUR_SHORTER = Note "detour-shorter":
        "the way over another site is shorter than the drive written; the shorter one is used",
        "check the minutes of these drives";

    // Activities and clinics
    GROUP_MIN_ABOVE_MAX = Error "group-min-above-max":
        "a group's fewest patients are more than its most",
        "put the smaller number under min";
    TEAM_ROLES_OVERLAP = Error "team-roles-overlap":
        "two positions of a team can be filled by the same role",
        "use `count` for several of the same, or give the positions different roles";
    LONGER_THAN_HALF_DAY = Error "longer-than-half-day":
        "an activity takes longer than the longest half-day",
        "shorten it, or lengthen a half-day";
    GROUP_TOO_LARGE = Error "group-too-large":
        "a class holds more patients than any fitting room has places",
        "lower the group's max, or give a fitting room more places";
    ROOM_TOO_SMALL = Note "room-too-small":
        "rooms of the right kind are too small for a class",
        "nothing to do, unless the places or the group's max are a slip";
    ACTIVITY_IN_NO_CLINIC = Error "activity-in-no-clinic":
        "a course uses an activity that no clinic holds",
        "add the activity to a clinic";
    ACTIVITY_UNUSED = Note "activity-unused":
        "no course uses an activity",
        "nothing to do, unless a course should use it";
    OVERHEAD_TOO_LONG = Error "overhead-too-long":
        "a clinic's overhead takes the whole half-day",
        "shorten the overhead";
    NO_APPOINTMENT_FITS = Error "no-appointment-fits":
        "overhead and one appointment together are longer than the longest half-day",
        "shorten one of them";
    CLINIC_TEAMS_DIFFER = Error "clinic-teams-differ":
        "the activities of a clinic need different teams",
        "give them the same staff, or put them into clinics of their own";
    CLINIC_ROOMS_DIFFER = Error "clinic-rooms-differ":
        "the activities of a clinic need different rooms",
        "give them the same kinds of room and features, or put them into clinics of their own";
    GROUP_CLINIC_MIXED = Error "group-clinic-mixed":
        "a clinic holds a group activity together with others",
        "give each group activity a clinic of its own";
    NO_FITTING_ROOM = Warning "no-fitting-room":
        "a clinic names a site that has no room for it; it is not held there",
        "add a room there, or take the site out of the clinic's";
    CLINIC_NOWHERE = Error "clinic-nowhere":
        "a clinic can be held at no site",
        "name a site with a fitting room, or add a room";
    CLINIC_UNUSED = Note "clinic-unused":
        "no course uses an activity of a clinic",
        "nothing to do, unless a course should";

    // Courses and evidence
    CADENCE_SUM = Error "cadence-sum":
        "a cadence does not sum to the total",
        "correct the cadence or the total";
    CADENCE_EMPTY = Error "cadence-empty":
        "a cadence has no lesson in any week",
        "write at least one lesson";
    WEEKS_BACKWARDS = Error "weeks-backwards":
        "a range of weeks runs backwards",
        "exchange the two";
    REVIEWS_AFTER_THE_END = Warning "reviews-after-the-end":
        "a course ends before its first review",
        "say how many reviews there are (times), or hold them more often";
    TIME_FRAME_TOO_SHORT = Error "time-frame-too-short":
        "a course takes longer than the time frame agreed with its patients",
        "give it more weeks, or shorten the course";
    TIME_FRAME_TIGHTER = Note "time-frame-tighter":
        "a course's time frame leaves less time for waiting than the target wait",
        "nothing, if the time frame is meant: it sets the target";
    CARE_RULE_EMPTY = Error "care-rule-empty":
        "a rule of care does not say what holds of its activities",
        "write one of only_with, only_after, most_share_of_visits, most_hours_per_patient, highest_band and single_course";
    CARE_RULE_UNUSED = Warning "care-rule-unused":
        "no course has the activities of a rule of care",
        "name activities that courses have, or leave the rule out";
    CARE_ALONE = Error "care-alone":
        "a course has what is given only together with something else",
        "give it beside one of the activities that the rule names, or leave it out of the course";
    CARE_TOO_SOON = Error "care-too-soon":
        "a course has something before what must come first, and so have not all of its patients had that where they come from",
        "put what comes first into an earlier visit, or send patients from a stream that gives it";
    CARE_SHARE = Error "care-share":
        "too many of a course's visits are of a kind that a rule of care limits",
        "give fewer of them, or more of the others";
    CARE_HOURS = Error "care-hours":
        "a patient may have more hours of something than a rule of care allows",
        "shorten the course or its appointments";
    CARE_BAND = Error "care-band":
        "somebody of a higher pay band than a rule of care allows could give its activities, or of a band that cannot be told",
        "name the clinics that they run (clinics), write their band, or let another skill be asked for";
    CARE_AGAIN = Error "care-again":
        "patients are sent on to a second course of what a rule of care allows once",
        "send them on elsewhere";
    NO_LESSON_IN_FIRST_WEEK = Warning "no-lesson-in-first-week":
        "a course has no lesson in the week of its start",
        "count its weeks from the first lesson";
    NOBODY_ON_SITE = Warning "nobody-on-site":
        "a clinic needs somebody on site at a place where nobody of that role and skill runs sessions",
        "let one of them work there, or hold the clinic elsewhere (clinics[].sites)";
    CHANCES_ABOVE_ONE = Error "chances-above-one":
        "a visit's chances to advance and to set back sum to more than 1",
        "lower one of them";
    GRADED_IN_CLOSED_GROUP = Error "graded-in-closed-group":
        "a course is a closed group and has graded exposure",
        "leave one of them out: a group goes through its lessons together";
    FIRST_VISIT_IN_CLASS = Error "first-visit-in-class":
        "the first visit of graded exposure is a class",
        "name a one-to-one activity";
    GRADED_VISIT_LOST = Error "graded-visit-lost":
        "missed visits of graded exposure are lost",
        "let the activity be booked again when missed (missed: rebooked)";
    GOAL_OUT_OF_REACH = Warning "goal-out-of-reach":
        "no patient can reach the goal of a graded exposure",
        "give it more visits or fewer levels, or each level a chance to advance";
    LEVEL_TARGET_TOO_EARLY = Warning "level-target-too-early":
        "a level is to be passed before there are visits enough",
        "move the target week, or let visits come sooner";
    TRIAL_WITHOUT_EVIDENCE = Warning "trial-without-evidence":
        "a chance of the trial's patients is given, but no evidence of a trial",
        "give the evidence, or leave trial_advance out";
    CLOSED_GROUP_WITHOUT_CLASS = Error "closed-group-without-class":
        "a course is a closed group, but none of its activities is a group's",
        "make one of its activities a group, or leave closed_group out";
    CLOSED_GROUP_TOO_LARGE = Error "closed-group-too-large":
        "a closed group is larger than its class may be",
        "lower the closed group's max, or raise the activity's";
    CLOSED_GROUP_BELOW_CLASS = Warning "closed-group-below-class":
        "a closed group may start with fewer patients than its class needs",
        "raise the closed group's min to the activity's";
    CLASS_OPEN_AND_CLOSED = Error "class-open-and-closed":
        "a group activity serves closed groups and other courses at once",
        "give the closed groups an activity and a clinic of their own";
    COURSE_UNUSED = Note "course-unused":
        "no stream offers a course",
        "nothing to do, unless a stream should offer it";
    IMPORTANT_CHANGE_NOT_POSITIVE = Error "important-change-not-positive":
        "a measure's smallest important change is not above 0",
        "write the smallest change that matters to a patient, as a positive number";
    MEASURE_UNUSED = Note "measure-unused":
        "no course's evidence uses a measure",
        "nothing to do, unless a course should use it";
    CI_DISORDER = Error "ci-disorder":
        "an interval does not run from low over the mean to high",
        "write the interval as [low, high] around the change; a positive change is an improvement";
    CHANGE_NEGATIVE = Warning "change-negative":
        "a course is said to do harm",
        "write improvements as positive numbers, whichever way the scale runs";
    EVIDENCE_WITHOUT_LESSONS = Error "evidence-without-lessons":
        "a course has evidence, but all its lessons are supporting ones",
        "mark only reviews and the like as supporting";
    EVIDENCE_INTERPOLATED = Note "evidence-interpolated":
        "an effect is interpolated between trial points",
        "nothing to do: it is marked so wherever it is printed";
    CASE_WITHOUT_INTERVAL = Warning "case-without-interval":
        "an end of the intervals is asked for, but some evidence has no interval: its mean counts",
        "add the interval, or use the mean";

    // Guard rails of the evidence
    MEASURE_NOT_DEFINED = Error "measure-not-defined":
        "a record of the evidence is measured on a scale that the scenario does not define",
        "define the measure, with its smallest important change: that is what makes scales addable";
    RECORD_TAKEN = Error "record-taken":
        "a record of the scenario's own has the id of one of the library's",
        "give it another id";
    FIGURE_NOT_THE_RECORDS = Warning "figure-not-the-records":
        "a figure is no longer that of the record to which it refers, but still carries the record's source",
        "write where the figure comes from (`source`) beside it";
    MIXED_COMPARATORS = Error "mixed-comparators":
        "effects against different comparators would be added, and nothing says what they count beside each other",
        "say it under policy.comparators (a base, and a factor for each other), or use effects against one comparator";
    COMPARATOR_CONVERTED = Note "comparator-converted":
        "effects stand against another comparator than the base, and count by a factor",
        "nothing to do, unless the factor is a slip";
    COMPARATOR_TWICE = Error "comparator-twice":
        "a comparator's factor is given twice, or the base is given one",
        "keep one of them; the base counts once";
    UNCONTROLLED_EFFECT = Error "uncontrolled-effect":
        "a figure without a control group would count as an effect",
        "use a trial's difference, or say under policy.comparators what such a figure counts";
    UNCONTROLLED_COUNTED = Warning "uncontrolled-counted":
        "a figure without a control group counts by the scenario's own factor",
        "use a trial's difference where there is one: time, and the return to the usual, are in the figure";
    NOT_FOR_BACK_PAIN = Error "not-for-back-pain":
        "TENS or acupuncture rests on back-pain evidence, and NICE NG59 advises against both for back pain",
        "use evidence from other patients and say so (`population`), or leave the evidence out: the stream then keeps \
         today's throughput";
    ANOTHER_TREATMENT = Warning "another-treatment":
        "the evidence of a course is of another treatment",
        "use evidence of the same treatment, or say in the caveat why this one stands for it";
    ANOTHER_POPULATION = Warning "another-population":
        "the evidence of a stream's courses is from patients who have something else",
        "use evidence from such patients, or mind that it may not hold for these";
    FADING_WITHOUT_DATE = Error "fading-without-date":
        "an effect fades, but nothing says when effects count",
        "write policy.effects_after_weeks: after how many weeks a patient should be better";

    // Evidence within a stream
    MIXED_ANALYSIS = Error "mixed-analysis":
        "the evidence of one stream's courses mixes marginal and cell figures, which cannot be compared",
        "take all figures from one table";
    MIXED_MEASURES = Warning "mixed-measures":
        "the courses of one stream are measured on different scales",
        "use one measure where there is one; else mind that only the important changes make them comparable";
    MIXED_FOLLOW_UP = Note "mixed-follow-up":
        "the effects of one stream's courses were measured at different times",
        "nothing to do, unless figures at the same time exist";
    MIXED_BASIS = Note "mixed-basis":
        "the effects of one stream's courses are partly per start and partly per attended",
        "nothing to do, unless figures on the same basis exist";
    EVIDENCE_MISSING = Warning "evidence-missing":
        "a course without evidence competes with courses that have some: it earns nothing and is chosen last",
        "add its evidence, or fix its share";
    DOSE_CURVE_NOT_CONCAVE = Warning "dose-curve-not-concave":
        "later lessons of a course earn more than earlier ones",
        "check the effects and the numbers of lessons";
    CASE_NOT_CONCAVE = Note "case-not-concave":
        "at the end of the intervals that is used, later lessons earn more than earlier ones: long courses win",
        "nothing to do: compare with the mean";
    SAME_DOSE = Note "same-dose":
        "two courses of a stream have the same lessons but different effects: the weaker one is never chosen freely",
        "nothing to do, unless one of the figures is a slip";

    // Streams
    SITE_SHARES_SUM = Error "site-shares-sum":
        "a stream's site shares do not sum to 1",
        "make them sum to 1";
    TODAY_MIX_SUM = Error "today-mix-sum":
        "today's mix does not sum to 1",
        "make it sum to 1";
    TODAY_NOT_AN_OPTION = Error "today-not-an-option":
        "today's mix names a course that the stream does not offer",
        "add it to the stream's courses, or take it out of the mix";
    LEAST_ABOVE_MOST = Error "least-above-most":
        "a least is above its most",
        "put the smaller number under least";
    FIXED_AND_RANGE = Error "fixed-and-range":
        "an option has a fixed share together with a least or most share",
        "keep the fixed share (a need) or the range (a choice)";
    FIXED_SHARES_SUM = Error "fixed-shares-sum":
        "all options have fixed shares, which do not sum to 1",
        "make them sum to 1";
    LEAST_SHARES_SUM = Error "least-shares-sum":
        "the least shares of a stream's options sum to more than 1",
        "lower some of them";
    MOST_SHARES_SUM = Error "most-shares-sum":
        "the most shares of a stream's options sum to less than 1",
        "raise some of them";
    RECOMMENDED_NOT_AN_OPTION = Error "recommended-not-an-option":
        "the recommended course is not among the stream's courses",
        "add it to the stream's courses, or recommend one of them";
    OPTION_ABOVE_CAP = Note "option-above-cap":
        "a course has more lessons than funding.most_lessons_per_patient allows, and is not offered",
        "nothing to do, unless the cap is a slip";
    NO_OPTION_LEFT = Error "no-option-left":
        "lesson caps remove every course of a stream",
        "raise the cap, or offer a shorter course";
    RECOMMENDED_ABOVE_CAP = Warning "recommended-above-cap":
        "the recommended course has more lessons than the cap allows",
        "raise the cap, or recommend a shorter course";
    TODAY_ABOVE_CAP = Warning "today-above-cap":
        "today's mix has courses above the lesson cap; the others take their shares in the comparison with today",
        "mind it when reading the comparison";
    SEASON_WEIGHTS = Error "season-weights":
        "a season's weights are all 0",
        "write twelve weights, 1 for an average month";
    STREAM_EMPTY = Warning "stream-empty":
        "a stream has no referrals, no waiting list and no stream that leads to it",
        "add its referrals, or take it out";
    NOTHING_KEEPS_IT_GOING = Warning "nothing-keeps-it-going":
        "a stream without evidence has no floor either, so that a plan may leave it to wait",
        "add today.starts_per_week (today's throughput), evidence, or least_started_share";
    IN_COURSE_NOT_OFFERED = Note "in-course-not-offered":
        "patients are in a course that their stream no longer offers",
        "nothing to do, unless the course is a slip";
    IN_COURSE_FINISHED = Warning "in-course-finished":
        "patients in a course started so long ago that they have had all its lessons, and go on to no stream",
        "start their range of weeks later, or leave them out";
    IN_COURSE_GROUPS_LOST = Warning "in-course-groups-lost":
        "patients in closed groups, spread over weeks and sites, do not make the whole groups that they are",
        "write one entry a group, with the week in which it started";
    ONWARD_TO_ITSELF = Error "onward-to-itself":
        "a stream leads to itself",
        "lead to another stream";
    ONWARD_CYCLE_WITHOUT_LAG = Error "onward-cycle-without-lag":
        "streams lead to each other in a circle within the same week",
        "give one of them a lag";
    ONWARD_CYCLE_GROWS = Warning "onward-cycle-grows":
        "streams lead to each other in a circle in which nobody drops out: the queues grow without end",
        "lower one of the shares";

    // Workforce
    HOME_NOT_AMONG_SITES = Error "home-not-among-sites":
        "a practitioner's home site is not among the sites they work at",
        "add it to their sites, or change the home site";
    CONTRACT_ABOVE_AVAILABILITY = Error "contract-above-availability":
        "a practitioner is contracted for more half-days than they are available",
        "lower sessions_per_week, or add half-days";
    WTE_DISAGREES = Warning "wte-disagrees":
        "whole-time equivalent and sessions a week disagree (10 sessions are 1.0)",
        "correct one of them";
    ABOVE_48_HOURS = Error "above-48-hours":
        "a practitioner is contracted for more than 48 hours a week on average",
        "lower sessions_per_week";
    CLINICAL_TIME_NOT_WHOLE = Warning "clinical-time-not-whole":
        "a practitioner's clinical time is not a whole number of sessions, and a weekly pattern loses the rest",
        "make sessions_per_week x (1 - non_clinical_share), less floating meetings, whole, or accept the loss";
    FLOATING_ABOVE_NON_CLINICAL = Warning "floating-above-non-clinical":
        "a practitioner's floating meetings take more than the non-clinical share, and the rest comes out of clinics",
        "raise non_clinical_share, or hold the meetings less often";
    MOST_A_DAY_BINDS = Warning "most-a-day-binds":
        "most_sessions_a_day leaves room for fewer sessions than a practitioner's clinical time",
        "raise it, or add days";
    REGISTRATION_EXPIRES = Warning "registration-expires":
        "a registration expires within the horizon; from then on they run no clinic",
        "write the new date once it is renewed";
    CONTRACT_ENDS = Warning "contract-ends":
        "a contract ends within the horizon",
        "nothing to do, if it is to end";
    CONTRACT_STARTS_LATER = Note "contract-starts-later":
        "a contract starts within the horizon",
        "nothing to do, unless the date is a slip";
    NOT_EMPLOYED = Warning "not-employed":
        "a practitioner is under contract and registered on no day of the horizon",
        "correct the dates, or take them out";
    MUCH_LEAVE = Warning "much-leave":
        "a practitioner's leave takes more than twelve working weeks of a year",
        "check the dates";
    AWAY_THROUGHOUT = Warning "away-throughout":
        "a practitioner is on leave on every working day of the horizon, and runs nothing",
        "check the dates; nothing to do if that is what is planned for";
    NEARLY_ASKED_FOR = Warning "nearly-asked-for":
        "nothing asks for a role, skill, feature or kind of room, but something for one that is written nearly so",
        "correct its spelling, or give it a name that cannot be taken for the other";
    CLINIC_NOT_THEIRS = Warning "clinic-not-theirs":
        "a practitioner is said to run a clinic that role or skills do not allow",
        "correct role or skills, or take the clinic out";
    RUNS_NO_CLINIC = Note "runs-no-clinic":
        "practitioners can run no clinic",
        "nothing to do for administrators and managers";

    // Meetings
    MEETING_TOO_LONG = Error "meeting-too-long":
        "a meeting is longer than its half-day",
        "shorten it, or choose a longer half-day";
    MEETING_SITE_CLOSED = Warning "meeting-site-closed":
        "a meeting is to be held when its site is closed",
        "choose a half-day in which the site is open";
    NOBODY_INVITED = Warning "nobody-invited":
        "nobody is invited to a meeting",
        "correct who comes, or take it out";
    NOBODY_CAN_COME = Warning "nobody-can-come":
        "nobody who is invited works in a half-day of a meeting",
        "choose another half-day";
    MEETINGS_CLASH = Warning "meetings-clash":
        "meetings of the same people in the same half-day take longer than it lasts",
        "move one of them";
    FLOATING_BLOCKS_CLINICS = Error "floating-blocks-clinics":
        "a meeting at no fixed time cannot block clinics",
        "give it a time, or leave blocks_clinics out";
    NOT_EVERY_MONTH = Note "not-every-month":
        "a fifth such day comes in some months only",
        "nothing to do, if it is meant so";

    NOT_BETWEEN_DAYS = Error "not-between-days":
        "a meeting held once, or at no fixed time, is given days between which it is held",
        "leave from and to out, or make it weekly or monthly";
    MEETING_NEVER_HELD = Warning "meeting-never-held":
        "a meeting falls on no day between those between which it is to be held",
        "widen from and to, or choose another half-day";

    // Desk work
    DESK_TIME_ABOVE_CONTRACT = Error "desk-time-above-contract":
        "a practitioner has more minutes for desk work than clinics and floating meetings leave of their contract",
        "lower desk_minutes_per_week, or raise non_clinical_share";
    DESK_WORK_WITHOUT_TIME = Warning "desk-work-without-time":
        "nobody of the role whose desk work it is has time for it, so that all of it will be late",
        "write desk_minutes_per_week for somebody of that role, or give the work to another role";
    DESK_TIME_WITHOUT_WORK = Note "desk-time-without-work":
        "practitioners have time for desk work, but no desk work is their role's",
        "nothing to do, unless the role is a slip";

    // Leave
    LEAVE_RULE_WITHOUT_LIMIT = Warning "leave-rule-without-limit":
        "a leave rule limits nothing",
        "write most_away, study_days_per_year, or gbp_per_study_day with gbp_per_year";
    MANY_AWAY = Warning "many-away":
        "more people of some roles are on leave on the same working day than their leave rule allows",
        "move somebody's leave, or raise most_away";
    MUCH_STUDY_LEAVE = Warning "much-study-leave":
        "somebody has more study leave in a year than their leave rule allows",
        "move some of it to another year, or raise study_days_per_year";
    TRAINING_BUDGET_SHORT = Warning "training-budget-short":
        "study leave within the horizon costs more than the horizon's share of its budget",
        "put some of it off, or raise gbp_per_year";

    // Funding
    CONTRACT_WITHOUT_LIMIT = Warning "contract-without-limit":
        "a contract has neither a most nor a least",
        "write most_per_year or least_per_year";
    CONTRACT_FLOOR_UNREACHABLE = Warning "contract-floor-unreachable":
        "a contract asks for more than the waiting list and referrals can give",
        "lower least_per_year, or check referrals and lists";
    NOTHING_TO_PAY = Warning "nothing-to-pay":
        "nothing that a budget pays for has a cost, so that it never binds",
        "write costs (cost_gbp_per_session, cost_gbp, hire_gbp_per_session, materials_gbp), or take the budget out";

    // Policy
    AIMS_EMPTY = Error "aims-empty":
        "the ordered aims name no aim",
        "name at least one, or write {weighted: {}}";
    AIM_REPEATED = Error "aim-repeated":
        "an aim stands twice in the order",
        "keep it once";
    AIM_LEFT_OUT = Note "aim-left-out":
        "the ordered aims leave out some, which then decide only among plans equal in the others",
        "nothing to do, unless they should count";
    BENEFIT_WORTHLESS = Warning "benefit-worthless":
        "an important change is worth nothing, so that no plan aims for benefit",
        "write what it is worth to the service";
    LATE_PRICE_LOW = Warning "late-price-low":
        "a late lesson costs no more than a lesson can earn: a plan may start new patients and let others wait mid-course",
        "raise policy.prices.late_lesson_week_gbp above what a lesson earns";
    PATTERN_CLAMPED = Note "pattern-clamped":
        "a rota pattern is to hold for longer than the horizon; it holds for the horizon",
        "nothing to do";

    // Across sections
    COURSE_NOT_DELIVERABLE = Error "course-not-deliverable":
        "no practitioner or room can deliver a course",
        "make sure that at one site each of its activities has a clinic, a fitting room and its team";
    NOT_DELIVERABLE_AT_SITE = Error "not-deliverable-at-site":
        "a stream's patients belong to a site at which one of its courses cannot be delivered",
        "move the site's share, or provide clinic, room and team there";
    CLINICAL_TIME_UNUSABLE = Note "clinical-time-unusable":
        "a practitioner has more clinical sessions than half-days in which they are available and a site of theirs is open",
        "add half-days on which their sites are open, or accept that the rest is not used";
    FTE_TOTAL = Error "fte-total":
        "the practitioners' whole-time equivalents do not sum to service.fte_total",
        "correct the practitioners or the total (a what-if change of the practitioners alone is not held against it)";
    REFERRALS_TOTAL = Error "referrals-total":
        "the streams' referrals do not sum to service.referrals_per_year",
        "correct the streams or the total (a what-if change of the streams alone is not held against it)";
    NO_SOURCE = Note "no-source":
        "figures carry no source",
        "write where they come from, or \"assumption\"";
}
