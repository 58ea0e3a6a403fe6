### What the window says, in English. The engine's sentences (troubles, warnings, facts) are not here.

## Frame

app = Altsmith
views = Views
view-describe = Describe
view-history = History
view-usage = Usage
view-settings = Settings
details-later = Details appear here once the picture has been read.
details = Details
notice = Notice
messages = Messages
close = Close
dismiss = Dismiss
cancel = Cancel
loading = Loading
tooltip = { $label } ({ $keys })
window-title-progress = { $done } of { $total } · Altsmith
start-failed = Altsmith could not start
trouble-unexpected = Something went wrong that should not have. Try again; if it stays, restart Altsmith.

## Adding pictures

add = Add
add-files = Add pictures
add-folder = Add a folder
add-url = From URL
paste = Paste
try-sample = Try with a sample picture
drop-here = Drop pictures here
drop-here-more = Altsmith describes them: alt text, a longer description, a title and tags. Or bring pictures another way:
drop-now =
    { $count ->
        [0] Drop to describe with { $provider }
        [one] Drop 1 picture to describe it with { $provider }
       *[other] Drop { $count } pictures to describe them with { $provider }
    }
drop-local = Nothing leaves this computer
drop-cost = About { $cost }
url-title = Add a picture from its address
url-label = Address of the picture
url-help = It begins with https. The picture is fetched by this computer.
url-add = Add picture

## Cards

how-to-describe = How pictures are described
pictures-list = Pictures
pictures =
    { $count ->
        [one] 1 picture
       *[other] { $count } pictures
    }
progress = { $done } of { $total } described
cancel-all = Cancel all
remove-all = Remove all
card-name = { $name }. { $text }
state-queued = Waiting for its turn
state-reading = Reading the picture…
state-describing = Describing…
state-done = Described
state-failed = Not described
state-cancelled = Cancelled
describe = Describe
describe-again = Describe again
describe-again-cost = Describe again ({ $cost })
favourite = Favourite
remove = Remove
delete = Delete
preview = Large preview
preview-open = Large preview of { $name }
preview-none = There is no preview of this picture.

## Words

words = Words
alt-of = Alt text of { $name }
alt-empty = No alt text
title = Title
title-of = Title of { $name }
title-empty = No title
description = Description
description-none = No longer description.
description-edit = Edit description
tags = Tags
tag-add = Add a tag
tag-new = New tag
tag-remove = Remove tag { $tag }
length = { $length } of { $limit } characters
length-over = { $over } too many
author-person = Edited by you
author-computed = { $name }, computed
from-history = From the history
save-again = Save again
answer-new = New answer from { $name }. Your words stay until you choose.
answer-new-of = New answer for { $name }
answer-use = Use it
answer-keep = Keep mine

## Copying

copied = Copied
copy-usual = Copy { $form }
copy-all = Copy all
copy-as = Copy as…
copy-form-usual = usual
copy-form-alt = alt text
copy-form-alt_attribute = alt="…"
copy-form-img = HTML <img>
copy-form-img_with_tags = HTML <img> with title and tags
copy-form-figure = HTML <figure>
copy-form-markdown = Markdown
copy-form-json = JSON
copy-form-description = description
copy-form-title = title
copy-form-tags = tags

## Said to people who listen

announce-done = { $name }: { $words }
announce-failed = { $name }: { $trouble }
announce-begin = { $total } pictures are being described
announce-quarter = { $done } of { $total } done
announce-end =
    { $total } pictures: { $described } described{ $failed ->
        [0] {""}
       *[other] , { $failed } not
    }{ $stopped ->
        [0] {""}
       *[other] , { $stopped } stopped
    }
announce-answer-new = { $name }, new answer: { $words }. Your own words stay until you choose.
announce-copied =
    { $count ->
        [one] Copied: { $form }
       *[other] Copied { $count } times: { $form }
    }

## Services that cost money

pick-model = Model
languages-known = { $name } writes { $languages }.
languages-switch = Describe in { $language }
language-unknown = { $language } (not with { $name })
cost-and-left = { $cost }, { $left } left
time-seconds = { $seconds } s
time-minutes = { $minutes } min
time-hours = { $hours } h
time-hours-minutes = { $hours } h { $minutes } min
drop-cost-each = About { $cost } each
drop-calls-each =
    { $count ->
        [one] 1 request each
       *[other] { $count } requests each
    }
