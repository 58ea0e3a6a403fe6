# The engine's sentences: troubles, warnings, notices. The page has message files of its own.
#
# error-<reason> says what happened, .action what to do next, .plain the same without the values that may be missing.
# $name is the picture's name in quotation marks, or this-picture; $provider a product name, or the-service. Both are
# subjects or plain objects, never with a preposition that changes them.

this-picture = this picture
the-service = the service
quoted = “{ $text }”
service-said = { $provider } says: “{ $text }”
answer-begins = It begins: “{ $text }”

# Reading pictures
error-file-gone = { $gone ->
        [pasted] { $name } was pasted, and only its words are kept.
        [unkept] { $name } was pasted and not described before Altsmith was closed. Pasted pictures are not kept.
        [changed] { $name } is no longer the picture that was described: the file has changed.
       *[moved] { $name } is no longer where it was.
    }
    .action = { $gone ->
        [pasted] Paste it again.
        [unkept] Paste it again.
        [changed] Add it anew to have it described as it is now.
       *[moved] Put it back, or add it again from where it is now.
    }
error-permission-denied = { $name } may not be read by Altsmith.
    .action = Change the permissions of the file, or copy it to a folder of your own and add the copy.
error-read-failed = { $name } could not be read.
    .action = Check the disk or the connection to it, then try again.
error-not-a-file = { $name } is not a file.
    .action = Add a picture file or a folder with pictures.
error-empty-file = { $name } is empty: the file has no content.
    .action = The copy may have failed. Get the picture from its source again.
error-file-too-large = { $name } is too large: more than { $limit }.
    .plain = { $name } is too large.
    .action = Save a smaller copy and add that.
error-folder-empty = { $name } holds no pictures.
    .action = Add another folder.
error-folder-limit = { $name } was left out: no more than { $limit } files are taken at once.
    .plain = { $name } was left out: these are too many files at once.
    .action = Add the rest when these are done.
error-folder-too-deep = { $name } was left out: it lies more than { $limit } folders deep.
    .plain = { $name } was left out: it lies too many folders deep.
    .action = Add this folder by itself.
error-not-an-image = { $name } is not a picture that Altsmith knows.
    .action = Altsmith reads JPEG, PNG, WebP, GIF, BMP, TIFF, SVG, HEIC, AVIF, ICO, JPEG XL, JPEG 2000 and the previews in camera raw files.
error-url-invalid = { $name } is not a web address.
    .action = Check the address; it begins with https://.
error-url-not-https = { $name } was not opened: the address does not begin with https://.
    .action = Try the same address with https://, or save the picture and add the file.
error-url-not-public = { $name } was not opened: the address leads into a private network.
    .action = Save the picture and add the file.
error-url-status = { $name } was not handed out; the server answered { $status }.
    .plain = { $name } was not handed out by the server.
    .action = Open the address in a browser to see whether the picture is there.
error-url-unreachable = { $name } could not be fetched: the server cannot be reached.
    .action = Check the address and your connection, then try again.
error-url-timeout = { $name } took too long to load.
    .action = Try again, or save the picture and add the file.
error-clipboard-empty = There is no picture on the clipboard.
    .action = Copy a picture or a picture file, then paste again.
error-drop-empty = There was no file and no web address in what you dropped.
    .action = Drop picture files, folders, or a picture from a web page.

# Opening pictures
error-format-not-built-in = { $name } is a { $format } picture, which this build of Altsmith cannot open.
    .plain = { $name } is in a format that this build of Altsmith cannot open.
    .action = Save it as JPEG or PNG and add that.
error-cut-off = { $name } is cut off: its end is missing.
    .action = Get the picture from its source again.
error-corrupt = { $name } is damaged and cannot be opened.
    .action = Try to open it in another program and save it again, or get it from its source once more.
error-too-many-pixels = { $name } has too many pixels: more than { $limit } million.
    .plain = { $name } has too many pixels.
    .action = Save a smaller copy and add that.
error-too-much-memory = { $name } would need too much memory to open.
    .action = Save a smaller copy and add that.
error-decoder-failed = { $name } could not be opened: its content breaks the rules of its format.
    .action = Open it in another program, save it as PNG or JPEG, and add that.
error-nothing-visible = { $name } is empty: all of it is transparent. Nothing was sent.
    .action = Open it in another program and save it again, or get it from its source once more.
error-decoder-crashed = { $name } could not be opened: the decoder crashed on it. No other picture was affected.
    .action = Open it in another program, save it as PNG or JPEG, and add that.
error-decoder-too-slow = { $name } takes too long to open.
    .action = Open it in another program, save it as PNG or JPEG, and add that.
error-decoder-not-started = { $name } could not be opened: the decoder did not start.
    .action = Try again. If that does not help, restart Altsmith.

# Services
error-key-missing = { $provider } needs a key.
    .action = Enter it in Settings.
