# Geld in Worten: Mengen, Tage, was übrig ist, was gegen einen Stapel spricht, Anfragen, die in der Mitte stehen blieben.
# $count ist die bloße Zahl (nach der eins von vielen unterschieden wird), $number dieselbe, wie man sie hier schreibt.

amount-credits = { $count ->
        [one] { $number } Guthabenpunkt
       *[other] { $number } Guthabenpunkte
    }
amount-usd = { $number } $
amount-requests = { $count ->
        [one] { $number } Anfrage
       *[other] { $number } Anfragen
    }
date = { $day }. { $month ->
        [1] Januar
        [2] Februar
        [3] März
        [4] April
        [5] Mai
        [6] Juni
        [7] Juli
        [8] August
        [9] September
        [10] Oktober
        [11] November
       *[12] Dezember
    } { $year }

# Bei einem Guthaben
balance-used-up = { $reckoned ->
        [yes] Es dürfte nichts mehr übrig sein, gerechnet mit dem, was seither verbraucht wurde.
       *[no] Es ist nichts mehr übrig.
    }
balance-low = { $reckoned ->
        [yes] Nur noch etwa { $left } übrig.
       *[no] Nur noch { $left } übrig.
    }
balance-expired = Gültig bis { $date }; dieser Tag ist vorbei.
balance-expires = Nur noch gültig bis { $date }.

# Vor einem Stapel
estimate-cap = Ihr Budget { $period ->
        [run] für einen Stapel
        [day] für einen Tag
       *[month] für einen Monat
    } ist { $cap }, davon verbraucht: { $spent }. { $fit ->
        [0] Keines dieser Bilder passt hinein.
        [one] Nur eines dieser Bilder passt hinein.
       *[other] Nur { $fit } dieser Bilder passen hinein.
    }
estimate-balance = { $reckoned ->
        [yes] Bei { $provider } sind nach der letzten Meldung und dem Verbrauch seither noch etwa { $left } übrig.
       *[no] { $provider } meldete zuletzt noch { $left }.
    } Das reicht vielleicht nicht für alle diese Bilder.
estimate-expired = Was Sie bei { $provider } haben, war gültig bis { $date }.
estimate-expires = Was Sie bei { $provider } haben, ist gültig bis { $date }.

# Was ein Probelauf am Ende sagt
plan-total = An { $provider } ({ $host }) würde gehen: { $pictures ->
        [one] ein Bild
       *[other] { $pictures } Bilder
    } in { $calls ->
        [one] einer Anfrage.
       *[other] { $calls } Anfragen.
    }
plan-total-local = Auf diesem Computer würde beschrieben: { $pictures ->
        [one] ein Bild.
       *[other] { $pictures } Bilder.
    }
plan-total-cost = Geschätzte Kosten: { $cost }.
plan-total-unknown = Was eine Anfrage kostet, ist nicht bekannt.
plan-total-free = Es kostet nichts: Der Server gehört Ihnen selbst.
plan-total-known = Aus dem Verlauf, ohne Kosten: { $known ->
        [one] ein Bild.
       *[other] { $known } Bilder.
    }