held = Waiting for your word
held-title =
    { $count ->
        [one] 1 picture for { $name }
       *[other] { $count } pictures for { $name }
    }
held-asking = Finding out what it costs
held-about = about { $cost }
held-most = at most { $cost }
held-unknown =
    { $count ->
        [one] 1 request; the service does not say what it costs
       *[other] { $count } requests; the service does not say what they cost
    }
held-known =
    { $count ->
        [one] 1 is known already and costs nothing
       *[other] { $count } are known already and cost nothing
    }
held-known-all =
    { $count ->
        [one] it is known already and costs nothing
       *[other] all are known already and cost nothing
    }
held-partly = not all were looked at yet
held-time = takes about { $time }
held-host = sent to { $host }
held-here = nothing leaves this computer
costs-nothing = costs nothing
held-go =
    { $count ->
        [one] Describe 1 picture
       *[other] Describe { $count } pictures
    }
not-now = Not now
announce-held = { $title }: { $cost }. Waiting for your word.
state-held = Waits for your word
state-left = Left from last time
words-broke-off = This much had come before the answer broke off:
waiting-limit = Next in { $time } (limit of the service)
waiting-service = Waiting for the service…
waiting-recovery = The service is out of order, next try in { $time }
failed-again =
    { $count ->
        [one] Try the failed one again
       *[other] Try the failed ones again ({ $count })
    }
cancelled-again =
    { $count ->
        [one] Describe the stopped one
       *[other] Describe the stopped ones ({ $count })
    }
unknown-again =
    { $count ->
        [one] Send it again
       *[other] Send them again ({ $count })
    }
sort = Sort
sort-added = As they came
sort-name = By name
sort-state = What waits for you first
held-left-title =
    { $count ->
        [one] 1 picture is left from last time, for { $name }
       *[other] { $count } pictures are left from last time, for { $name }
    }
held-left =
    { $count ->
        [one] 1 of them is left from last time.
       *[other] { $count } of them are left from last time.
    }
failed-uncertain =
    { $count ->
        [one] 1 picture may have been charged already. Sending it again is up to you.
       *[other] { $count } pictures may have been charged already. Sending them again is up to you.
    }
trouble-code = Code { $code }
trouble-request = Request
incomplete = Not everything came. { $message }
incomplete-rest = Ask for the rest

## Balances that run out

balance-alert = { $name }: { $message }

## Requests without an answer

unfinished =
    { $count ->
        [one] 1 picture was being described by { $name } when Altsmith or the connection stopped. It may have been charged.
       *[other] { $count } pictures were being described by { $name } when Altsmith or the connection stopped. They may have been charged.
    }
unfinished-several = { $count } pictures were being described when Altsmith or the connection stopped. They may have been charged.
unfinished-more = Sending a picture again may be charged a second time. Leaving it costs nothing more.
unfinished-more-free = Asking what became of it is free.
unfinished-ask = Ask what became of it
unfinished-ask-of = Ask what became of it: { $name }
unfinished-twice-of = Send again, may be charged twice: { $name }
unfinished-cancel-of = Cancel: { $name }
unfinished-unknown = A picture that is gone
unfinished-again = Send again
unfinished-again-of = Send again: { $name }
unfinished-leave = Leave it
unfinished-leave-of = Leave it: { $name }
unfinished-show-all = Show all { $count }
unfinished-so-far = So far: “{ $text }”
unfinished-asked = { $name }: the service told what became of it
unfinished-sent = { $name }: sent again
unfinished-left = { $name }: left

## Questions about a picture

questions = Ask about this picture
question-label = Question
question-ask = Ask
question-cost = { $name } answers: { $cost } a question.
question-cost-unknown = { $name } answers. It does not say what a question costs.
question-here = { $name } answers, on this computer.
question-waiting = Waiting for { $name }…
question-nobody =
    { $count ->
        [0] { $name } does not take questions about pictures.
       *[other] { $name } does not take questions about pictures. { $names } would, once it is set up.
    }
announce-answer = { $name }: { $answer }