error-key-rejected = { $provider } does not accept the key.
    .action = Check the key in Settings and enter it anew.
error-keyring-unavailable = { $why ->
        [no_bus] There is no keyring here: this program was started without a desktop session.
        [no_service] There is no keyring on this system to keep keys in.
        [no_collection] The keyring of this system has not been set up yet.
        [timed_out] The keyring of this system does not answer.
        [ambiguous] The keyring of this system holds this key more than once.
       *[failed] The keyring of this system failed.
    }
    .plain = There is no keyring on this system to keep keys in.
    .action = Choose in Settings how your keys are kept: until Altsmith is closed, or in a file with a passphrase.
error-keyring-locked = { $why ->
        [dismissed] The keyring of this system is locked, and its question was closed without an answer.
        [denied] The keyring of this system does not let Altsmith read its keys.
       *[locked] The keyring of this system is locked.
    }
    .plain = The keyring of this system is locked.
    .action = Unlock it and try again, or choose in Settings another way to keep your keys.
error-vault-locked = The file with your keys is locked.
    .action = Enter its passphrase.
error-passphrase-wrong = This is not the passphrase of the file with your keys.
    .action = Try again. Without the passphrase the keys in it cannot be read, and can only be entered anew.
error-vault-damaged = The file with your keys is damaged or was changed by another program. It was not touched.
    .action = Put it back from a backup, or take it away and enter your keys anew.
error-vault-newer = The file with your keys was written by a newer Altsmith. It was not touched.
    .action = Update Altsmith to open it.
error-vault-failed = The file with your keys could not be read or written.
    .action = Check the disk and the permissions of the data folder.
error-credits-exhausted = { $provider } has no credits left for you.
    .action = Buy credits, then try again. Nothing was lost.
error-budget-reached = { $provider } was not asked: your budget { $period ->
        [run] for one batch
        [day] for a day
       *[month] for a month
    } is { $cap }, and { $spent } of it used.
    .plain = { $provider } was not asked: the budget that you set is reached.
    .action = Raise the budget in Settings, or go on when it begins anew.
error-rate-limited = { $provider } takes no more requests for the moment.
    .action = { $seconds ->
        [0] Try again in a moment.
        [one] Try again in one second.
       *[other] Try again in { $seconds } seconds.
    }
error-content-blocked = { $provider } declined to describe { $name }.
    .action = Try another service or the built-in describer.
error-invalid-request = { $provider } did not accept the request.
    .action = Check the settings of this service: model, language and instruction.
error-language-unknown = { $provider } does not write in the language “{ $language }”. It knows: { $languages }.
    .plain = { $provider } does not write in this language.
    .action = Choose another language or another service.
error-model-not-found = { $provider } has no model “{ $model }”.
    .plain = { $provider } does not have this model.
    .action = Choose another model in Settings.
error-no-conversation = Nobody here takes questions about pictures.
    .action = Choose a service that does, such as DescribePicture, and enter its key in Settings.
error-provider-unknown = There is no service “{ $provider }”.
    .action = Choose one in Settings; “altsmith providers” lists them.
error-provider-unavailable = { $provider } is not available at the moment.
    .action = Try again later, or choose another service.
error-bad-response = { $provider } gave an answer that cannot be read.
    .action = Try again. If it happens again, the service may have changed.
error-timeout = { $provider } did not answer in time.
    .action = Try again. If you pay for each picture, look first whether this one was charged.
error-network = { $provider } cannot be reached.
    .action = Check your connection and the address in Settings, then try again.
error-tls-failed = { $provider } cannot be reached securely.
    .action = Check the date and time of this computer and your network, then try again.
error-tls-not-trusted = The certificate of { $host } comes from an authority that this computer does not trust.
    .plain = The certificate of the server comes from an authority that this computer does not trust.
    .action = { $authority ->
        [unread] The file with the further authority that Settings name cannot be read any more. Choose it anew under Privacy.
       *[system] If your network or your server has an authority of its own, choose its certificate (a PEM file) in Settings under Privacy, or with “altsmith config set authority FILE”. Otherwise somebody may be reading along; nothing was sent.
    }
error-tls-expired = { $when ->
        [early] The certificate of { $host } is not valid yet.
       *[late] The certificate of { $host } has expired.
    }
    .plain = The certificate of the server is not valid today.
    .action = Check the date and time of this computer. If they are right, whoever runs the server has to renew it.
error-tls-wrong-host = The certificate of { $host } was made out to other names.
    .plain = The certificate of the server was made out to other names.
    .action = Check the address in Settings. In a network with a sign-in page (hotel, train), open a web page and sign in first.
