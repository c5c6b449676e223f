"""Moa Market (모아상점), an invented shop: what `voc up --demo` fills a workspace with.

Owns eight weeks of feedback about an online shop for home goods and groceries, in Korean and English, the customers
who gave it, and the shop's three surveys with what respondents answered. Every sentence was written for this package;
no person, brand or address in it is real: mail goes to domains that are kept for examples, numbers are of a block that
nobody has. Its files are pure data: `shop` and `answers` read them, `seed` stores what they say as any other feedback
and response. Then `past` tells what happened since, through the same use cases as ever, each at its time: customers
become known (`people`), are asked by a campaign (`campaign`, `asking`) and talk with the shop (`talks`). Nothing leaves
the machine, and a workspace that has connected a provider is left alone. Last, once what was said is ranked, a minute
or two later, `decisions` does what colleagues decided since about the items of the backlog.

What a reader should be able to find again in it:

- twelve recurring complaints and ideas, a smaller one about store card points, praise, questions that come back
  in other words, one-off remarks and noise;
- payment logs people out of the app: hardly known until release 5.2 at the start of week 6, then the loudest;
- lockers for picking up an order that do not open: nobody speaks of them before the last week, then many: an alert;
- coupons that do not apply: frequent until a fix in week 3, nearly gone after it;
- NPS falls with that release and is coming back in the last week;
- customers who left (`people`), so that there is churn;
- one customer (c-0055) on four channels, two records that were joined, and two that may be one person (c-0090);
- surveys by text message: finished ("9점인데 느려요"), waiting for its next answer, and refused;
- an e-mail campaign that is over, with its funnel; a draft; a reply of which nobody knows whether it was sent;
- departments on the scorecard with goals (`goals`): of some everybody can see whether they are met, of most nobody yet;
- questions that many ask in their own words: drafted from six help pages (`answering`), one about which two pages
  contradict each other, one answer published, one that a newer page has made stale, one that no page answers;
- items that belong to departments (`departments`), so that a question without an answer names who could give it;
- an item that was shipped, with the answer whether it helped, others under way and planned, and a public roadmap.

The files are JSON Lines, one object a line, oldest first; `decisions.json` is a list.

`decisions.json`, an item each:

    topic      as in `feedback.jsonl`; the item is that of the theme that has most in common with it
    language   of the theme, where one of that language fits
    judged     how it will be judged once it is shipped
    steps      oldest first, each on a `day`: fields of the item that are `set` (`due_in` days from now; the owner
               "me" is the first member), or a `note`
    words      what the roadmap says of it, by language

`customers.jsonl`:

    ref        stable name, such as "c-0042"
    segment    new | regular | plus member | business
    plan       basic | veg box | coffee box | plus monthly | plus yearly | business
    name, language (ko | en), city (in English letters)
    revenue    won a month
    account    the company that they order for; with `email` and `phone`, where the shop knows them

`threads.jsonl`, messages with one person on one channel:

    id, channel, subject, automatic
    customer   `ref`; or `address` and `name` of somebody whom the shop does not know
    day, time  of the first step, as below
               (no earlier than the day before yesterday where a survey is asked: it must not have expired)
    steps      minutes `after` the first one, and `text` of theirs, `reply` of the shop's, one that is `held`,
               the survey that the shop does `ask`, or the fields of a work order that is `closed`

`consents.jsonl`: customer, day, and a decision. `invited.jsonl`: who was asked by the campaign, what `became` of it
after how many `hours`, and the answers.

`feedback.jsonl`:

    day        whole days before now, 0–55
    time       clock in Seoul, "HH:MM": nobody asks for breakfast at midnight
    customer   `ref` of who said it
    channel    survey | email | chat | review | sms | call | social; a call holds the agent's note
    language   ko | en
    text       the verbatim
    nps        0–10, only where the question was asked
    csat       1–5, likewise; for a review its stars; never together with nps
    topic      what the author had in mind; an aid for writing and checking, not for the product

A verbatim in channel `survey` that has an `nps` is a response to the survey in the app; everything else is feedback.

`answers.jsonl`, more responses, most of them without words:

    survey     nps | support | delivery: a survey whose versions are in `definitions/`
    day, time  as above
    customer   `ref`; or `visitor`, a browser's own name for somebody unknown
    language   ko | en
    channel    widget | link
    device     phone | tablet | desktop
    source     app | chat | email | sms | qr
    app        version of the app, only there
    hidden     values of hidden fields
    answers    by question id; those to questions of a later version than was asked are left out
    left       the question at which the respondent gave up; a finished response has none

A verbatim's or response's `submission_id` is its line number, so new lines belong at the end.
"""