## Undo

undo = Undo
undo-list = Can be undone
undo-done = Undone
undo-answer-used = The new answer is used instead of your words
undo-connection = { $name } was removed
undo-removed =
    { $count ->
        [one] 1 picture removed from the list
       *[other] { $count } pictures removed from the list
    }
undo-deleted =
    { $count ->
        [one] 1 entry deleted
       *[other] { $count } entries deleted
    }

## What helps

remedy-again = Try again
remedy-again-in = Try again in { $seconds } s
remedy-again-cost = Try again ({ $cost })
remedy-ask-outcome = Ask what became of it, for free
remedy-another-service = Choose another service
remedy-remove = Remove
remedy-key = Replace key
remedy-settings = Open settings

## Inspector

versions =
    { $count ->
        [one] 1 version
       *[other] { $count } versions
    }
version-by = { $author }, { $when }
version-now = Current
version-restore = Use this version
facts = Facts
fact-file = File
fact-file-value = { $format }, { $size }
fact-origin = From
fact-other-place = Also in
fact-described = Described
sent = What was sent
sent-nothing = Nothing left this computer.
sent-what = { $format }, { $width } × { $height } pixels, { $size }, to { $host }.
sent-what-via = { $format }, { $width } × { $height } pixels, { $size }, to { $host }, by way of { $via }.
sent-address = Only the picture's web address was passed on to { $host }.
spent-in-all = Cost in all: { $amount }.
sent-without-metadata = Place, camera and comments were left out.

## History

search = Search the history
favourites = Favourites
found =
    { $count ->
        [one] 1 entry
       *[other] { NUMBER($count) } entries
    }
history-empty = Nothing here yet
history-empty-more = Every description is kept here, so that you find it again.
history-empty-go = Describe a picture
history-export-as = Export as
history-export = Export
history-exported = Exported
export-form-csv_with_mark = CSV for spreadsheets
export-form-csv = CSV
export-form-jsonl = JSON, one line each
export-form-html = HTML page
export-form-beside = A file beside each picture
history-exported-said = { $written ->
        [one] One description was written.
       *[other] { $written } descriptions were written.
    }
history-export-foreign = { $count ->
        [one] One file of that name is not Altsmith’s and was left as it is.
       *[other] { $count } files of those names are not Altsmith’s and were left as they are.
    }
history-export-failed = { $count ->
        [one] One file could not be written.
       *[other] { $count } files could not be written.
    }
history-nothing-found = Nothing found
history-show-all = Show everything

## Usage

usage-nothing-spent = Nothing was spent
usage-nothing-spent-more = All descriptions were made without paying for anything.
usage-service = Service
usage-pictures = Pictures
usage-from-history = From the history, free
usage-spent-column = Spent
usage-nothing = nothing
usage-empty = No picture has been described yet.
usage-services = By service, since the beginning
usage-saved = saved about { $amount }
usage-balances = What is left
usage-unknown = The service does not say
usage-valid-until = Valid until { $day }
usage-was-valid-until = Was valid until { $day }
usage-read = As of { $when }
usage-reckoned = { $amount } used since the service was asked, { $when }
usage-about = about { $amount }
usage-refresh = Refresh
usage-refreshing = Asking…
usage-buy-where = Opens the service's page in the browser
usage-action-of = { $action }, { $name }
usage-balance-read = { $name }: { $amount } left
usage-spending = What was used
usage-period = Period
usage-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
usage-year = 1 year
usage-unit = Unit
usage-charges =
    { $count ->
        [0] no charges
        [one] 1 charge
       *[other] { $amount } charges
    }
usage-when = { $when } · { $charges }
usage-summary = { $when }: { $amount }, { $charges }
usage-chart-day = Spent by day
usage-chart-week = Spent by week
usage-chart-month = Spent by month
usage-bar = { $when }: { $amount } ({ $shares })
usage-bar-empty = { $when }: nothing
usage-share = { $name } { $amount }
usage-as-table = Show as table
usage-table-caption = { $when }. Times without charges are left out.
usage-step-day = Day
usage-step-week = Week
usage-step-month = Month
usage-charges-column = Charges
usage-total = Total
usage-nothing-in-period = Nothing was charged in this time.
usage-nothing-in-unit = { $unit }: nothing was charged in this time.