error-tls-no-authorities = This computer has no list of authorities for certificates, so the connection to { $host } cannot be checked.
    .plain = This computer has no list of authorities for certificates, so no secure connection can be checked.
    .action = { $authority ->
        [unread] Install the package ca-certificates of your system. The file with the further authority that Settings name cannot be read either.
       *[system] Install the package ca-certificates of your system, or choose a certificate (a PEM file) in Settings under Privacy. Services on this computer work without.
    }
error-redirected = { $provider } sends on to { $target } instead of answering. It was not followed, so that nothing goes to another host.
    .plain = { $provider } sends on to another address instead of answering. It was not followed.
    .action = If that is the address of the service, enter it in Settings. In a network with a sign-in page (hotel, train), open a web page and sign in first.
error-needs-public-url = { $provider } only takes pictures that have a public web address.
    .action = Add the picture by its address, or set up in Settings how Altsmith gives it one.
error-local-only = { $provider } was not asked: only this computer may be used.
    .action = Choose the built-in describer or a local model, or allow services in Settings.
error-endpoint-invalid = { $value } is not an address that a service can have.
    .plain = This is not an address that a service can have.
    .action = Enter one that begins with https://; http:// only leads to this computer.
error-service-refused-image = { $provider } did not accept { $name }.
    .action = Save it as JPEG or PNG in a smaller size and add that, or try another service.

# The engine
error-cancelled = { $name } was cancelled.
    .action = Describe it again whenever you like.
error-outcome-unknown = { $provider } got { $name }, but no answer came back. It may have been charged.
    .action = Look into your account there. It is only sent again if you say so.
error-disk-full = The disk is full, so nothing more can be saved.
    .action = Make room and try again.
error-database-newer = Your history was written by a newer Altsmith. It was not touched.
    .action = Update Altsmith to open it.
error-database-busy = Another program is using your history.
    .action = Try again in a moment.
error-storage-failed = Your history could not be read or written.
    .action = Check the disk and the permissions of the data folder.
error-not-found = This is no longer there.
    .action = It may have been deleted in another window or on the command line.
error-search-too-long = This search has more than { $limit } words.
    .plain = This search has too many words.
    .action = Search for the words that matter.
error-setting-unknown = There is no setting “{ $key }”.
    .plain = There is no such setting.
    .action = “altsmith config list” shows them all.
error-setting-invalid = The setting “{ $key }” cannot be “{ $value }”.
    .plain = The setting cannot have this value.
    .action = { $expected ->
        [none] Choose another value.
        [number] Enter a whole number from 1 to 65535.
        [switch] It can be: true, false.
        [address] Enter an address that begins with https://; http:// only leads to this computer.
        [email] Enter an e-mail address, such as name@example.org.
        [text] Enter a single line of text.
        [pem] Choose a file that can be read and that holds certificates in PEM form (-----BEGIN CERTIFICATE-----).
       *[other] It can be: { $expected }.
    }
error-setting-missing = { $provider } needs “{ $key }” for this.
    .plain = { $provider } needs something more for this.
    .action = Enter it in Settings, then try again.
error-key-unusable = { $what ->
        [passphrase] A passphrase cannot be empty.
        [sent] “{ $key }” was not sent: it has spaces, line breaks or signs in it that no key has.
       *[key] { $wrong ->
            [empty] “{ $key }” was not kept: it is empty.
            [lines] “{ $key }” was not kept: it goes over several lines.
            [spaces] “{ $key }” was not kept: it has spaces in it, and a key has none.
            [address] “{ $key }” was not kept: it is an address, not a key.
            [rest] “{ $key }” was not kept: half of a quotation mark or of a line break stands at one of its ends.
            [characters] “{ $key }” was not kept: it has letters or signs in it that no key has.
           *[other] “{ $key }” was not kept: it is empty, or has characters in it that no key has.
        }
    }
    .plain = This was not kept: it is empty, or has characters in it that no key has.
    .action = { $what ->
        [passphrase] Choose one that you will not forget: without it the keys in the file cannot be read.
       *[key] Copy the key again, the whole of it and nothing else.
    }
error-not-offered = { $provider } does not offer this.
    .action = Look at its web page.
error-connection-refused = { $why ->
        [taken] “{ $value }” is taken already, or was once: history and charges may name it.
        [removed] “{ $value }” is the id of { $provider }, which was removed.
        [id] “{ $value }” cannot be an id: small letters, numbers and hyphens, a letter first, at most 32.
        [single] There is one { $provider }, and it is there already.
        [fixed] { $provider } is there by itself and cannot be removed.
        [kind] There is no kind of service “{ $value }”.
       *[name] A name needs at least one letter and at most 60.
    }
    .action = { $why ->
        [removed] Put it back with “altsmith connections restore { $value }”, or choose another id.
        [single] Its settings are in Settings, under Services.
        [fixed] Choose another service where you do not want it.
        [kind] “altsmith connections list” names the kinds in its second column.
        [name] Choose another name.
       *[other] Choose another id.
    }
