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
drop-cost-credits =
    { $count ->
        [one] About 1 credit
       *[other] About { $amount } credits
    }
drop-cost-usd = About { $amount } US dollars
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
state-waiting = Waiting, goes on in { $seconds } s
state-done = Described
state-failed = Not described
state-cancelled = Cancelled
describe = Describe
describe-again = Describe again
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
credits =
    { $count ->
        [one] 1 credit
       *[other] { $amount } credits
    }
save-again = Save again

## Copying

copied = Copied
copy-usual = Copy { $form }
copy-all = Copy all
copy-as = Copy as…
copy-form-usual = usual
copy-form-alt = alt text
copy-form-alt_attribute = alt="…"
copy-form-img = HTML <img>
copy-form-figure = HTML <figure>
copy-form-markdown = Markdown
copy-form-json = JSON
copy-form-description = description
copy-form-title = title
copy-form-tags = tags

## Said to people who listen

announce-done = { $name }: { $words }
announce-failed = { $name }: { $trouble }
announce-copied =
    { $count ->
        [one] Copied: { $form }
       *[other] Copied { $count } times: { $form }
    }

## Undo

undo = Undo
undo-list = Can be undone
undo-done = Undone
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
remedy-remove = Remove
remedy-key = Replace key
remedy-key-missing = Enter key
remedy-top-up = Top up credits
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
fact-described = Described
sent = What was sent
sent-nothing = Nothing left this computer.
sent-what = { $format }, { $width } × { $height } pixels, { $size }, to { $host }.
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
usage-of-total = of { $amount }
usage-unknown = The service does not say
usage-valid-until = Valid until { $day }
usage-was-valid-until = Was valid until { $day }
usage-read = As of { $when }
usage-refresh = Refresh
usage-refreshing = Asking…
usage-buy = Buy credits
usage-buy-where = Opens the service's page in the browser
usage-action-of = { $action }, { $name }
usage-balance-read = { $name }: { $amount } left
usage-left = { $amount } left
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
ledger-kind-balance = Balance read
ledger-kind-top_up = Credits added
ledger-unknown = amount unknown
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
price-credits =
    { $count ->
        [one] 1 credit for each picture
       *[other] { $amount } credits for each picture
    }
price-usd = { $amount } US dollars for each picture
provider-keys =
    { $count ->
        [one] Needs a key. It is kept in the system's keyring; set it on the command line:
       *[other] Needs { $count } keys. They are kept in the system's keyring; set them on the command line:
    }
provider-key-page = Get a key
field-email = E-mail address
field-endpoint = Address of the service
field-model = Model
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

keys-title = Keys
keys-show = Show all keys
keys-short = Keys
keys-pictures = Pictures
keys-words = Words
keys-window = Window
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
action-keys = This list