## Amounts

amount-credits =
    { $count ->
        [one] 1 credit
       *[other] { $amount } credits
    }
amount-requests =
    { $count ->
        [one] 1 request
       *[other] { $amount } requests
    }
out-of = of { $amount }
out-of-credits =
    { $count ->
        [one] of 1 credit
       *[other] of { $amount } credits
    }
out-of-requests =
    { $count ->
        [one] of 1 request
       *[other] of { $amount } requests
    }
amount-left = { $amount } left
buy-credits = Buy credits
unit-after-credits =
    { $count ->
        [one] credit
       *[other] credits
    }
unit-after-requests =
    { $count ->
        [one] request
       *[other] requests
    }
unit-credits = Credits
unit-requests = Requests
unit-usd = US dollars

## Ledger

ledger = Statement
ledger-count =
    { $count ->
        [one] 1 line
       *[other] { NUMBER($count) } lines
    }
ledger-all = All services
ledger-export = Export as CSV
ledger-exported = Exported
ledger-exported-said = The statement was written to the file.
ledger-empty = No line yet.
ledger-kind-charge = Charge
ledger-kind-perhaps = Perhaps charged
ledger-kind-balance = Balance read
ledger-kind-top_up = Credits added
ledger-unknown = amount unknown
ledger-in-all = in all { $amount }
ledger-added = + { $amount }
ledger-name = { $kind }, { $service }, { $time }: { $amount }
ledger-open = Open { $name }. { $words }
ledger-open-title = Open this picture
request-id-copy = Copy request id { $id }
request-id-copied = Copied: request id { $id }

## Settings

settings-contents = Sections of the settings
section-describing = Describing
section-copying = Copying
section-reading = Text and places
section-privacy = Privacy
section-window = Window
section-data = Data
section-about = About
as-system = As the system
setting-provider = Service
setting-language = Language of descriptions
setting-language-help = For the next pictures. What is already described stays as it is.
setting-style = Style
setting-instruction = Own instruction
setting-instruction-help = For services that take one: { $names }. It is sent with each picture in place of the style, until you empty it.
setting-length = Length of alt text
setting-length-help = Counted in characters, as a reader would count them.
setting-own-length = Own length
setting-own-length-help = From 20 to 5000 characters.
setting-copy-form = Usual form
setting-copy-form-help = What the copy button and its key put on the clipboard.
setting-read-text = Read text in pictures
setting-read-text-help = With Tesseract, on this computer. Installed: { $languages }.
setting-read-text-missing = Needs Tesseract, which is not installed on this computer.
setting-places = Name the place of a picture
setting-places-help = Finds the nearest town for the coordinates in a photo, on this computer. The coordinates are never sent.
setting-local-only = This computer only
setting-local-only-help = Refuses every service that is not on this computer.
setting-ask-from = Show the cost before sending
setting-ask-from-help = Pictures for a service wait until you have seen what they cost.
ask-from = From { $amount } pictures on
ask-never = Never
setting-ui-language = Language of the window
setting-appearance = Appearance
appearance-light = Light
appearance-dark = Dark
provider-here = { $name } (this computer)
language-as-window = { $language } (as the window)
style-alt = Alt text
style-long = Long description
style-caption = Caption
style-social = Social post
style-product = Product
style-text = Text in the picture
style-tags = Tags
length-profile-web = Web, { $limit }
length-profile-x = X, { $limit }
length-profile-mastodon = Mastodon, { $limit }
length-profile-bluesky = Bluesky, { $limit }
length-profile-own = Own length, { $limit }
privacy-local = Computed on this computer, not AI. Pictures stay here.
privacy-sent = A smaller copy of each picture, without place and camera, is sent to { $name }.
provider-gives = Gives
provider-languages = Languages
provider-any-language = any
provider-takes = Sends at most
provider-takes-value = { $edge } pixels on the longer side, { $size }
provider-limit = Limit
provider-limit-value = { $requests } pictures in { $seconds } seconds
provider-price = Price
price-each = { $amount } for each request
provider-key-page = Get a key
provider-home = Home page
gives-alt = alt text
gives-description = description
gives-title = title
gives-tags = tags
data-where = Descriptions, settings and small copies of your pictures lie in one folder on this computer:
data-open = Open folder
about-version = Altsmith { $version }
about-licence = Free software, under the MIT licence or the Apache licence 2.0, as you choose.
about-parts = With Tauri, Svelte and SQLite; icons by Lucide (ISC licence).
about-geonames = Names of places: GeoNames (geonames.org), under CC BY 4.0.

## Keys

shortcuts-title = Keys
shortcuts-show = Show all keys
shortcuts-short = Keys
shortcuts-pictures = Pictures
shortcuts-words = Words
shortcuts-window = Window
key-control = Ctrl
key-shift = Shift
key-space = Space
key-enter = Enter
key-escape = Esc
key-delete = Delete
action-add = Add pictures
action-paste = Paste a picture
action-url = Add from URL
action-previous = Previous picture
action-next = Next picture
action-preview = Large preview
action-go_ahead = Describe the pictures that wait for your word
action-again = Describe again
action-favourite = Favourite
action-remove = Remove or delete
action-undo = Undo
action-edit = Edit the words
action-leave = Leave the words
action-save = Save and leave
action-copy = Copy in the usual form
action-copy_as = Choose the form
action-search = Search the history
action-describe = Describe
action-history = History
action-usage = Usage
action-settings = Settings
action-preferences = Settings
action-shortcuts = This list

## Services

section-services = Services
set-up = Set up
remedy-keys = Set up keys
remedy-vault = Enter passphrase
remedy-budget = Change the budget
remedy-resend = Send again, may be charged twice
provider-details = Keys, model and budget
service-needs-key = { $name } needs a key before it can describe pictures.
service-chosen = Describes your pictures
service-choose = Describe with this service
service-keys =
    { $count ->
        [one] Key
       *[other] Keys
    }
service-form = How it describes
service-model = Model
service-budget = Budget
service-budget-help = A request that would go beyond is not sent. Leave a field empty for no limit.
connection-add = Add a server
connection-add-do = Add
connection-kind = Form of its interface
connection-name = Name
connection-id = Commands call it { $id }.
connection-address = Address, with /v1
connection-address-help = On this computer, for example: http://127.0.0.1:1234/v1. Another computer needs https.
connection-added = { $name } was added
connection-remove = Remove this server
service-advanced = Advanced
service-endpoint-help = Only change it where the service told you another address. Keys and pictures are sent there.
model-cost = Each picture takes { $amount }.
model-calls-cost = Each picture takes { $requests } and { $amount }.
model-cost-unknown = What a picture costs is shown once the service has said so.
model-sees = { $name } (sees pictures)
model-blind = { $name } (sees no pictures)
model-may-see = { $name } (may not see pictures)
budget-run = For one batch
budget-run-help = Pictures that are sent together, or one command.
budget-day = For a day
budget-month = For a month
budget-none = No limit
budget-unit = Unit
budget-spent-day = { $amount } today
budget-spent-month = { $amount } this month
budget-spent-of-day = { $spent } { $cap } today
budget-spent-of-month = { $spent } { $cap } this month
credits-left-of = { $remaining } { $total } left
credits-left-until = { $left }, valid until { $day }
field-required = required
field-optional = optional

## Keys of services

key-state-none = No key yet
key-state-some = Not all keys are set
key-state-set = Key set
key-state-ends = Key set, ends in { $last4 }
key-state-environment = Key from the environment
key-state-environment-ends = Key from the environment, ends in { $last4 }
key-state-unknown = Keys cannot be read
key-elsewhere = Entered for { $origin } and not sent to the address that is set now. Enter it again for this address, or delete it.
key-from-keyring = in the keyring
key-from-vault = in your file with a passphrase
key-from-session = until Altsmith is closed
key-from-environment = from the environment, for this run
key-replace = Replace
keys-delete = Delete key
key-deleting = Deleting…
key-delete-keep = Keep key
key-delete-sure = Delete this key? Altsmith cannot bring it back; you would have to enter it again.
key-deleted = Deleted: { $label }
keys-save = Save
keys-saving = Saving…
keys-saved = Saved
keys-empty = Nothing is typed in yet.
keys-keyring-asks = The keyring may ask you for its password in a window of its own.
keys-asking = Asking the keyring. It may ask you for its password in a window of its own.
secret-show = Show what is typed: { $label }
secret-show-short = Show
secret-hide-short = Hide
check-key = Test the key
checking-key = Testing…
account-create-help = No account yet? Fill in what stands above and here, then create one. The key comes by e-mail. With an account, go on below.
account-create = Create account
account-creating = Creating…
account-activate = Activate account
account-activating = Activating…
account-again = Create or activate an account

## Where keys are kept

setting-key-place = Where keys are kept
setting-key-place-help = For keys that you enter from now on. Keys that are kept already stay where they are.
key-place-keyring = In the keyring of this system
key-place-keyring-help = Kept for good and locked together with your session. The best choice where there is one.
key-place-session = Until Altsmith is closed
key-place-session-help = Only in memory. Nothing is written, and you enter the keys again next time.
key-place-vault = In a file with a passphrase
key-place-vault-help = Encrypted in the data folder of Altsmith. You enter the passphrase once after each start.
place-ways = Ask again, or keep your keys in another way:
place-or = Or keep your keys in another way:
place-asking = Asking…
place-session-way = Keep until Altsmith is closed
place-vault-way = Use a file with a passphrase
vault-sheet = Unlock your keys
vault-make-title = Choose a passphrase
vault-make-help = Several words that only you know. It cannot be recovered: without it, the keys in the file have to be entered anew.
vault-open-title = Enter the passphrase of the file with your keys
vault-open-help = Once for this run of Altsmith.
vault-passphrase = Passphrase
vault-again = Passphrase once more
vault-differ = The two are not the same.
vault-make = Make the file
vault-making = Making the file…
vault-open = Unlock
vault-opening = Unlocking…
vault-open-now = The file with your keys is unlocked.
vault-is-open = Unlocked until Altsmith is closed.

## Setting a service up

setup-title = Set up { $name }
setup-get = You need a key
setup-paste =
    { $count ->
        [one] Paste it here
       *[other] Enter the keys here
    }
setup-kept-keyring = Kept in the keyring of this system, sent to nobody but the service.
setup-kept-session = Kept until Altsmith is closed, sent to nobody but the service.
setup-kept-vault = Kept in your file with a passphrase, sent to nobody but the service.
setup-test = Test it
setup-go = Go
setup-go-help = The sample picture is sent to { $name }.
setup-go-help-cost = The sample picture is sent to { $name }. { $cost }
setup-go-address = { $name } only takes pictures that have a public web address. Add one by its address, or set up how Altsmith gives your own pictures one.
setup-address = Set up addresses
setup-sample = Describe a sample picture
setup-done = Done
setup-later = Later

authority = Further certificate authority
authority-help = For services whose certificates come from an authority that this computer does not know: a company, a school, a server at home. A PEM file; it counts beside those of the system.
authority-choose = Choose file…
authority-forget = Remove

## Log of requests

log-title = Log of requests
log-help = When which service was asked, how much was sent and what came of it. No keys, no pictures; words only of an answer that could not be read.
log-copy = Copy all
log-copied =
    { $count ->
        [one] 1 line copied
       *[other] { $count } lines copied
    }
log-folder = Open folder
log-empty = Nothing was sent yet.
log-trouble = Trouble
log-more =
    { $count ->
        [one] 1 older line is copied too, but not shown.
       *[other] { $count } older lines are copied too, but not shown.
    }

## What the person knows

user-context = What goes with the pictures
user-context-label = What you know
user-context-placeholder = People, place, purpose
user-context-help = Goes to { $name } with the pictures that come and those that wait, until you clear it or close Altsmith.
user-context-clear = Clear what you know
instruction-placeholder = What to write, in your own words
instruction-help = Goes to { $name } with each picture in place of the style, until you clear it.
instruction-clear = Clear own instruction
card-context-label = What you know of this picture
card-context-help = Goes to { $name } when this picture is described the next time.
card-context-keep = Keep
card-context-as-all = As for all
card-context-edit = Change
card-context-edit-of = Change what you know of { $name }
card-context-add = What you know of this picture
card-context-add-of = What you know of this picture: { $name }