error-internal = Something went wrong inside Altsmith.
    .action = Try again. If it happens again, please report it.

# Warnings about alt text
warning-alt-missing = There is no alt text.
warning-alt-too-long = The alt text has { $length } characters, { $limit } are the limit.
    .plain = The alt text is longer than the limit.
warning-alt-shortened = The alt text was too long and was shortened. The full text is in the description.
warning-starts-with-image-of = It begins with “{ $text }”. Screen readers already say that it is a picture.
    .plain = It begins by saying that it is a picture. Screen readers already say that.
warning-looks-like-file-name = This looks like a file name.
warning-no-end-punctuation = A full stop at the end makes a screen reader pause.
warning-repeats-itself = It repeats itself.
warning-wrong-language = This does not seem to be the language that was asked for. Describe it again to ask once more.
warning-quoted-text-not-found = “{ $text }” was not found in the picture.
    .plain = Quoted text was not found in the picture.
warning-first-of-several = Only the first of { $count } pages or pictures in the file was described.
    .plain = Only the first of several pages or pictures in the file was described.
warning-largest-of-several = Only the largest of { $count } pictures in the file was described.
    .plain = Only the largest of several pictures in the file was described.
warning-camera-preview = The camera’s preview in the raw file was described. Colours and crop may differ from the developed picture.
warning-drawing-without-words = Some words of this drawing could not be drawn and are missing.
warning-drawing-without-pictures = Pictures that this drawing links to, or that cannot be drawn, are missing.
warning-not-saved = These words are not saved yet: the database does not take them. Altsmith tries again by itself; copy them if you need them now.

# Notices
notice-database-moved-aside = Your history was damaged and could not be opened. It was put aside as “{ $name }”, and a new one was begun.{ $held ->
        [yes] { " " }Your settings and budgets could not be read from it whole: nothing leaves this computer until you turn off “This computer only” in Settings.
       *[no] { "" }
    }
name-pasted = Pasted picture

# What pictures wait for, beside the bar of the command line
progress-limit = Next in { $seconds } s (limit of the service)
progress-service = Waiting for the service…
progress-recovery = The service is out of order, next try in { $seconds } s

# What a dry run says
plan-cached = The history already has these words. Nothing would be sent.
plan-local = { $provider } would describe it on this computer. Nothing would be sent.
plan-sent = It would be sent to { $provider } ({ $host }).

# The window
no-display = Altsmith found no display, so it cannot open its window. Start it from a desktop, or use the command line: altsmith describe.
dialog-add-files = Add pictures
dialog-add-folder = Add a folder
dialog-authority = Choose the certificate of an authority
dialog-export-ledger = Export the ledger
dialog-export-history = Export the history
dialog-pictures = Pictures
dialog-all-files = All files
name-sample = Sample picture

# Trying a key
check-confirmed = { $provider } answers and knows the key.
check-answers = { $provider } answers and did not complain about the key. For free it says no more; the first picture will show whether the key works.
check-not-needed = { $provider } works on this computer and needs no key.
check-impossible = { $provider } offers no free way to try a key. The first picture will show whether it works.
check-remaining = Credits left: { $remaining }

# Accounts that are made from here
account-created = { $provider } made the account and sends the API key to { $email }. Enter it here when it has come, then switch the account on.
account-activated = { $provider } switched the account on. Pictures can be described now.

# Fields that every service has
field-endpoint = Address of the service
field-model = Model
field-price-of = What { $model } costs, where that differs
field-budget-run = Budget for one run
field-budget-day = Budget for one day
field-budget-month = Budget for one month

# What trying again means for a request that may have been charged
again-is-free = Try again: { $provider } is asked, free of charge, what became of it.
again-may-cost-twice = { $before ->
        [yes] This was sent before, and this is what came back.
       *[other] { "" }
    } { $charged ->
        [yes] { $provider } has charged for it.
       *[other] It may have been charged: look into your account at { $provider }.
    } It is only sent again if you say so.

# What the person agrees to in a dialog of the system, because it lets pictures or money out.
consent-title = Do you agree?
consent-yes = Agree
consent-no = Cancel
consent-local-only-off = “This computer only” is to be turned off. Pictures may then be sent to the services that you choose.
consent-destination = Pictures for { $provider } are to go to { $host } from now on. A key that was entered for another address is not sent there.
consent-ask-from = Up to { $count } pictures at once are to be described without a question before, also where that costs something.
consent-ask-never = Any number of pictures is to be described without a question before, also where that costs something.
consent-cap = The budget for { $provider } is to be raised or taken away. { $caps ->
        [none] Nothing would limit what it may cost.
       *[other] It would be: { $caps }.
    }
consent-price = What { $provider } costs is to be set lower. The budget would let more pictures through.
consent-fetch = A picture is to be fetched from this address:
