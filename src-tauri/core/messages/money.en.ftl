# Money in words: amounts, days, what is left, what speaks against a batch, requests that were left in the middle.
# $count is the plain number (by which one is told from many), $number the same as it is written in this language.

amount-credits = { $count ->
        [one] { $number } credit
       *[other] { $number } credits
    }
amount-usd = ${ $number }
amount-requests = { $count ->
        [one] { $number } request
       *[other] { $number } requests
    }
date = { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }

# Beside a balance
balance-used-up = { $reckoned ->
        [yes] Probably nothing is left, going by what was used since.
       *[no] Nothing is left.
    }
balance-low = { $reckoned ->
        [yes] Only about { $left } left.
       *[no] Only { $left } left.
    }
balance-expired = Valid until { $date }; that day has passed.
balance-expires = Valid until { $date } only.

# Before a batch
estimate-cap = Your budget { $period ->
        [run] for one batch
        [day] for a day
       *[month] for a month
    } is { $cap }, { $spent } of it used: { $fit ->
        [0] none of these pictures fits.
        [one] only one of these pictures fits.
       *[other] only { $fit } of these pictures fit.
    }
estimate-balance = Left at { $provider }, { $reckoned ->
        [yes] reckoned from what it last said and what was used since: about { $left }.
       *[no] as it last said: { $left }.
    } That may not be enough for all of these pictures.
estimate-expired = What you have at { $provider } was valid until { $date }.
estimate-expires = What you have at { $provider } is valid until { $date }.

# What a dry run says in the end
plan-total = To { $provider } ({ $host }) would go: { $pictures ->
        [one] one picture
       *[other] { $pictures } pictures
    } in { $calls ->
        [one] one request.
       *[other] { $calls } requests.
    }
plan-total-local = On this computer would be described: { $pictures ->
        [one] one picture.
       *[other] { $pictures } pictures.
    }
plan-total-cost = Estimated cost: { $cost }.
plan-total-unknown = What a request costs is not known.
plan-total-free = It costs nothing: the server is your own.
plan-total-known = From the history, for nothing: { $known ->
        [one] one picture.
       *[other] { $known } pictures.
    }
